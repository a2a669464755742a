// A volume is made anew on the user's word for it alone, and not under a container of somebody else.
import {
  containerRunning,
  docker,
  edit,
  exitCode,
  gantry,
  given,
  nothingChanged,
  planIsEmpty,
  replacedContainer,
  scenario,
  theme,
  volumeKeeps,
  warns,
} from './dsl/index.ts'

theme('volumes that differ from the file', () => {
  scenario('are kept without a word for them, and while others use them; else they are made anew', {
    stack: `
      services:
        web:
          image: gantry/tiny
          init: true
          stop_grace_period: 0s
          command: sleep 3600
          volumes: [data:/data]
      volumes:
        data: {}
    `,
    steps: [
      gantry('up -d', containerRunning('web')),
      gantry('exec -T web sh -c "echo precious > /data/kept"'),
      edit('compose.yaml', 'data: {}', 'data: { labels: { own: label } }'),
      gantry('up -d -y', warns('--replace-volume data'), volumeKeeps('data', 'kept', 'precious\n')),
      given('create --name guest-$PROJECT -v $PROJECT_data:/d gantry/tiny', 'rm -f guest-$PROJECT'),
      gantry(
        'up -d --replace-volume data',
        exitCode(1),
        warns('cannot be replaced: guest-$PROJECT uses it'),
        nothingChanged,
        volumeKeeps('data', 'kept', 'precious\n'),
      ),
      docker('rm guest-$PROJECT'),
      gantry('up -d --replace-volume data', replacedContainer('web'), planIsEmpty()),
      gantry('exec -T web sh -c "test ! -e /data/kept"'),
    ],
  })
})

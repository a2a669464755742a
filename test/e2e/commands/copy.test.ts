// Files in and out of containers, images and archives of them.
import {
  containerRunning,
  docker,
  exitCode,
  gantry,
  gantryWith,
  prints,
  printsExactly,
  printsInside,
  scenario,
  theme,
  untouched,
  warns,
} from '../dsl/index.ts'

const stack = `
  services:
    web:
      image: gantry/tiny
      init: true
      stop_grace_period: 0s
      command: sleep 3600
      scale: 2
`

theme('cp, export, commit', () => {
  scenario('files land where docker would put them', {
    stack,
    files: { 'src/a': 'A', 'src/sub/b': 'B' },
    steps: [
      gantry('up -d', containerRunning('web', 2)),
      gantry('cp src web:/tmp', printsInside('web', ['cat', '/tmp/src/sub/b'], 'B')),
      docker('exec $PROJECT-web-2 cat /tmp/src/a', printsExactly('A')),
      gantry('cp src web:/new', printsInside('web', ['cat', '/new/a'], 'A')),
      gantry('cp src/. web:/new/sub', printsInside('web', ['cat', '/new/sub/a'], 'A')),
      gantry('cp --index 1 src/a web:/tmp/renamed', printsInside('web', ['cat', '/tmp/renamed'], 'A')),
      docker('exec $PROJECT-web-2 cat /tmp/renamed', exitCode(1)),
      gantry('cp src web:/tmp/renamed', exitCode(1), warns('cannot copy the folder')),
      gantry('cp src/a web:/no/such/place', exitCode(1), warns('there is no folder /no/such')),
      gantry('cp web:/tmp/src/. back'),
      gantry('cp back web:/again', printsInside('web', ['cat', '/again/sub/b'], 'B')),
      gantry('cp web:/nowhere here', exitCode(1), warns('there is no /nowhere')),
      gantry('cp nowhere web:/tmp', exitCode(1), warns('cannot read nowhere')),
      gantry('ps', untouched('web')),
    ],
  })

  scenario('an image is made of a container as it is, and its files are written as a tar', {
    stack,
    steps: [
      gantry('up -d', containerRunning('web')),
      gantryWith(
        {},
        "commit -m patched -c 'ENV SEEN=1' web $PROJECT-web:patched",
        prints(/^sha256:[0-9a-f]{64}\n$/),
      ),
      docker(
        'image inspect $PROJECT-web:patched --format "{{.Comment}} {{index .Config.Env 0}}"',
        prints('patched'),
      ),
      docker('image rm $PROJECT-web:patched'),
      gantry('export -o files.tar web'),
      gantry('export -o /no/such/files.tar web', exitCode(1), warns('cannot write /no/such/files.tar')),
    ],
  })
})

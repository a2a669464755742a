// A stack comes up, stays as it is, and goes down.
import {
  answersHttp,
  containerRunning,
  containersAre,
  docker,
  exitCode,
  gantry,
  given,
  makesNoChangingCall,
  networkExists,
  noContainers,
  noNetworks,
  nothingChanged,
  noVolumes,
  planIsEmpty,
  prints,
  remove,
  scenario,
  stillThere,
  theme,
  untouched,
  volumeExists,
  volumeKeeps,
  warns,
  write,
} from './dsl/index.ts'

const web = `
  services:
    web:
      image: gantry/tiny
      init: true
      stop_grace_period: 1s
      command: ["sh", "-c", "echo hello > /www/index.html; exec httpd -f -p 8080 -h /www"]
      ports: ["127.0.0.1::8080"]
      volumes: ["data:/data"]
      depends_on: [store]
    store:
      image: gantry/tiny
      init: true
      stop_grace_period: 1s
      command: sleep 3600
      volumes: ["data:/data"]
  volumes:
    data:
`

const running = [containerRunning('web'), containerRunning('store')]

theme('up', () => {
  scenario('up makes network, volume and containers, and they answer', {
    stack: web,
    steps: [
      gantry(
        'up -d',
        ...running,
        containersAre('web-1', 'store-1'),
        networkExists('default'),
        volumeExists('data'),
        answersHttp('web', 8080, '/', 'hello'),
        planIsEmpty(),
      ),
    ],
  })

  scenario('an unchanged up is a no-op: no call changes anything', {
    stack: web,
    steps: [
      gantry('up -d', ...running),
      gantry('up -d', makesNoChangingCall, nothingChanged, untouched('web', 'store')),
      gantry('up -d --wait', makesNoChangingCall, nothingChanged),
    ],
  })

  scenario('plan and --dry-run change nothing', {
    stack: web,
    steps: [
      gantry('plan', makesNoChangingCall, noContainers, noNetworks, noVolumes),
      gantry('plan --detailed-exitcode', exitCode(2), noContainers),
      gantry('--dry-run up -d', makesNoChangingCall, noContainers, noNetworks, noVolumes, prints('web-1')),
      gantry('up -d', ...running),
      gantry('plan --detailed-exitcode', makesNoChangingCall, exitCode(0), prints('Nothing to do')),
      gantry('down --dry-run', makesNoChangingCall, nothingChanged, prints('remove container web-1')),
      gantry('stop --dry-run', makesNoChangingCall, nothingChanged),
      gantry('restart --dry-run', makesNoChangingCall, nothingChanged),
    ],
  })

  scenario('a named service comes up with what it needs, and nothing else', {
    stack: `
      services:
        web: &idle
          image: gantry/tiny
          init: true
          stop_grace_period: 0s
          command: sleep 3600
          depends_on: [store]
        store: { <<: *idle, depends_on: [] }
        other: { <<: *idle, depends_on: [] }
    `,
    steps: [
      gantry('up -d web', containersAre('web-1', 'store-1')),
      gantry(
        'up -d --no-deps other',
        containersAre('web-1', 'store-1', 'other-1'),
        untouched('web', 'store'),
      ),
    ],
  })

  scenario('one replica removed by hand is planned as one creation, and made', {
    stack: `
      services:
        web:
          image: gantry/tiny
          init: true
          stop_grace_period: 0s
          command: sleep 3600
          scale: 3
    `,
    steps: [
      gantry('up -d', containersAre('web-1', 'web-2', 'web-3')),
      docker('rm -f $PROJECT-web-2', containersAre('web-1', 'web-3')),
      gantry('plan', prints(/^ {2}\+ create container web-\d.*\n\nPlan: 1 to create, 3 unchanged\n$/)),
      gantry('up -d', untouched('web'), planIsEmpty()),
    ],
  })

  scenario('containers stopped by hand are started, not replaced', {
    stack: web,
    steps: [
      gantry('up -d', ...running),
      docker('stop -t 0 $PROJECT-store-1'),
      gantry('plan', prints('start container store-1')),
      gantry('up -d', ...running, untouched('web'), planIsEmpty()),
      docker('pause $PROJECT-web-1'),
      gantry('up -d', ...running, untouched('web'), planIsEmpty()),
    ],
  })

  scenario('up --no-start and create make containers that up then starts', {
    stack: web,
    steps: [
      gantry('up --no-start', containersAre('web-1', 'store-1')),
      gantry('up -d', ...running, planIsEmpty()),
    ],
  })
})

theme('down', () => {
  scenario('down leaves no container and no network, and keeps the volume', {
    stack: web,
    steps: [
      gantry('up -d', ...running),
      gantry('exec -T web sh -c "printf kept > /data/file"'),
      gantry('down', noContainers, noNetworks, volumeKeeps('data', 'file', 'kept')),
      gantry('up -d', ...running, volumeKeeps('data', 'file', 'kept')),
      gantry('down -v', noContainers, noNetworks, noVolumes),
      gantry('down', noContainers),
    ],
  })

  scenario('down by name alone works with the file gone, and with a broken one', {
    stack: web,
    steps: [
      gantry('up -d', ...running),
      remove('compose.yaml'),
      gantry('-p $PROJECT down', noContainers, noNetworks, volumeExists('data')),
      write(
        'compose.yaml',
        'services:\n  web:\n    image: gantry/tiny\n    command: sleep 3600\n    init: true\n',
      ),
      gantry('up -d', containerRunning('web')),
      write('compose.yaml', 'services: [\n'),
      gantry('-p $PROJECT down', noContainers, noNetworks, volumeExists('data')),
    ],
  })

  scenario('down of one service leaves the others', {
    stack: web,
    steps: [
      gantry('up -d', ...running),
      gantry('down web', containersAre('store-1'), untouched('store'), networkExists('default')),
    ],
  })

  scenario('a network that something else uses is kept, with a warning', {
    stack: web,
    steps: [
      gantry('up -d', ...running),
      given(
        'run -d --init --name $PROJECT-guest --network $PROJECT_default gantry/tiny sleep 3600',
        'rm -f $PROJECT-guest',
      ),
      gantry(
        'down',
        noContainers,
        networkExists('default'),
        warns('$PROJECT_default'),
        stillThere('container', '$PROJECT-guest'),
      ),
      docker('rm -f $PROJECT-guest'),
      gantry('down', noNetworks),
    ],
  })
})

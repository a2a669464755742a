// The commands beside up and down: what they print, and what they leave.
import {
  containerExited,
  containerRunning,
  containersAre,
  docker,
  doesNotPrint,
  eventually,
  exitCode,
  gantry,
  gantryWith,
  interrupted,
  makesNoChangingCall,
  noContainers,
  planIsEmpty,
  prints,
  printsExactly,
  printsInside,
  restartedContainer,
  sameContainer,
  scenario,
  theme,
  untouched,
  warns,
} from './dsl/index.ts'

const two = `
  services:
    web:
      image: gantry/tiny
      init: true
      stop_grace_period: 1s
      command: ["sh", "-c", "echo web speaks; echo web complains >&2; exec sleep 3600"]
      depends_on: [store]
    store:
      image: gantry/tiny
      init: true
      stop_grace_period: 1s
      command: ["sh", "-c", "echo store speaks; exec sleep 3600"]
`

theme('stop, start, restart', () => {
  scenario('containers stop, start and restart, and are the same all along', {
    stack: two,
    steps: [
      gantry('up -d', containerRunning('web'), containerRunning('store')),
      gantry('stop web', containerExited('web'), untouched('store')),
      gantry('start web', containerRunning('web'), restartedContainer('web'), untouched('store')),
      gantry('stop', containerExited('web'), containerExited('store'), sameContainer('web', 'store')),
      gantry('start', containerRunning('web'), containerRunning('store'), sameContainer('web', 'store')),
      gantry('restart store', restartedContainer('store')),
      gantry('restart', restartedContainer('web'), restartedContainer('store'), planIsEmpty()),
    ],
  })

  scenario('kill, rm, pause and unpause do what they say', {
    stack: two,
    steps: [
      gantry('up -d', containerRunning('web')),
      gantry('pause web', untouched('store')),
      gantry('ps --status paused --services', printsExactly('web')),
      gantry('unpause web', containerRunning('web'), untouched('web', 'store')),
      gantry('kill web', containerExited('web', 137), untouched('store')),
      gantry('rm -f', containersAre('store-1'), untouched('store')),
      gantry('rm -f -s', noContainers),
    ],
  })
})

theme('ps', () => {
  scenario('it lists what runs, and with -a what does not', {
    stack: two,
    steps: [
      gantry('up -d', containerRunning('web')),
      gantry('stop web'),
      gantry('ps --services', printsExactly('store'), makesNoChangingCall),
      gantry('ps -a --services', prints('store'), prints('web')),
      gantry('ps', prints('$PROJECT-store-1'), prints('gantry/tiny'), doesNotPrint('-web-1'), prints('Up ')),
      gantry('ps -a --format json', prints('"Service":"web"'), prints('"ExitCode":')),
      gantry('ps nothing', exitCode(1), warns('nothing')),
    ],
  })
})

theme('logs', () => {
  scenario('they are prefixed, cut, dated and chosen by time', {
    stack: two,
    steps: [
      gantry('up -d', containerRunning('web')),
      eventually(containerRunning('web')),
      gantry(
        'logs',
        prints('web-1    | web speaks\n'),
        prints('web-1    | web complains\n'),
        prints('store-1  | store speaks\n'),
      ),
      gantry('logs --no-log-prefix store', printsExactly('store speaks')),
      gantry('logs --tail 1 web', prints('web-1  | web '), prints(/^[^\n]*\n$/)),
      gantry('logs -t store', prints(/^store-1 {2}\| 20\d\d-\d\d-\d\dT[\d:.]+Z store speaks\n$/)),
      gantry('logs --since 2100-01-01T00:00:00Z', printsExactly('')),
      gantry('logs --since 10m store', prints('store speaks')),
    ],
  })

  scenario('followed logs go on until Ctrl-C, through a restart', {
    stack: two,
    steps: [
      gantry('up -d', containerRunning('store')),
      interrupted(
        'logs -f --tail 5',
        {
          when: [prints('store speaks')],
          command: 'restart -t 0 $PROJECT-store-1',
          again: [prints(/(store speaks[\s\S]*){2}/)],
        },
        exitCode(130),
        containerRunning('store'),
      ),
    ],
  })
})

theme('exec', () => {
  scenario('exit codes, input, environment, user and folder pass through', {
    stack: two,
    steps: [
      gantry('up -d', containerRunning('web')),
      gantry('exec -T web sh -c "exit 7"', exitCode(7)),
      gantry('exec -T web sh -c "echo out; echo err >&2"', printsExactly('out'), warns('err')),
      gantryWith({ stdin: 'one\ntwo\n' }, 'exec -T web wc -l', printsExactly('2')),
      gantryWith({ stdin: 'x'.repeat(300_000) }, 'exec -T web wc -c', printsExactly('300000')),
      gantry('exec -T -e GREETING=hi web sh -c "echo $GREETING"', printsExactly('hi')),
      gantry('exec -T -u nobody -w /tmp web sh -c "id -un; pwd"', printsExactly('nobody\n/tmp')),
      // 20.10 says 126, newer ones 127: the engine's word is passed on.
      gantry('exec -T web no-such-program', exitCode(126, 127)),
      gantry('exec -d web touch /made'),
      eventually(printsInside('web', ['sh', '-c', 'test -e /made && echo made'], 'made')),
      gantry('stop web'),
      gantry('exec -T web true', exitCode(1), warns('web')),
    ],
  })
})

theme('config, version, build, pull', () => {
  scenario('config prints the stack as it is understood', {
    stack: `
      services:
        web:
          image: gantry/tiny:\${TAG:-latest}
          command: sleep \${SECONDS_TO_SLEEP}
    `,
    environment: { SECONDS_TO_SLEEP: '60' },
    steps: [
      gantry('config', prints('name: $PROJECT'), prints('image: gantry/tiny:latest'), prints('"60"')),
      gantry('config --services', printsExactly('web')),
      gantry('config --images', printsExactly('gantry/tiny:latest')),
      gantry('config -q', printsExactly('')),
      gantry(
        'config --variables --format json',
        prints('"TAG": {\n        "Name": "TAG",\n        "DefaultValue": "latest",'),
      ),
      gantry('config --variables --format yaml', prints('TAG:\n    name: TAG\n    defaultvalue: latest\n')),
      gantry('config --format json', prints('"image": "gantry/tiny:latest"')),
    ],
  })

  scenario('an image is built when it is missing, again when asked, and its containers follow', {
    stack: `
      services:
        web:
          build: { context: ., args: { GREETING: hello } }
          init: true
          stop_grace_period: 0s
          command: sleep 3600
        other:
          image: gantry/tiny
          init: true
          stop_grace_period: 0s
          command: sleep 3600
    `,
    files: {
      Dockerfile: 'FROM gantry/tiny\nARG GREETING\nRUN echo "$GREETING" > /greeting\nCOPY file /file\n',
      file: 'first',
    },
    steps: [
      gantry('plan', prints('build image')),
      gantry(
        'up -d',
        printsInside('web', ['cat', '/greeting'], 'hello'),
        printsInside('web', ['cat', '/file'], 'first'),
        planIsEmpty(),
      ),
      gantry('up -d --build', untouched('web', 'other'), warns('web-1 Running')),
      docker('cp /etc/hostname $PROJECT-web-1:/touched'),
      gantryWith({ stdin: '' }, 'build'),
      gantry('up -d', untouched('web', 'other'), planIsEmpty()),
    ],
  })

  scenario('a build that fails says so, and starts nothing', {
    stack: `
      services:
        web:
          build: .
    `,
    files: { Dockerfile: 'FROM gantry/tiny\nRUN echo before the end && exit 9\n' },
    steps: [gantry('up -d', exitCode(1), noContainers, warns('before the end'), warns('9'))],
  })

  scenario('pull names the image that cannot be had, and skips what is built here', {
    stack: `
      services:
        web:
          image: 127.0.0.1:1/no/such:image
        built:
          build: .
    `,
    files: { Dockerfile: 'FROM gantry/tiny\n' },
    steps: [
      gantry('pull web', exitCode(1), warns('127.0.0.1:1/no/such:image')),
      gantry('pull --ignore-pull-failures'),
    ],
  })

  scenario('version, help and mistakes answer without an engine', {
    files: {},
    environment: { DOCKER_HOST: 'unix:///no/such/socket' },
    steps: [
      gantry('version', prints(/gantry version v?\d+\.\d+\.\d+/i)),
      gantry('--help', prints('up'), prints('plan')),
      gantry('up --help', prints('--wait-timeout')),
      gantry('upp', exitCode(1), warns('up')),
      gantry('up --no-such-flag', exitCode(1), warns('--no-such-flag')),
    ],
  })
})

theme('what the command line names', () => {
  scenario('ids come whole where programs read them, and words whole where that is asked for', {
    stack: two,
    steps: [
      gantry('up -d', containerRunning('web')),
      gantry('ps -q web', prints(/^[0-9a-f]{64}\n$/)),
      gantry('ps --format {{.ID}} web', prints(/^[0-9a-f]{12}\n$/)),
      gantry('ps --no-trunc web', prints('echo web complains')),
    ],
  })

  scenario('a service that is not there is an error, wherever it is named', {
    stack: two,
    steps: [
      gantry('up -d --scale wbe=2', exitCode(1), warns('no such service: wbe'), noContainers),
      gantry('config --hash nothing', exitCode(1), warns('no such service: nothing')),
    ],
  })

  scenario('a variable that steers gantry and says nothing it knows is an error', {
    stack: two,
    steps: [
      gantryWith(
        { environment: { COMPOSE_PARALLEL_LIMIT: 'few' } },
        'ps',
        exitCode(1),
        warns('COMPOSE_PARALLEL_LIMIT'),
      ),
      gantryWith({ environment: { COMPOSE_PROGRESS: 'loud' } }, 'ps', exitCode(1), warns('one of auto, tty')),
      gantryWith({ environment: { COMPOSE_PARALLEL_LIMIT: '-1', COMPOSE_PROGRESS: '' } }, 'ps', exitCode(0)),
    ],
  })
})

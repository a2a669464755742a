// up in front: the output of all, Ctrl-C, and the exit code of one.
import {
  containerExited,
  containerRunning,
  eventually,
  exitCode,
  gantry,
  interleaves,
  interrupted,
  noContainers,
  planIsEmpty,
  prints,
  restartedContainer,
  scenario,
  streamsEvents,
  theme,
  warns,
} from './dsl/index.ts'

const talkers = `
  services:
    ping: &talker
      image: gantry/tiny
      init: true
      stop_grace_period: 1s
      command: ["sh", "-c", "while :; do echo says something; usleep 50000; done"]
    pong: *talker
`

theme('attached up', () => {
  scenario('it shows the lines of all, interleaved; Ctrl-C stops them and ends with 130', {
    stack: talkers,
    steps: [
      interrupted(
        'up',
        { when: [containerRunning('ping'), containerRunning('pong'), interleaves('ping-1', 'pong-1')] },
        exitCode(130),
        prints('Attaching to ping-1, pong-1'),
        prints('ping-1  | says something'),
        containerExited('ping'),
        containerExited('pong'),
      ),
      gantry('up -d', containerRunning('ping'), restartedContainer('ping'), planIsEmpty()),
      gantry('down', noContainers),
    ],
  })

  scenario('what has a name of its own is heard of under that name, however soon it ends', {
    stack: `
      services:
        short: {image: gantry/tiny, container_name: "$PROJECT-short", command: ["sh", "-c", "echo said; exit 3"]}
    `,
    steps: [
      gantry('up', prints('$PROJECT-short  | said'), prints('$PROJECT-short exited with code 3')),
      gantry('up', prints('$PROJECT-short  | said'), prints('$PROJECT-short exited with code 3')),
      gantry('up --exit-code-from short', exitCode(3)),
      gantry('down', noContainers),
    ],
  })

  scenario('Ctrl-C twice does not wait for what does not stop', {
    stack: `
      services:
        deaf:
          image: gantry/tiny
          stop_grace_period: 10m
          command: ["sh", "-c", "trap '' TERM; echo ready; while :; do sleep 1; done"]
    `,
    steps: [
      interrupted(
        'up',
        { when: [prints('ready')], again: [warns('Gracefully')] },
        exitCode(130),
        containerExited('deaf', 137),
      ),
    ],
  })

  scenario('it ends when all have ended, and says how', {
    stack: `
      services:
        one:
          image: gantry/tiny
          command: ["sh", "-c", "echo first; exit 0"]
        two:
          image: gantry/tiny
          command: ["sh", "-c", "echo second; exit 4"]
    `,
    steps: [
      gantry(
        'up',
        prints('one-1  | first'),
        prints('two-1  | second'),
        prints('one-1 exited with code 0'),
        prints('two-1 exited with code 4'),
        containerExited('two', 4),
      ),
    ],
  })

  scenario('--exit-code-from and --abort-on-container-exit stop all and pass the code on', {
    stack: `
      services:
        test:
          image: gantry/tiny
          command: ["sh", "-c", "echo tested; exit 42"]
          depends_on: [server]
        server:
          image: gantry/tiny
          init: true
          stop_grace_period: 1s
          command: sleep 3600
    `,
    steps: [
      gantry(
        'up --exit-code-from test',
        exitCode(42),
        prints('tested'),
        containerExited('server'),
        containerExited('test', 42),
      ),
      gantry('up --abort-on-container-exit', exitCode(42), containerExited('server')),
      gantry('up --abort-on-container-failure', exitCode(42), containerExited('server')),
    ],
  })

  scenario('it follows a container that restarts', {
    stack: `
      services:
        again:
          image: gantry/tiny
          restart: on-failure:2
          command: ["sh", "-c", "echo tries; exit 1"]
    `,
    steps: [
      gantry('up', prints(/(tries[\s\S]*){3}/), prints('exited with code 1'), containerExited('again', 1)),
    ],
  })

  scenario('what was running before is attached to, and left as it was', {
    stack: talkers,
    steps: [
      gantry('up -d', containerRunning('ping')),
      interrupted('up', { when: [interleaves('ping-1', 'pong-1')] }, exitCode(130), containerExited('ping')),
      eventually(containerExited('pong')),
    ],
  })

  scenario('Ctrl-C during a detached up leaves no half-made container behind for the next', {
    stack: `
      services:
        web:
          image: gantry/tiny
          init: true
          stop_grace_period: 0s
          command: sleep 3600
          depends_on: { store: { condition: service_healthy } }
        store:
          image: gantry/tiny
          init: true
          stop_grace_period: 0s
          command: sleep 3600
          healthcheck: { test: ["CMD", "test", "-e", "/ready"], interval: 200ms, retries: 1000 }
    `,
    steps: [
      interrupted(
        'up -d',
        { when: [containerRunning('store'), warns('aiting')] },
        exitCode(130),
        containerRunning('store'),
      ),
      gantry('exec -T store touch /ready'),
      gantry('up -d', containerRunning('web'), planIsEmpty()),
    ],
  })
})

theme('progress', () => {
  scenario('--progress json is a stream of typed events', {
    stack: talkers,
    steps: [gantry('--progress json up -d', streamsEvents), gantry('--progress json down', streamsEvents)],
  })
})

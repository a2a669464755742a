// One-off containers: what they are made of, what they bring up, how they end.
import {
  containerRunning,
  containersAre,
  docker,
  exitCode,
  gantry,
  gantryWith,
  planIsEmpty,
  prints,
  printsExactly,
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
      restart: always
      command: sleep 3600
      ports: ["127.0.0.1:$FREE_PORT:8080"]
      environment: { COLOUR: red }
      depends_on: [store]
    store:
      image: gantry/tiny
      init: true
      stop_grace_period: 0s
      command: sleep 3600
`

theme('run', () => {
  scenario('brings up what the service needs, and ends with the exit code', {
    stack,
    steps: [
      gantry(
        'run --rm -T web sh -c "echo out; echo err >&2; exit 7"',
        exitCode(7),
        printsExactly('out'),
        warns('err'),
        containersAre('store-1'),
      ),
      gantry('run --rm -T web sh -c "echo $COLOUR"', printsExactly('red'), untouched('store')),
      gantry(
        'run --rm -T -e COLOUR=blue -w /tmp -u nobody web sh -c "echo $COLOUR; pwd; id -un"',
        printsExactly('blue\n/tmp\nnobody'),
      ),
      gantry("run --rm -T --entrypoint 'echo first' web second", printsExactly('first second')),
      gantryWith({ stdin: 'one\ntwo\n' }, 'run --rm -T web wc -l', printsExactly('2')),
      gantryWith({ stdin: 'x'.repeat(300_000) }, 'run --rm -T web wc -c', printsExactly('300000')),
      gantry('run --rm -T web no-such-program', exitCode(127), containersAre('store-1')),
    ],
  })

  scenario('leaves dependencies alone, and publishes nothing unless asked', {
    stack,
    steps: [
      gantry('run --rm -T --no-deps web true', containersAre()),
      gantry('run -d --no-deps --name $PROJECT-named -l kind=task web sleep 3600', containersAre('named')),
      docker(
        'inspect $PROJECT-named --format "{{.HostConfig.RestartPolicy.Name}} {{len .HostConfig.PortBindings}}"',
        prints(/^(no)? 0\n$/),
      ),
      docker(
        'inspect $PROJECT-named --format "{{json .Config.Labels}}"',
        prints('"com.docker.compose.oneoff":"True"'),
        prints('"kind":"task"'),
      ),
      gantry('run -d --no-deps -P --name $PROJECT-open web sleep 3600'),
      docker('port $PROJECT-open 8080', prints('127.0.0.1:')),
      gantry('down', containersAre()),
    ],
  })

  scenario('a one-off is no replica', {
    stack,
    steps: [
      gantry('up -d', containerRunning('web'), containerRunning('store')),
      gantry('run --rm -T web true', untouched('web', 'store'), planIsEmpty()),
    ],
  })

  scenario('variables of files come before those of the command line', {
    stack,
    files: { 'one.env': 'A=1\nB=2\n' },
    steps: [
      gantry(
        'run --rm -T --no-deps --env-from-file one.env -e B=3 web sh -c "echo $A $B"',
        printsExactly('1 3'),
      ),
    ],
  })
})

// The commands that look at what runs: what they print, and that they change nothing.
import {
  containerRunning,
  docker,
  exitCode,
  gantry,
  makesNoChangingCall,
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
      command: sleep 3600
      ports: ["127.0.0.1:$FREE_PORT:8080"]
      volumes: ["data:/data"]
    store:
      image: gantry/tiny
      init: true
      stop_grace_period: 0s
      command: sleep 3600
  volumes:
    data:
`

theme('look', () => {
  scenario('projects, images, ports, processes, volumes and figures are told, and nothing is changed', {
    stack,
    steps: [
      gantry('up -d', containerRunning('web'), containerRunning('store')),
      gantry('ls -q --filter name=^$PROJECT$', printsExactly('$PROJECT'), makesNoChangingCall),
      gantry('ls --filter name=^$PROJECT$ --format json', prints('"Status":"running(2)"')),
      gantry(
        'images --format json',
        prints('"Repository":"gantry/tiny","Tag":"latest"'),
        makesNoChangingCall,
      ),
      gantry('port web 8080', prints(/^127\.0\.0\.1:\d+\n$/), makesNoChangingCall),
      gantry('port web 81', exitCode(1), warns('no port 81/tcp for container $PROJECT-web-1')),
      gantry('top web', prints(/^SERVICE +# +UID/), prints('sleep 3600'), makesNoChangingCall),
      gantry('volumes -q', printsExactly('$PROJECT_data'), makesNoChangingCall),
      gantry('volumes -q store', printsExactly('')),
      gantry('stats --no-stream --format json web', prints(/^\{"BlockIO":.*"PIDs":"2"\}\n$/)),
      gantry("inspect web --format '{{.State.Status}}'", printsExactly('running'), makesNoChangingCall),
      gantry('ps', untouched('web', 'store')),
    ],
  })

  scenario('events are told in lines and as JSON', {
    stack,
    steps: [
      gantry('up -d', containerRunning('web')),
      gantry('stop web'),
      gantry(
        'events --since 1m --until 0s web',
        prints(
          /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{6} container die [0-9a-f]{64} \(exitCode=\d+, image=gantry\/tiny, name=\$PROJECT-web-1\)$/m,
        ),
      ),
      gantry(
        'events --json --since 1m --until 0s web',
        prints(
          /^\{"action":"die","attributes":\{.*\},"id":"[0-9a-f]{64}","service":"web","time":".*","type":"container"\}$/m,
        ),
      ),
    ],
  })

  scenario('wait tells how a container ended', {
    stack: `
      services:
        task:
          image: gantry/tiny
          command: ["sh", "-c", "while [ ! -e /go ]; do usleep 50000; done; exit 6"]
    `,
    steps: [
      gantry('up -d', containerRunning('task')),
      // Nothing tells from outside that gantry waits already: it is given far longer than a start ever took.
      docker('exec -d $PROJECT-task-1 sh -c "sleep 8; touch /go"'),
      gantry('wait task', exitCode(6), prints(/^container "[0-9a-f]{64}" exited with status code 6\n$/)),
      gantry('wait task', exitCode(1), warns('no containers for project')),
    ],
  })
})

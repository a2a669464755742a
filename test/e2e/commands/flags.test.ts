// Flags that scripts use on every command, and what each of them does; flags with a scenario of their own are elsewhere.
import {
  containerRunning,
  containersAre,
  docker,
  exitCode,
  gantry,
  gantryWith,
  noContainers,
  noNetworks,
  prints,
  printsExactly,
  scenario,
  theme,
  untouched,
  warns,
} from '../dsl/index.ts'

const idle = `
          image: gantry/tiny
          init: true
          stop_grace_period: 0s
          command: sleep 3600`

theme('flags', () => {
  scenario('what is not there is said, and is no fault', {
    stack: `
      services:
        web:${idle}
    `,
    steps: [
      gantry('start', exitCode(1), warns('project "$PROJECT" has no container to start')),
      gantry('up --exit-code-from wep', exitCode(1), warns('no such service: wep'), noContainers),
      gantry('down', warns('Warning: No resource found to remove for project "$PROJECT"'), noContainers),
      gantry('kill', warns('no container to kill')),
      gantry('rm -f', warns('No stopped containers')),
      gantry('ps', printsExactly('NAME      IMAGE     COMMAND   SERVICE   CREATED   STATUS    PORTS')),
      gantry('-p $PROJECT-none ps -q', printsExactly('')),
    ],
  })

  scenario('replicas, one-offs and orphans are told apart', {
    stack: `
      services:
        web:${idle}
          scale: 2
        gone:${idle}
    `,
    files: { 'less.yaml': `services:\n  web:\n    image: gantry/tiny\n` },
    steps: [
      gantry('up -d', containerRunning('web', 2), containerRunning('gone')),
      gantry('--dry-run exec web touch /dry', warns('dry run: exec web touch /dry was not done')),
      gantry('cp --dry-run compose.yaml web:/dry', warns('was not done')),
      gantry('exec -T web ls /dry', exitCode(1), untouched('web')),
      gantry('exec --index 0 -T web echo any', printsExactly('any'), untouched('web')),
      gantry('exec --index 3 -T web true', exitCode(1), warns('service "web" is not running container #3')),
      gantry("-f less.yaml ps --orphans --format '{{.Service}}'", prints('gone')),
      gantry("-f less.yaml ps --orphans=false --format '{{.Service}}'", printsExactly('web\nweb')),
      gantry("-f less.yaml ps --orphans web --format '{{.Service}}'", printsExactly('web\nweb')),
      gantry(
        `events --json --since 10m --until 0s web`,
        prints(/"time":"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{1,9}(Z|[+-]\d\d:\d\d)","type":"container"\}\n/),
      ),
    ],
  })

  scenario('run changes the container as asked, and publishes the ports of a service that has stopped', {
    stack: `
      services:
        web:${idle}
          ports: ["127.0.0.1:\${FREE_PORT}:8080"]
          networks: { default: { aliases: [webby] } }
    `,
    steps: [
      gantry('up -d', containerRunning('web')),
      gantry(
        'run -d --name $PROJECT-one --cap-add NET_ADMIN --cap-drop CHOWN --entrypoint sleep -l x=y -v /tmp:/other:ro --use-aliases web 3600',
      ),
      docker(
        'inspect $PROJECT-one --format \'{{.HostConfig.CapAdd}}{{.HostConfig.CapDrop}}{{.Config.Entrypoint}}{{.Config.Cmd}} {{index .Config.Labels "x"}} {{json .HostConfig.PortBindings}}\'',
        prints(/^\[NET_ADMIN\]\[CHOWN\]\[sleep\]\[3600\] y (null|\{\})\n$/),
      ),
      docker(
        "inspect $PROJECT-one --format '{{json .NetworkSettings.Networks}}'",
        prints('"webby"'),
        prints('"web"'),
      ),
      docker("inspect $PROJECT-one --format '{{json .Mounts}}'", prints('"Destination":"/other"')),
      gantry('run --service-ports web true', exitCode(1), warns('both want the host port')),
      gantry('stop web'),
      gantry('run -d --service-ports --name $PROJECT-two web'),
      docker('port $PROJECT-two', prints('8080/tcp -> 127.0.0.1:')),
      gantry('run -P -p 80:80 web true', exitCode(1), warns('are incompatible')),
      gantry('up --no-build --build', exitCode(1), warns('--build and --no-build are incompatible')),
      // Those remove themselves as soon as they are stopped, which is while down removes them.
      gantry('run -d --rm web'),
      gantry('run -d --rm web'),
      gantry('down --remove-orphans', noContainers, noNetworks),
    ],
  })

  scenario('wait --down-project takes the rest down when the first has ended, and passes its code on', {
    stack: `
      services:
        web:${idle}
        job:
          image: gantry/tiny
          command: ["sh", "-c", "while [ ! -e /go ]; do usleep 50000; done; exit 3"]
    `,
    steps: [
      gantry('up -d', containersAre('web-1', 'job-1')),
      docker('exec -d $PROJECT-job-1 sh -c "sleep 5; touch /go"'),
      gantry('wait --down-project web job', exitCode(3), noContainers, noNetworks),
    ],
  })

  scenario('the first of docker’s words for a mistake', {
    stack: `
      services:
        web:${idle}
    `,
    steps: [
      gantry('pss', exitCode(1), warns('unknown command "pss"; did you mean ps?')),
      gantry('up --detatch', exitCode(1), warns('unknown flag: --detatch; did you mean --detach?')),
      gantry('--fil x ps', exitCode(1), warns('unknown flag: --fil; did you mean --file?')),
      gantryWith({ environment: { COMPOSE_STATUS_STDOUT: '1' } }, 'up -d', prints('$PROJECT-web-1')),
    ],
  })
})

// What scripts read of a run: the lines of progress, the reasons of failures, the streams and the exit codes, as Docker Compose has them.
import {
  containerExited,
  containerRunning,
  containersAre,
  doesNotPrint,
  edit,
  exitCode,
  gantry,
  interrupted,
  networkExists,
  noContainers,
  prints,
  scenario,
  theme,
  volumeExists,
  warns,
} from '../dsl/index.ts'

const serving = `image: gantry/tiny
          init: true
          stop_grace_period: 1s
          command: sleep 3600`

theme('words', () => {
  scenario('a dependency that does not become ready is named, with how it ended', {
    stack: `
      services:
        db:
          ${serving}
          healthcheck: {test: ["CMD", "false"], interval: 100ms, retries: 1}
        job: {image: gantry/tiny, command: ["sh", "-c", "exit 7"]}
        web:
          ${serving}
          depends_on: {db: {condition: service_healthy}}
        after:
          ${serving}
          depends_on: {job: {condition: service_completed_successfully}}
        loose:
          ${serving}
          depends_on: {db: {condition: service_healthy, required: false}}
    `,
    steps: [
      gantry('up -d web', exitCode(1), warns(/dependency failed to start: container \S+-db-1 is unhealthy/)),
      gantry(
        'up -d after',
        exitCode(1),
        warns(/dependency failed to start: container \S+-job-1 exited \(7\)/),
      ),
      gantry('up -d loose', warns(' optional dependency "db" failed to start'), containerRunning('loose')),
      gantry('up -d --wait db', exitCode(1), warns(/error: container \S+-db-1 is unhealthy/)),
      gantry('down', noContainers),
    ],
  })

  scenario('containers are recreated, run on, wait, end and are stopped in words', {
    stack: `
      services:
        job: {image: gantry/tiny, command: "true"}
        db:
          ${serving}
          labels: {v: one}
          healthcheck: {test: ["CMD", "true"], interval: 100ms}
        web:
          ${serving}
          depends_on:
            job: {condition: service_completed_successfully}
            db: {condition: service_healthy, restart: true}
        other:
          ${serving}
          depends_on: [db]
    `,
    steps: [
      gantry('up -d', warns('job-1 Exited'), warns('db-1 Healthy'), warns('web-1 Started')),
      gantry('restart db', warns('db-1 Restarting'), warns('db-1 Healthy'), warns('web-1 Started')),
      edit('compose.yaml', 'v: one', 'v: two'),
      gantry(
        'up -d',
        warns('db-1 Recreated'),
        warns('db-1 Healthy'),
        warns('web-1 Stopped'),
        warns('web-1 Started'),
        warns('other-1 Running'),
      ),
      gantry('stop other', warns('other-1 Stopped')),
      gantry('stop other', warns('other-1 Stopped'), doesNotPrint('web-1')),
      gantry('pause web', warns('web-1 Paused')),
      gantry('pause web', exitCode(1), warns('already paused')),
      gantry('unpause web', warns('web-1 Unpaused')),
      gantry('run --rm -T web true', warns('db-1 Running')),
      gantry('exec -T other true', exitCode(1), warns('service "other" is not running')),
    ],
  })

  scenario('what is not there is said before anything is made', {
    stack: `
      services:
        web:
          ${serving}
          networks: [outside]
        base: {image: gantry/tiny, volumes: ["outside:/data"]}
        guest: {image: gantry/tiny, network_mode: "service:base"}
      networks: {outside: {external: true, name: e2e-there-is-none}}
      volumes: {outside: {external: true, name: e2e-there-is-none}}
    `,
    steps: [
      gantry(
        'up -d web',
        exitCode(1),
        warns('network e2e-there-is-none declared as external, but could not be found'),
      ),
      gantry('up -d base', exitCode(1), warns('external volume "e2e-there-is-none" not found')),
      gantry(
        'up -d --no-deps guest',
        exitCode(1),
        warns('cannot share network namespace with service base: container missing'),
      ),
      gantry('exec -T web true', exitCode(1), warns('service "web" is not running'), noContainers),
    ],
  })

  scenario('pull says what it leaves out, and why', {
    stack: `
      services:
        here: {image: gantry/tiny, pull_policy: missing}
        never: {image: gantry/tiny, pull_policy: never}
        made: {build: {dockerfile_inline: FROM gantry/tiny}}
        named: {image: e2e-words-named, build: {dockerfile_inline: FROM gantry/tiny}}
    `,
    steps: [
      gantry(
        'pull --ignore-buildable',
        warns(' Image gantry/tiny Skipped Image is already present locally'),
        warns(' made Skipped No image to be pulled'),
        warns(' Image e2e-words-named Skipped Image can be built'),
      ),
      gantry('pull -q here never made', doesNotPrint('Skipped')),
    ],
  })

  scenario('--all-resources makes and removes what no service uses', {
    stack: 'services: {}\nnetworks: {spare: {}}\nvolumes: {store: {}}\n',
    steps: [
      gantry('--all-resources up -d', networkExists('spare'), volumeExists('store')),
      gantry('--all-resources down -v', warns('_store Removed'), warns('_spare Removed')),
    ],
  })

  scenario('a first exit ends all, though others were still to be started', {
    stack: `
      services:
        server:
          ${serving}
        job: {image: gantry/tiny, command: "true", depends_on: [server]}
        late:
          image: gantry/tiny
          command: ["sh", "-c", "exit 111"]
          depends_on: {job: {condition: service_completed_successfully}}
    `,
    steps: [
      gantry('up --abort-on-container-exit', prints('job-1 exited with code 0'), containerExited('server')),
      gantry('down', noContainers),
      gantry(
        'up --abort-on-container-failure',
        exitCode(111),
        prints('job-1 exited with code 0'),
        prints('late-1 exited with code 111'),
      ),
    ],
  })

  scenario('up in front is over with the services that it names, and leaves the others', {
    stack: `
      services:
        app: {image: gantry/tiny, command: echo done, depends_on: [db]}
        db:
          ${serving}
    `,
    steps: [
      gantry('up app', prints('Attaching to app-1'), prints('app-1  | done'), containerRunning('db')),
      gantry('down', noContainers),
    ],
  })

  scenario('logs -f goes on over a restart from outside', {
    stack: `
      services:
        web:
          image: gantry/tiny
          init: true
          stop_grace_period: 1s
          command: ["sh", "-c", "echo hello again; sleep 3600"]
        # Runs on, so that a restart that takes long on a busy machine is no end of everything.
        other:
          ${serving}
    `,
    steps: [
      gantry('up -d', containerRunning('web')),
      interrupted(
        'logs -f web other',
        {
          when: [prints('hello again')],
          command: 'restart -t 1 $PROJECT-web-1',
          again: [prints(/hello again[\s\S]*exited with code[\s\S]*hello again/)],
        },
        exitCode(130),
      ),
    ],
  })

  scenario('run takes a terminal only where there is one', {
    stack: `services: {web: {image: gantry/tiny, command: "true"}}\n`,
    steps: [
      gantry('run --rm -t web', exitCode(1), warns('the input device is not a TTY'), containersAre()),
      gantry('run --rm --no-TTY=false web', exitCode(1), warns('the input device is not a TTY')),
      gantry('run --rm --labels a=b --volumes ./:/here web ls /here/compose.yaml', prints('compose.yaml')),
    ],
  })
})

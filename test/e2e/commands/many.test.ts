// Several containers at once: commands in them, their logs by pattern, what the engine knows of them.
import {
  containerExited,
  eventually,
  exitCode,
  gantry,
  prints,
  printsExactly,
  printsInside,
  replicasRun,
  scenario,
  theme,
  warns,
} from '../dsl/index.ts'

theme('many', () => {
  scenario('a command is run in several services, or in all replicas of one', {
    stack: `
      services:
        web:
          image: gantry/tiny
          init: true
          stop_grace_period: 0s
          scale: 2
          environment: { ROLE: web }
          command: sleep 3600
        api:
          image: gantry/tiny
          init: true
          stop_grace_period: 0s
          environment: { ROLE: api }
          command: sleep 3600
        off:
          image: gantry/tiny
          scale: 0
    `,
    steps: [
      gantry('up -d', replicasRun({ web: 2, api: 1 })),
      gantry(
        `exec --each web,api -- sh -c 'echo "I am $ROLE"; echo aside >&2'`,
        prints(/^web-1 {2}\| I am web$/m),
        prints(/^api-1 {2}\| I am api$/m),
        prints(/^(?!.*aside)(?:.*\n){2}$/),
        warns(/^web-1 {2}\| aside$/m),
      ),
      gantry('exec --all-replicas web hostname', prints(/^(?:web-[12] {2}\| [0-9a-f]{12}\n){2}$/)),
      gantry(
        'exec --each web --each api --all-replicas -e A=1 -w /etc -- sh -c "echo $A in $PWD"',
        prints(/^(?:(?:web-1|web-2|api-1) {2}\| 1 in \/etc\n){3}$/),
      ),
      // A line without an end gets one; the highest exit code counts, and who had which is told.
      gantry(
        `exec --each web,api -- sh -c 'printf half; [ $ROLE = web ] && exit 3; exit 2'`,
        exitCode(3),
        prints(/^web-1 {2}\| half$/m),
        warns(/^web-1 exited with code 3$/m),
        warns(/^api-1 exited with code 2$/m),
      ),
      gantry('exec --each web,api --index 2 hostname', exitCode(1), warns('is not running container #2')),
      gantry(
        'exec -d --each web,api -- touch /been',
        printsInside('api', ['sh', '-c', 'until [ -e /been ]; do usleep 50000; done; echo yes'], 'yes'),
      ),
      // In all or in none: what is wrong with each is told before anything is run.
      gantry(
        'exec --each web,wbe,off -- touch /not',
        exitCode(1),
        warns('no such service: wbe'),
        warns('service "off" is not running'),
        printsInside('web', ['ls', '/not'], ''),
      ),
      gantry('exec --each web,api', exitCode(1), warns('say what to run')),
      gantry('exec web', exitCode(1), warns('say which service, and what to run')),
      // What Docker Compose has stays: everything after the service is the command's.
      gantry('exec -T web echo --each api', printsExactly('--each api')),
    ],
  })

  scenario('logs are searched', {
    stack: `
      services:
        web:
          image: gantry/tiny
          stop_grace_period: 0s
          command: ["sh", "-c", "echo 'GET /'; echo 'ERROR no disk'; echo 'GET /b'; printf 'error again'"]
        api:
          image: gantry/tiny
          stop_grace_period: 0s
          command: ["sh", "-c", "echo ready; echo 'an error' >&2"]
    `,
    steps: [
      gantry('up -d'),
      eventually(containerExited('web', 0), containerExited('api', 0)),
      gantry(
        'logs --grep error --ignore-case',
        prints(/^web-1 {2}\| ERROR no disk$/m),
        // It has no line's end.
        prints(/^web-1 {2}\| error again$/m),
        prints(/^api-1 {2}\| an error$/m),
        prints(/^(?:.*\n){3}$/),
      ),
      gantry('logs --no-log-prefix --grep ^GET web', printsExactly('GET /\nGET /b')),
      gantry('logs --no-log-prefix -t --grep ^ERR web', prints(/^\d{4}-\S+Z ERROR no disk\n$/)),
      gantry('logs --no-log-prefix --grep GET --grep ERR --invert web', printsExactly('error again')),
      // The tail is the log's: of its last two lines one fits.
      gantry('logs --no-log-prefix --tail 2 --grep GET web', printsExactly('GET /b')),
      gantry(
        '--ansi always logs --no-log-prefix --grep disk web',
        printsExactly('ERROR no \x1b[1m\x1b[31mdisk\x1b[39m\x1b[22m'),
      ),
      gantry('logs --grep nothing', printsExactly('')),
      gantry('logs --grep a( web', exitCode(1), warns('--grep takes a regular expression')),
      gantry('logs --invert', exitCode(1), warns('add --grep PATTERN')),
    ],
  })

  scenario('what the engine knows is told by a template', {
    stack: `
      services:
        web:
          image: gantry/tiny
          init: true
          stop_grace_period: 0s
          scale: 2
          labels: { team: shop }
          command: sleep 3600
    `,
    steps: [
      gantry('up -d', replicasRun({ web: 2 })),
      gantry(
        `inspect web --format '{{.Name}} {{.State.Status}} {{index .Config.Labels "team"}}'`,
        printsExactly('/$PROJECT-web-1 running shop'),
      ),
      gantry(`inspect web --index 2 --format {{.Name}}`, printsExactly('/$PROJECT-web-2')),
      gantry('inspect web --format "{{json .Config.Cmd}}"', printsExactly('["sleep","3600"]')),
      gantry('inspect web', prints(/^\[\n {4}\{\n {8}"Id": "[0-9a-f]{64}"/)),
      gantry('inspect web --format {{.Name', exitCode(1), warns('--format has a mistake')),
      gantry('inspect wbe', exitCode(1), warns('did you mean web?')),
      gantry('stop web'),
      gantry('inspect web --format {{.State.Status}}', printsExactly('exited')),
    ],
  })
})

// What files and environment say, as the containers get it.
import {
  containerHas,
  containerHasEnvironment,
  containerRunning,
  containersAre,
  gantry,
  gantryWith,
  noContainers,
  planIsEmpty,
  prints,
  printsInside,
  scenario,
  theme,
  untouched,
} from './dsl/index.ts'

const idle = `
    image: gantry/tiny
    init: true
    stop_grace_period: 0s
    command: sleep 3600`

theme('settings', () => {
  scenario('profiles decide who comes up', {
    stack: `
services:
  web:${idle}
  debug:${idle}
    profiles: [debug]
`,
    steps: [
      gantry('up -d', containersAre('web-1')),
      gantry('--profile debug up -d', containersAre('web-1', 'debug-1'), untouched('web')),
      gantry('--profile debug down', noContainers),
      gantryWith({ environment: { COMPOSE_PROFILES: 'debug' } }, 'up -d', containersAre('web-1', 'debug-1')),
      gantry('up -d debug', untouched('web', 'debug')),
    ],
  })

  scenario('environment, env_file, .env and the shell, in their order', {
    stack: `
services:
  web:${idle}
    env_file: [one.env, two.env]
    environment:
      OWN: own
      SHELL_SAYS:
      FROM_DOTENV: \${DOTENV_VALUE}
`,
    files: {
      '.env': 'DOTENV_VALUE=from dotenv\n',
      'one.env': 'A=one\nB=one\nOWN=file\n',
      'two.env': 'B="two words"\n# a comment\n',
    },
    environment: { SHELL_SAYS: 'hello' },
    steps: [
      gantry(
        'up -d',
        containerHasEnvironment(
          'web',
          'A=one',
          'B=two words',
          'OWN=own',
          'SHELL_SAYS=hello',
          'FROM_DOTENV=from dotenv',
        ),
        planIsEmpty(),
      ),
    ],
  })

  scenario('restart policies reach the engine', {
    stack: `
services:
  never:${idle}
    restart: "no"
  always:${idle}
    restart: always
  failure:${idle}
    restart: on-failure:3
  stopped:${idle}
    restart: unless-stopped
`,
    steps: [
      gantry(
        'up -d',
        containerHas('never', 'HostConfig.RestartPolicy', { Name: 'no', MaximumRetryCount: 0 }),
        containerHas('always', 'HostConfig.RestartPolicy', { Name: 'always', MaximumRetryCount: 0 }),
        containerHas('failure', 'HostConfig.RestartPolicy', { Name: 'on-failure', MaximumRetryCount: 3 }),
        containerHas('stopped', 'HostConfig.RestartPolicy', { Name: 'unless-stopped', MaximumRetryCount: 0 }),
        planIsEmpty(),
      ),
    ],
  })

  scenario('what a service says of its process, its container has', {
    stack: `
services:
  web:
    image: gantry/tiny
    init: true
    entrypoint: ["sh", "-c"]
    command: ["exec sleep 3600"]
    working_dir: /tmp
    user: nobody
    hostname: box
    labels: { tier: front }
    stop_signal: SIGKILL
    stop_grace_period: 3s
    extra_hosts: ["elsewhere:10.1.2.3"]
    read_only: true
    tmpfs: [/run]
    mem_limit: 64m
`,
    steps: [
      gantry(
        'up -d',
        containerHas('web', 'Config.Entrypoint', ['sh', '-c']),
        containerHas('web', 'Config.StopTimeout', 3),
        containerHas('web', 'HostConfig.Memory', 64 * 1024 * 1024),
        printsInside('web', ['id', '-un'], 'nobody'),
        printsInside('web', ['pwd'], '/tmp'),
        printsInside('web', ['hostname'], 'box'),
        printsInside('web', ['grep', '-c', 'elsewhere', '/etc/hosts'], '1'),
        printsInside('web', ['sh', '-c', 'touch /file 2>&1 | grep -c Read-only'], '1'),
        planIsEmpty(),
      ),
    ],
  })

  scenario('the override file is found by itself; several files merge; the last one wins', {
    files: {
      'compose.yaml': `services:\n  web:${idle}\n    environment: { A: base, B: base }\n`,
      'compose.override.yaml': 'services:\n  web:\n    environment: { B: override }\n',
      'more.yaml': 'services:\n  web:\n    environment: { B: more }\n',
    },
    steps: [
      gantry('up -d', containerHasEnvironment('web', 'A=base', 'B=override'), planIsEmpty()),
      gantry('-f compose.yaml -f more.yaml up -d', containerHasEnvironment('web', 'A=base', 'B=more')),
      gantryWith(
        { environment: { COMPOSE_FILE: 'compose.yaml:more.yaml' } },
        'plan',
        prints('Nothing to do'),
      ),
      gantry('plan', prints('B "more" → "override" (compose.override.yaml:3:')),
    ],
  })

  scenario('the file is found from a folder below, and a name in it names the project', {
    files: { 'compose.yaml': `name: \${PROJECT}\nservices:\n  web:${idle}\n`, 'sub/deep/nothing': '' },
    steps: [
      gantryWith({ in: 'sub/deep' }, 'up -d', containerRunning('web'), containersAre('web-1')),
      gantryWith({ in: 'sub' }, 'down', noContainers),
    ],
  })
})

// Every COMPOSE_ variable that people know from Docker Compose does what it says, in the environment and, where it may stand there, in `.env`.
import {
  containerRunning,
  containersAre,
  doesNotPrint,
  exitCode,
  gantry,
  gantryWith,
  prints,
  printsExactly,
  scenario,
  theme,
  untouched,
  warns,
} from './dsl/index.ts'

const idle = `
          image: gantry/tiny
          init: true
          stop_grace_period: 0s
          command: sleep 3600`

const by = (environment: Readonly<Record<string, string>>) => ({ environment })

theme('COMPOSE_ variables', () => {
  scenario('choose the files, the name, the profiles and the variables of the stack', {
    files: {
      'a.yaml': 'services: { web: { image: "${NAME:-none}" } }\n',
      'b.yaml': 'services: { debug: { image: b, profiles: [debug] }, all: { image: c } }\n',
      '.env': 'NAME=from-dotenv\n',
      'one.env': 'NAME=one\n',
      'two.env': 'NAME=two\n',
    },
    steps: [
      gantryWith(by({ COMPOSE_FILE: 'a.yaml' }), 'config --images', printsExactly('from-dotenv')),
      gantryWith(by({ COMPOSE_FILE: 'a.yaml:b.yaml' }), 'config --services', prints('all\n')),
      gantryWith(
        by({ COMPOSE_FILE: 'a.yaml;b.yaml', COMPOSE_PATH_SEPARATOR: ';' }),
        'config --services',
        prints('all\n'),
      ),
      gantryWith(
        by({ COMPOSE_FILE: 'b.yaml', COMPOSE_PROFILES: 'debug' }),
        'config --services',
        prints('debug\n'),
      ),
      gantryWith(by({ COMPOSE_PROJECT_NAME: 'chosen' }), '-f a.yaml config', prints('name: chosen\n')),
      gantryWith(
        by({ COMPOSE_ENV_FILES: 'one.env,two.env' }),
        '-f a.yaml config --images',
        printsExactly('two'),
      ),
      gantryWith(by({ COMPOSE_DISABLE_ENV_FILE: '1' }), '-f a.yaml config --images', printsExactly('none')),
      gantryWith(
        by({ COMPOSE_COMPATIBILITY: 'true' }),
        '-f a.yaml plan --format json',
        prints(/"[^"]*_web_1"/),
        exitCode(0, 1),
      ),
    ],
  })

  scenario('say how progress looks and where it goes', {
    stack: `
      services:
        web:${idle}
    `,
    steps: [
      gantryWith(by({ COMPOSE_PROGRESS: 'json' }), 'up -d', warns(/^\{.*"type":"end"/m)),
      gantryWith(by({ COMPOSE_PROGRESS: 'quiet' }), 'up -d --force-recreate', printsExactly('')),
      gantryWith(by({ COMPOSE_STATUS_STDOUT: 'true' }), 'restart', prints('$PROJECT-web-1')),
      gantryWith(by({ COMPOSE_ANSI: 'always' }), 'logs', exitCode(0)),
      gantryWith(by({ COMPOSE_ANSI: 'sometimes' }), 'ps', exitCode(1), warns('one of auto, always, never')),
      gantryWith(by({ COMPOSE_PARALLEL_LIMIT: '1', COMPOSE_MENU: 'false' }), 'up -d', untouched('web')),
    ],
  })

  scenario('decide of orphans, from .env, too', {
    stack: `
      services:
        web:${idle}
        gone:${idle}
    `,
    files: {
      'less.yaml': `services:\n  web:${idle.replaceAll('\n          ', '\n    ')}\n`,
      'ignore.env': 'COMPOSE_IGNORE_ORPHANS=true\n',
      'remove.env': 'COMPOSE_REMOVE_ORPHANS=true\n',
      'loud.env': 'COMPOSE_PROGRESS=loud\n',
    },
    steps: [
      gantry('up -d', containersAre('web-1', 'gone-1')),
      gantry('-f less.yaml plan', warns('gone')),
      gantryWith(by({ COMPOSE_IGNORE_ORPHANS: '1' }), '-f less.yaml plan', doesNotPrint('gone')),
      gantry('-f less.yaml --env-file loud.env ps', exitCode(1), warns('COMPOSE_PROGRESS is "loud"')),
      gantry('-f less.yaml --env-file ignore.env up -d', containersAre('web-1', 'gone-1')),
      gantry('-f less.yaml --env-file remove.env up -d', containersAre('web-1'), containerRunning('web')),
    ],
  })
})

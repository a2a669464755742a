// What goes wrong: what ran before still runs, the report says what was done, and the exit code is 1.
import {
  containerHasEnvironment,
  containerRunning,
  containersAre,
  doesNotPrint,
  edit,
  exitCode,
  gantry,
  gantryWith,
  given,
  noContainers,
  noNetworks,
  planIsEmpty,
  replacedContainer,
  scenario,
  shell,
  stderrNames,
  theme,
  untouched,
  warns,
} from './dsl/index.ts'

const web = `
  services:
    web:
      image: gantry/tiny
      stop_grace_period: 0s
      command: sleep 3600
      environment: { MODE: first }
    other:
      image: gantry/tiny
      init: true
      stop_grace_period: 0s
      command: sleep 3600
`

theme('a failed change', () => {
  scenario('an image that cannot be had leaves the old container running', {
    stack: web,
    steps: [
      gantry('up -d', containerRunning('web')),
      edit(
        'compose.yaml',
        'image: gantry/tiny\n    stop_grace_period: 0s\n    command: sleep 3600\n    environment',
        'image: 127.0.0.1:1/no/such:image\n    stop_grace_period: 0s\n    command: sleep 3600\n    environment',
      ),
      gantry(
        'up -d',
        exitCode(1),
        untouched('web', 'other'),
        containersAre('web-1', 'other-1'),
        warns('127.0.0.1:1/no/such:image'),
      ),
    ],
  })

  scenario('a command that cannot start brings the old container back', {
    stack: web,
    steps: [
      gantry('up -d', containerRunning('web')),
      edit(
        'compose.yaml',
        'command: sleep 3600\n    environment: { MODE: first }',
        'command: /no/such/program\n    environment: { MODE: first }',
      ),
      gantry(
        'up -d',
        exitCode(1),
        containersAre('web-1', 'other-1'),
        containerRunning('web'),
        containerHasEnvironment('web', 'MODE=first'),
        untouched('other'),
        warns('its image has no program /no/such/program'),
        stderrNames('compose.yaml:5:5', 'container-cannot-start'),
      ),
      edit('compose.yaml', 'command: /no/such/program', 'command: sleep 7200'),
      gantry(
        'up -d',
        containerRunning('web'),
        replacedContainer('web'),
        containersAre('web-1', 'other-1'),
        planIsEmpty(),
      ),
    ],
  })

  scenario('a host port that is taken is found before anything starts', {
    stack: `
      services:
        web:
          image: gantry/tiny
          init: true
          stop_grace_period: 0s
          command: sleep 3600
          ports: ["127.0.0.1:\${FREE_PORT}:80"]
        other:
          image: gantry/tiny
          init: true
          stop_grace_period: 0s
          command: sleep 3600
    `,
    steps: [
      given(
        'run -d --init --name $PROJECT-guest -p 127.0.0.1:$FREE_PORT:80 gantry/tiny sleep 3600',
        'rm -f $PROJECT-guest',
      ),
      gantry('up -d', exitCode(1), noContainers, noNetworks, warns('$PROJECT-guest')),
    ],
  })

  scenario('a failed step lets the rest finish, and the report names both', {
    stack: `
      services:
        broken:
          image: gantry/tiny
          command: /no/such/program
        needs:
          image: gantry/tiny
          init: true
          stop_grace_period: 0s
          command: sleep 3600
          depends_on: [broken]
        other:
          image: gantry/tiny
          init: true
          stop_grace_period: 0s
          command: sleep 3600
    `,
    steps: [
      gantry(
        'up -d',
        exitCode(1),
        containerRunning('other'),
        warns('broken'),
        warns('needs'),
        warns('gantry up'),
      ),
    ],
  })

  scenario('an engine that is not there is one clear error', {
    stack: web,
    environment: { DOCKER_HOST: 'unix:///no/such/socket' },
    steps: [gantry('up -d', exitCode(1), warns('/no/such/socket'), doesNotPrint('    at '))],
  })
})

theme('bad files', () => {
  const bad = (intent: string, text: string, place: string, words?: string) =>
    scenario(intent, {
      files: { 'compose.yaml': text },
      steps: [gantry('up -d', exitCode(1), stderrNames(place, words), noContainers, noNetworks)],
    })

  bad('broken YAML', 'services:\n  web: [\n', 'compose.yaml:3:1')
  bad(
    'a misspelt key, with the one that was meant',
    'services:\n  web:\n    imagee: gantry/tiny\n',
    'compose.yaml:3:5',
    'image',
  )
  bad(
    'a value of the wrong type',
    'services:\n  web:\n    image: gantry/tiny\n    ports: 80\n',
    'compose.yaml:4:12',
  )
  bad(
    'a dependency that does not exist',
    'services:\n  web:\n    image: gantry/tiny\n    depends_on: [store]\n',
    'compose.yaml:4:18',
    'store',
  )
  bad(
    'services that wait for each other',
    'services:\n  a:\n    image: gantry/tiny\n    depends_on: [b]\n  b:\n    image: gantry/tiny\n    depends_on: [a]\n',
    'compose.yaml:4:18',
  )
  bad(
    'a network that is not declared',
    'services:\n  web:\n    image: gantry/tiny\n    networks: [front]\n',
    'compose.yaml:4:16',
    'front',
  )
  bad(
    'a variable that must be set',
    'services:\n  web:\n    image: ${IMAGE:?say which}\n',
    'compose.yaml:3:12',
    'say which',
  )
  bad(
    'an attribute that this version does not have',
    'services:\n  web:\n    image: gantry/tiny\n    no_such_thing: 1\n',
    'compose.yaml:4:5',
    'no_such_thing',
  )

  scenario('every problem is shown, not the first alone', {
    files: {
      'compose.yaml':
        'services:\n  web:\n    imagee: gantry/tiny\n    portz: ["80"]\n  store:\n    image: gantry/tiny\n    depends_on: [nothing]\n',
    },
    steps: [gantry('config', exitCode(1), stderrNames('compose.yaml:3:5'), stderrNames('compose.yaml:4:5'))],
  })

  scenario('a problem in an included, an extended and an overriding file stands at its place there', {
    files: {
      'compose.yaml': 'include: [part/more.yaml]\nservices:\n  web:\n    image: gantry/tiny\n',
      'part/more.yaml': 'services:\n  store:\n    image: gantry/tiny\n    restrt: always\n',
    },
    steps: [gantry('config', exitCode(1), stderrNames('part/more.yaml:4:5', 'restart'))],
  })

  scenario('no file at all: it says where it looked', {
    files: { 'sub/nothing': '' },
    steps: [gantryWith({ in: 'sub' }, 'up -d', exitCode(1), warns('compose.yaml'))],
  })

  scenario('a missing secret file, env file or build context stops everything', {
    stack: `
      services:
        web:
          image: gantry/tiny
          env_file: [missing.env]
    `,
    steps: [gantry('up -d', exitCode(1), stderrNames('compose.yaml:4:16', 'missing.env'), noContainers)],
  })

  scenario('a file that cannot be written, and a disk that is full, are named and no fault of ours', {
    stack: 'services: { web: { image: gantry/tiny } }',
    files: { taken: '' },
    steps: [
      gantry('config -o missing/out.yaml', exitCode(1), warns('missing/out.yaml cannot be written (ENOENT)')),
      gantry('graph -o .', exitCode(1), warns('. cannot be written (EISDIR)')),
      gantry('plan --out missing/plan', exitCode(1), warns('missing/plan cannot be written (ENOENT)')),
      shell('"$0" "$@" config > /dev/full', exitCode(1), warns('[cannot-write]'), doesNotPrint('    at ')),
      gantryWith(
        { environment: { XDG_RUNTIME_DIR: 'taken' } },
        'up -d',
        exitCode(1),
        warns('[cannot-lock]'),
        noContainers,
      ),
    ],
  })
})

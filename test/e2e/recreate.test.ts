// What changed is replaced, nothing else is, and what the volumes hold lives on.
import {
  containerHas,
  containerHasEnvironment,
  containerRunning,
  containersAre,
  docker,
  doesNotPrint,
  edit,
  gantry,
  noContainers,
  planIs,
  planIsEmpty,
  prints,
  printsInside,
  replacedContainer,
  sameContainer,
  sameVolumeAt,
  scenario,
  theme,
  untouched,
  volumeKeeps,
  warns,
  write,
} from './dsl/index.ts'

const three = `
  services:
    one:
      image: gantry/tiny
      init: true
      stop_grace_period: 0s
      command: sleep 3600
      environment:
        MODE: first
    two:
      image: gantry/tiny
      init: true
      stop_grace_period: 0s
      command: sleep 3600
      depends_on: [one]
    three:
      image: gantry/tiny
      init: true
      stop_grace_period: 0s
      command: sleep 3600
`

theme('recreation', () => {
  scenario('one changed value replaces one service, and the plan names field and place', {
    stack: three,
    steps: [
      gantry('up -d', containerRunning('one'), containerRunning('two'), containerRunning('three')),
      edit('compose.yaml', 'MODE: first', 'MODE: second'),
      gantry(
        'plan',
        planIs(`  ~ replace container one-1: environment.MODE "first" → "second" (compose.yaml:8:13)

Plan: 1 to replace, 3 unchanged`),
      ),
      gantry(
        'up -d',
        replacedContainer('one'),
        untouched('two', 'three'),
        containerHasEnvironment('one', 'MODE=second'),
        containersAre('one-1', 'two-1', 'three-1'),
        planIsEmpty(),
      ),
    ],
  })

  scenario('a field that is added and one that is dropped are seen', {
    stack: three,
    steps: [
      gantry('up -d', containerRunning('one')),
      edit('compose.yaml', '      MODE: first', '      MODE: first\n      EXTRA: more'),
      gantry(
        'up -d',
        replacedContainer('one'),
        containerHasEnvironment('one', 'MODE=first', 'EXTRA=more'),
        planIsEmpty(),
      ),
      edit('compose.yaml', '\n      EXTRA: more', ''),
      gantry('up -d', replacedContainer('one'), untouched('two', 'three'), planIsEmpty()),
    ],
  })

  scenario('comments, order of keys and defaults written out change nothing', {
    stack: three,
    steps: [
      gantry('up -d', containerRunning('one')),
      write(
        'compose.yaml',
        `# A comment.
services:
  three:
    command: ["sleep", "3600"]
    image: gantry/tiny:latest
    init: true
    stop_grace_period: 0s
  one:
    environment: ["MODE=first"]
    restart: "no"
    image: gantry/tiny
    init: true
    stop_grace_period: 0s
    command: sleep 3600
  two:
    image: gantry/tiny
    init: true
    stop_grace_period: 0s
    command: sleep 3600
    depends_on: { one: { condition: service_started } }
    networks: [default]
`,
      ),
      gantry('plan --detailed-exitcode', prints('Nothing to do')),
      gantry('up -d', untouched('one', 'two', 'three')),
    ],
  })

  scenario('--force-recreate replaces all, --no-recreate none', {
    stack: three,
    steps: [
      gantry('up -d', containerRunning('one')),
      gantry('up -d --force-recreate --no-deps two', replacedContainer('two'), untouched('one', 'three')),
      gantry(
        'up -d --force-recreate',
        replacedContainer('one'),
        replacedContainer('two'),
        replacedContainer('three'),
      ),
      edit('compose.yaml', 'MODE: first', 'MODE: second'),
      gantry('up -d --no-recreate', untouched('one', 'two', 'three')),
    ],
  })

  scenario('what was changed by hand at a container is seen and mended', {
    stack: three,
    steps: [
      gantry('up -d', containerRunning('one')),
      docker('update --restart always $PROJECT-one-1'),
      gantry('plan', prints('restart')),
      gantry(
        'up -d',
        containerHas('one', 'HostConfig.RestartPolicy.Name', 'no'),
        untouched('two', 'three'),
        planIsEmpty(),
      ),
      docker('network disconnect $PROJECT_default $PROJECT-two-1'),
      gantry(
        'up -d',
        untouched('one', 'three'),
        printsInside('two', ['sh', '-c', 'ping -c1 -W2 one > /dev/null && echo there'], 'there'),
        planIsEmpty(),
      ),
    ],
  })
})

theme('volumes through recreation', () => {
  const volumes = `
    services:
      one:
        image: gantry/tiny
        init: true
        stop_grace_period: 0s
        command: sleep 3600
        environment: { MODE: first }
        volumes:
          - named:/named
          - /anonymous
          - ./bound:/bound
    volumes:
      named:
  `

  scenario('named, anonymous and bound content lives on', {
    stack: volumes,
    files: { 'bound/file': 'from the host' },
    steps: [
      gantry('up -d', containerRunning('one'), printsInside('one', ['cat', '/bound/file'], 'from the host')),
      gantry('exec -T one sh -c "printf n > /named/f; printf a > /anonymous/f; printf b > /bound/f"'),
      edit('compose.yaml', 'first', 'second'),
      gantry(
        'up -d',
        replacedContainer('one'),
        sameVolumeAt('one', '/named'),
        sameVolumeAt('one', '/anonymous'),
        volumeKeeps('named', 'f', 'n'),
        printsInside('one', ['cat', '/anonymous/f'], 'a'),
        printsInside('one', ['cat', '/bound/f'], 'b'),
        planIsEmpty(),
      ),
      gantry(
        'up -d -V --force-recreate',
        replacedContainer('one'),
        sameVolumeAt('one', '/named'),
        printsInside('one', ['sh', '-c', 'test -e /anonymous/f || echo gone'], 'gone'),
      ),
      edit('compose.yaml', 'second', 'third'),
      gantry('up -d', replacedContainer('one'), sameVolumeAt('one', '/anonymous')),
      // Handed over by name, so that the engine would leave it.
      gantry('down -v', warns(/Volume [0-9a-f]{64} Removed/), noContainers),
    ],
  })
})

theme('secrets', () => {
  scenario('a secret file is there, and its new content replaces the service; the plan does not show it', {
    stack: `
      services:
        one:
          image: gantry/tiny
          init: true
          stop_grace_period: 0s
          command: sleep 3600
          secrets: [password]
        two:
          image: gantry/tiny
          init: true
          stop_grace_period: 0s
          command: sleep 3600
      secrets:
        password:
          file: ./password.txt
    `,
    files: { 'password.txt': 'open sesame' },
    steps: [
      gantry('up -d', printsInside('one', ['cat', '/run/secrets/password'], 'open sesame'), planIsEmpty()),
      write('password.txt', 'abracadabra'),
      gantry('plan', prints('password'), doesNotPrint('sesame'), doesNotPrint('abracadabra')),
      gantry(
        'up -d',
        printsInside('one', ['cat', '/run/secrets/password'], 'abracadabra'),
        untouched('two'),
        planIsEmpty(),
      ),
      gantry('up -d', sameContainer('one', 'two')),
    ],
  })
})

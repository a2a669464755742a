// What the schema check says: one test a kind of mistake, the message as a user reads it.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { validateStack } from '../../../src/load/schema.ts'
import { schemaCodes } from '../../../src/problem/codes/schema.ts'
import type { Problem } from '../../../src/problem/index.ts'
import { treeOf } from './schema-tree.ts'

const check = (text: string): Problem[] => validateStack(treeOf(text))

const read = ({ place, path, message, hint }: Problem): string =>
  `${place?.line}:${place?.column} ${path}: ${message}; ${hint}`

/** What is said of a service `web` with these lines, which start at line 3. */
const said = (...lines: string[]): string[] =>
  check(['services:', '  web:', ...lines.map(line => `    ${line}`)].join('\n')).map(read)

describe('the pages of the codes', () => {
  for (const [code, { example }] of Object.entries(schemaCodes)) {
    it(`shows ${code}, and the way out of it`, () => {
      expect(check(example.wrong).map(problem => problem.code)).toContain(code)
      expect(check(example.right)).toEqual([])
    })
  }
})

describe('keys', () => {
  it('finds the key that was meant by its spelling, its style, or its old name', () => {
    expect(said('imagee: nginx', 'container-name: x', 'workingDir: /a', 'env: {A: b}', 'cmd: x')).toEqual([
      '3:5 services.web.imagee: unknown key "imagee"; did you mean "image"?',
      '4:5 services.web.container-name: unknown key "container-name"; did you mean "container_name"?',
      '5:5 services.web.workingDir: unknown key "workingDir"; did you mean "working_dir"?',
      '6:5 services.web.env: unknown key "env"; did you mean "environment"?',
      '7:5 services.web.cmd: unknown key "cmd"; did you mean "command"?',
    ])
  })

  it('lists the keys where there are few, and offers x- where there are many', () => {
    expect(said('logging: {colour: red}', 'wibble: 1')).toEqual([
      '3:15 services.web.logging.colour: unknown key "colour"; logging takes driver and options',
      '4:5 services.web.wibble: unknown key "wibble"; remove it, or call it "x-wibble" if it is your own',
    ])
  })

  it('says where a key belongs that stands elsewhere', () => {
    expect(
      said('replicas: 2', 'limits: {memory: 1g}', 'healthcheck:', '  ports: ["80"]', '  networks: [a]'),
    ).toEqual([
      '3:5 services.web.replicas: "replicas" does not belong here: it belongs under deploy; write it below deploy:',
      '4:5 services.web.limits: "limits" does not belong here: it belongs under deploy.resources; write it below deploy: resources:',
      '6:7 services.web.healthcheck.ports: "ports" does not belong here: it is a key of the service; move it out to the level of web\'s other keys; look at the indentation',
      '7:7 services.web.healthcheck.networks: "networks" does not belong here: it is a key of the service; move it out to the level of web\'s other keys; look at the indentation',
    ])
    expect(check('image: nginx\n').map(read)).toEqual([
      '1:1 image: "image" does not belong here: it is a key of a service; indent it below a service\'s name, which stands below services:',
    ])
  })

  it('tells a top-level element below services from a service', () => {
    expect(check('services:\n  web: {image: a}\n  volumes:\n    data: {}\n    logs: {}\n').map(read)).toEqual(
      [
        '3:3 services.volumes: "volumes" does not belong here: below services it is taken for a service; move it to the left margin, to the level of services:',
      ],
    )
    expect(check('services:\n  volumes: {image: a}\n')).toEqual([])
  })

  it('explains how to convert a file of the first format', () => {
    expect(check('web:\n  build: .\n  links: [db]\ndb:\n  image: postgres\n').map(read)).toEqual([
      '1:1 web: "web" looks like a service, but is not under services; put services: above it, and indent it below',
      '4:1 db: "db" looks like a service, but is not under services; put services: above it, and indent it below',
    ])
  })

  it('says what a map lacks', () => {
    expect(
      said('env_file: [{required: false}]', 'depends_on: {db: {}}', 'ulimits: {nofile: {soft: 1}}'),
    ).toEqual([
      '3:16 services.web.env_file[0]: an item of env_file lacks the key "path"; add path: ./web.env',
      '4:18 services.web.depends_on.db: db lacks the key "condition"; add condition: service_healthy (service_started, service_healthy or service_completed_successfully)',
      '5:15 services.web.ulimits.nofile: nofile lacks the key "hard"; add hard: 40000',
    ])
  })

  it('refuses names that no thing can have', () => {
    expect(check('services:\n  my web: {image: a}\nvolumes:\n  "a/b": {}\n').map(read)).toEqual([
      '2:3 services.my web: "my web" is not a service\'s name of letters, digits, dots, dashes and underscores; write my-web',
      '4:3 volumes.a/b: "a/b" is not a volume\'s name of letters, digits, dots, dashes and underscores; write a-b',
    ])
    expect(said('environment: {"": x}')).toEqual([
      '3:19 services.web.environment.: a key of environment is empty; give it a name',
    ])
  })

  it('takes __proto__ and constructor for keys like any other', () => {
    expect(check('__proto__: {image: a}\nconstructor: 1\n').map(problem => problem.place?.line)).toEqual([
      1, 2,
    ])
    expect(said('__proto__: {image: a}', 'environment: {__proto__: a, constructor: b}')).toEqual([
      '3:5 services.web.__proto__: unknown key "__proto__"; remove it, or call it "x-__proto__" if it is your own',
    ])
  })
})

describe('kinds of values', () => {
  it('asks for quotes where a number or a boolean is meant as text', () => {
    expect(said('image: 1.10', 'user: 1000', 'restart: false', 'command: [sleep, 60]')).toEqual([
      '3:12 services.web.image: image must be a string, not the number 1.10; quote it: "1.10"',
      '4:11 services.web.user: user must be a string, not the number 1000; quote it: "1000"',
      '5:14 services.web.restart: restart must be no, always, unless-stopped, on-failure or on-failure:N, as a string, not false; write restart: "no"',
      '6:22 services.web.command[1]: a list item must be a string, not the number 60; quote it: "60"',
    ])
  })

  it('asks for a list where one thing stands alone', () => {
    expect(said('ports: 8080:80', 'cap_add: NET_ADMIN', 'environment: A=b', 'networks: back')).toEqual([
      '3:12 services.web.ports: ports must be a list of strings such as "8080:80", or of maps with "target", not the string "8080:80"; write it as a list: ports: ["8080:80"]',
      '4:14 services.web.cap_add: cap_add must be a list of strings, not the string "NET_ADMIN"; write it as a list: cap_add: ["NET_ADMIN"]',
      '5:18 services.web.environment: environment must be a map, or a list of "NAME=value" strings, not the string "A=b"; write it as a list: environment: ["A=b"]',
      '6:15 services.web.networks: networks must be a list of networks, or a map from network to details, not the string "back"; write it as a list: networks: ["back"]',
    ])
  })

  it('puts a lone text under the key that it was meant for', () => {
    expect(said('healthcheck: curl -f x', 'logging: syslog', 'depends_on: {db: service_healthy}')).toEqual([
      '3:18 services.web.healthcheck: healthcheck must be a map, not the string "curl -f x"; write healthcheck: { test: curl -f x }',
      '4:14 services.web.logging: logging must be a map, not the string "syslog"; write logging: { driver: syslog }',
      '5:22 services.web.depends_on.db: db must be a map, not the string "service_healthy"; write db: { condition: service_healthy }',
    ])
    expect(check('secrets:\n  key: ./key.txt\n').map(read)).toEqual([
      '2:8 secrets.key: key must be a map, not the string "./key.txt"; write key: { file: ./key.txt }',
    ])
  })

  it('sees the dash too many', () => {
    expect(check('services:\n  - web:\n      image: a\n').map(read)).toEqual([
      '1:1 services: services must be a map, not a list; drop the dashes, so that it becomes a map; for example services: { web: { image: "nginx:1.27" } }',
    ])
    expect(check('volumes:\n  - data\n').map(read)).toEqual([
      '1:1 volumes: volumes must be a map, not a list; write each item as a key, without a dash: data:',
    ])
    expect(said('build:', '  - ./web')).toEqual([
      '3:5 services.web.build: build must be a path, or a map with "context", not a list; write build: ./web',
    ])
  })

  it('sees the colon and the space that make a list item a map', () => {
    expect(said('environment:', '  - FOO: bar', 'ports:', '  - 8080: 80', 'volumes:', '  - ./a: /b')).toEqual(
      [
        '4:9 services.web.environment[0]: a list item must be "FOO=bar", not a map; write - FOO=bar, or drop the dashes for FOO: bar',
        '6:9 services.web.ports[0]: a list item must be a string such as "8080:80", a number, or a map with "target"; the space after the colon makes "8080: 80" a map; write - "8080:80"',
        '8:9 services.web.volumes[0]: a list item must be a string such as "./data:/data:ro", or a map with "type" and "target"; the space after the colon makes "./a: /b" a map; write - "./a:/b"',
      ],
    )
    expect(
      said(
        'depends_on:',
        '  - db:',
        '      condition: service_healthy',
        'command:',
        '  - echo: hi',
        'secrets:',
        '  - a: /b',
      ),
    ).toEqual([
      '4:9 services.web.depends_on[0]: a list item must be a string, not a map; drop the dashes, as in depends_on: { db: { condition: service_healthy } }',
      '7:9 services.web.command[0]: a list item must be a string; the space after the colon makes "echo: hi" a map; quote it: - "echo: hi"',
      '9:9 services.web.secrets[0]: a list item must be a name, or a map with "source"; write - a, or - { source: a, target: /b }',
    ])
  })

  it('says what may stand where nothing does', () => {
    expect(said('ports:', 'build:', '  context:', 'dns:', '  -')).toEqual([
      '3:5 services.web.ports: ports must be a list of strings such as "8080:80", or of maps with "target", not empty; remove the key, or write ports: ["8080:80", "127.0.0.1:5432:5432"]',
      '5:7 services.web.build.context: context must be a string, not empty; remove the key, or write context: ./web',
      '7:8 services.web.dns[0]: an item of dns must be a string, not empty; write a value after the dash, or remove the dash',
    ])
    expect(check('services:\n  web:\n').map(read)).toEqual([
      '2:3 services.web: web must be a map, not empty; indent what belongs to it below it, for example image: nginx',
    ])
  })

  it('refuses what is no stack file at all', () => {
    for (const text of ['- a\n', 'just words\n', '5\n']) {
      expect(check(text).map(problem => [problem.code, problem.hint])).toEqual([
        ['wrong-type', 'begin with services:, and indent the services below it'],
      ])
    }
  })

  it('says one thing of one value', () => {
    expect(said('cgroup: [host]', 'cgroup_parent: {a: b}', 'stop_grace_period: 10')).toEqual([
      '3:5 services.web.cgroup: cgroup must be host or private, not a list; write cgroup: host',
      '4:5 services.web.cgroup_parent: cgroup_parent must be a string, not a map; for example cgroup_parent: shop.slice',
      '5:24 services.web.stop_grace_period: stop_grace_period must be a duration with a unit, not the number 10; write stop_grace_period: 10s',
    ])
  })
})

describe('contents of values', () => {
  it('suggests the choice that was meant', () => {
    expect(said('cgroup: hosts', 'depends_on: {db: {condition: healthy}}', 'pull_policy: alway')).toEqual([
      '3:13 services.web.cgroup: cgroup must be host or private, not the string "hosts"; did you mean "host"?',
      '4:34 services.web.depends_on.db.condition: condition must be service_started, service_healthy or service_completed_successfully, not the string "healthy"; did you mean "service_healthy"?',
      '5:18 services.web.pull_policy: pull_policy must be always, never, missing, if_not_present, build, refresh, daily, weekly, or every_ with a duration, not the string "alway"; did you mean "always"?',
    ])
  })

  it('reads durations as Go does, and days and weeks', () => {
    const durations = ['0', '1h30m', '1m30s', '500ms', '10us', '1.5h', '.5s', '-1s', '2d', '1w']
    for (const text of durations) expect(said('image: a', `stop_grace_period: "${text}"`)).toEqual([])
    expect(said('stop_grace_period: "30"', 'healthcheck: {interval: 30 sec, timeout: soon}')).toEqual([
      '3:24 services.web.stop_grace_period: stop_grace_period must be a duration with a unit, not the string "30"; write stop_grace_period: 30s',
      '4:29 services.web.healthcheck.interval: interval must be a duration with a unit, not the string "30 sec"; write interval: 30s',
      '4:46 services.web.healthcheck.timeout: timeout must be a duration with a unit, not the string "soon"; for example timeout: 5s',
    ])
  })

  it('names the variable that left nothing', () => {
    const tree = treeOf('services:\n  web:\n    stop_grace_period: ""\n')
    const emptied = JSON.stringify(tree, (_, value) => (value instanceof Map ? [...value] : value))
    expect(emptied).toContain('stop_grace_period')
    const services = tree.kind === 'map' ? tree.entries.get('services')?.value : undefined
    const web = services?.kind === 'map' ? services.entries.get('web')?.value : undefined
    const node = web?.kind === 'map' ? web.entries.get('stop_grace_period')?.value : undefined
    Object.assign(node ?? {}, { origin: { ...node?.origin, raw: '${GRACE}', variables: ['GRACE'] } })
    expect(validateStack(tree).map(read)).toEqual([
      '3:24 services.web.stop_grace_period: stop_grace_period must be a duration with a unit, not the string "", which is what ${GRACE} became; GRACE is empty or unset; set it, or use ${GRACE:-30s}',
    ])
  })

  it('keeps numbers within their range', () => {
    expect(said('cpu_percent: 120', 'oom_score_adj: -2000')).toEqual([
      '3:18 services.web.cpu_percent: cpu_percent must be at most 100, not 120; for example cpu_percent: 50',
      '4:20 services.web.oom_score_adj: oom_score_adj must be at least -1000, not -2000; for example oom_score_adj: -500',
    ])
  })

  it('points at both of two equal items', () => {
    const [problem] = check('services:\n  web:\n    security_opt: [a, b, a]\n')
    expect(problem && read(problem)).toBe(
      '3:26 services.web.security_opt[2]: security_opt lists "a" twice; remove one',
    )
    expect(problem?.related).toEqual([
      { message: 'first here', place: { file: 'compose.yaml', line: 3, column: 20 } },
    ])
  })
})

describe('whatever the file holds', () => {
  const keys = fc.constantFrom(
    'services',
    'web',
    'image',
    'ports',
    'environment',
    'networks',
    'deploy',
    'volumes',
    'x-a',
    '',
    '__proto__',
  )
  const tree = fc.letrec<{ any: unknown }>(tie => ({
    any: fc.oneof(
      { depthSize: 'medium' },
      fc.constantFrom<unknown>(null, true, 5, -1.5, 'text', '30s', ''),
      fc.array(tie('any'), { maxLength: 3 }),
      fc.dictionary(keys, tie('any'), { maxKeys: 4 }),
    ),
  })).any

  it('puts every problem at a place, says it once, and in the order of the file', () => {
    fc.assert(
      fc.property(tree, value => {
        const problems = check(JSON.stringify({ services: { web: value } }, null, 1))
        const places = problems.map(({ place }) => (place?.line ?? 0) * 10_000 + (place?.column ?? 0))
        expect(places.every(place => place > 10_000)).toBe(true)
        expect(places).toEqual([...places].sort((a, b) => a - b))
        expect(new Set(problems.map(read)).size).toBe(problems.length)
        expect(
          problems.every(
            problem =>
              problem.severity === 'error' && !/\binstancePath|additionalPropert|#\//.test(problem.message),
          ),
        ).toBe(true)
      }),
      { numRuns: 300 },
    )
  })
})

import { describe, expect, it } from 'vitest'
import { toPrintable } from '../../../src/load/index.ts'
import { type Files, linesOf, loadFiles, loadText, webText } from './memory-io.ts'

async function stackOf(files: Files, request = {}) {
  const result = await loadFiles(files, request)
  if (!result.ok) throw new Error(linesOf(result).join('\n'))
  return result.project.stack
}

describe('extends', () => {
  it('lays a service over one of the same file, through a chain', async () => {
    const { services } = await stackOf(
      {
        'compose.yaml': `services:
  root: {image: x, labels: {a: "1"}, ports: ["80:80"], profiles: [p]}
  mid: {extends: root, labels: {b: "2"}}
  top: {extends: {service: mid}, image: y, profiles: []}`,
      },
      { profiles: ['p'] },
    )
    expect(services.top).toMatchObject({
      image: 'y',
      labels: { a: '1', b: '2' },
      ports: [{ target: 80 }],
      profiles: ['p'],
    })
    expect(services.top).not.toHaveProperty('extends')
  })

  it('takes paths of another file from where that file is', async () => {
    const { services } = await stackOf({
      'compose.yaml': 'services: {web: {extends: {file: sub/base.yaml, service: base}}}',
      'sub/base.yaml': 'services: {base: {extends: {file: deep/root.yaml, service: root}, build: ./ctx}}',
      'sub/deep/root.yaml': 'services: {root: {volumes: ["./data:/data"], env_file: a.env}}',
      'sub/deep/a.env': 'A=1',
    })
    expect(services.web).toMatchObject({
      build: { context: '/stack/sub/ctx' },
      volumes: [{ source: '/stack/sub/deep/data' }],
      environment: { A: '1' },
    })
  })

  it('tells of a circle with its way round, of a missing base with the nearest name, of a missing file', async () => {
    const circle = await loadFiles({
      'compose.yaml': 'services:\n  a: {image: x, extends: b}\n  b: {image: x, extends: a}\n',
    })
    expect(linesOf(circle)).toEqual(['compose.yaml:2:26 services extend each other in a circle: a → b → a'])
    const missing = await loadFiles({
      'compose.yaml': 'services:\n  a: {image: x, extends: bse}\n  base: {image: x}\n',
    })
    expect(linesOf(missing)).toEqual(['compose.yaml:2:26 a extends bse, which compose.yaml does not define'])
    expect(missing.problems[0]?.hint).toBe('did you mean "base"?')
    const file = await loadFiles({ 'compose.yaml': webText('extends: {file: no.yaml, service: x}') })
    expect(linesOf(file)).toHaveLength(1)
    expect(linesOf(file)[0]).toMatch(/^compose\.yaml:4:21 .*no\.yaml/)
  })

  it('keeps the reference to a service without anything in it', async () => {
    const { services } = await stackOf({
      'compose.yaml': webText('extends: {file: base.yaml, service: empty}'),
      'base.yaml': 'services: {empty: }',
    })
    expect((services.web as { extends?: unknown }).extends).toEqual({
      file: '/stack/base.yaml',
      service: 'empty',
    })
  })
})

describe('include', () => {
  it('composes other files in their own folder and environment', async () => {
    const { services, name, volumes } = await stackOf(
      {
        'compose.yaml':
          'name: mine\ninclude: [sub/compose.yaml, {path: [a.yaml, b.yaml], project_directory: other, env_file: x.env}]\n',
        'sub/compose.yaml':
          'name: theirs\nservices: {sub: {image: "i:${TAG}", volumes: ["./d:/d"], environment: [TAG, MINE]}}\nvolumes: {v: }',
        'sub/.env': 'TAG=sub\nMINE=no',
        'a.yaml': 'services: {other: {image: "i:${TAG}", volumes: ["./d:/d"]}}',
        'b.yaml': 'services: {other: {hostname: b}}',
        'x.env': 'TAG=x',
      },
      { environment: { MINE: 'yes' }, allResources: true },
    )
    expect(name).toBe('mine')
    expect(services.sub).toMatchObject({
      image: 'i:sub',
      volumes: [{ source: '/stack/sub/d' }],
      environment: { TAG: 'sub', MINE: 'yes' },
    })
    expect(services.other).toMatchObject({
      image: 'i:x',
      hostname: 'b',
      volumes: [{ source: '/stack/other/d' }],
    })
    expect(volumes.v?.name).toBe('mine_v')
  })

  it('lays the including file over what it includes, !reset and !override included', async () => {
    const result = await loadText(
      'include: [a.yaml]\nservices: {web: {environment: !override {B: 2}, ports: !reset [], hostname: h}}',
      {},
      { 'a.yaml': webText('environment: {A: 1}\nports: ["80:80"]') },
    )
    const { web } = result.project.stack.services
    expect(web).toMatchObject({ image: 'nginx', environment: { B: '2' }, hostname: 'h' })
    expect(web).not.toHaveProperty('ports')
    expect(result.problems).toEqual([])
  })

  it('tells of circles, and of two includes that disagree', async () => {
    const circle = await loadFiles({
      'compose.yaml': 'include: [a.yaml]\n',
      'a.yaml': 'include:\n  - compose.yaml\n',
    })
    expect(linesOf(circle)).toEqual([
      'a.yaml:2:5 files include each other in a circle: compose.yaml → a.yaml → compose.yaml',
    ])
    const conflict = await loadText(
      'include: [a.yaml, b.yaml]',
      {},
      {
        'a.yaml': 'services: {web: {image: one}}',
        'b.yaml': 'services: {web: {image: two, hostname: h}}',
      },
    )
    expect(conflict.problems.map(problem => problem.code)).toEqual(['include-conflict'])
    expect(conflict.project.stack.services.web).toMatchObject({ image: 'one', hostname: 'h' })
  })
})

describe('resets', () => {
  it('take out what earlier files say; one that meets nothing is told of', async () => {
    const result = await loadFiles(
      {
        'a.yaml': webText('ports: ["80:80"]\nenvironment: {A: 1, B: 2}'),
        'b.yaml':
          'services:\n  web:\n    ports: !override ["81:81"]\n    environment: {A: !reset null}\n    dns: !reset []\n',
      },
      { files: ['a.yaml', 'b.yaml'] },
    )
    expect(result.ok && result.project.stack.services.web).toMatchObject({
      ports: [{ published: '81' }],
      environment: { B: '2' },
    })
    expect(linesOf(result)).toEqual(['b.yaml:5:17 warning: !reset of services.web.dns has no effect'])
  })
})

describe('what a stack leaves to be understood', () => {
  it('dependencies of links, namespaces and lent volumes', async () => {
    const { services } = await stackOf({
      'compose.yaml': `services:
  a: {image: x, links: ["b:alias"], volumes_from: ["c:ro", "container:z"], ipc: "service:d", depends_on: {b: {condition: service_healthy}}}
  b: {image: x}
  c: {image: x}
  d: {image: x}`,
    })
    expect(services.a?.depends_on).toEqual({
      b: { condition: 'service_healthy', required: true },
      c: { condition: 'service_started', required: true },
      d: { condition: 'service_started', restart: true, required: true },
    })
  })

  it('the default network where it is used, and names', async () => {
    const stack = await stackOf({
      'compose.yaml': `name: p
services: {a: {image: x}, b: {image: x, network_mode: host}, c: {image: x, networks: [n, e]}}
networks: {n: , e: {external: true}, unused: }`,
    })
    expect(Object.fromEntries(Object.entries(stack.networks).map(([key, { name }]) => [key, name]))).toEqual({
      default: 'p_default',
      e: 'e',
      n: 'p_n',
    })
    expect(stack.services.b).not.toHaveProperty('networks')
  })
})

describe('profiles and selection', () => {
  const text = `services:
  web: {image: x, depends_on: [db]}
  db: {image: x}
  debug: {image: x, profiles: [debug], depends_on: [db]}
  extra: {image: x, profiles: [debug, other]}`

  it.each([
    [{}, ['db', 'web'], ['debug', 'extra']],
    [{ profiles: ['other'] }, ['db', 'extra', 'web'], ['debug']],
    [{ profiles: ['*'] }, ['db', 'debug', 'extra', 'web'], []],
    [{ environment: { COMPOSE_PROFILES: 'debug,none' } }, ['db', 'debug', 'extra', 'web'], []],
    [{ services: ['web'] }, ['db', 'web'], ['debug', 'extra']],
    [{ services: ['web'], noDeps: true }, ['web'], ['db', 'debug', 'extra']],
    [{ services: ['debug'] }, ['db', 'debug'], ['extra', 'web']],
  ])('%j', async (request, enabled, disabled) => {
    const { project } = await loadText(text, request)
    expect(Object.keys(project.stack.services)).toEqual(enabled)
    expect(Object.keys(project.disabled).sort()).toEqual(disabled)
  })

  it('what is left out is not waited for', async () => {
    const { project } = await loadText(text, { services: ['web'], noDeps: true })
    expect(project.stack.services.web).not.toHaveProperty('depends_on')
  })

  it('an unknown name gets a suggestion', async () => {
    const result = await loadFiles({ 'compose.yaml': text }, { services: ['wbe'] })
    expect(result.problems).toMatchObject([{ code: 'no-such-service', hint: 'did you mean "web"?' }])
  })
})

const conflicts: Readonly<Record<string, readonly string[]>> = {
  'services:\n  a: {image: x, networks: [fornt]}\nnetworks: {front: }': [
    'compose.yaml:2:28 a refers to undefined network fornt',
  ],
  'services:\n  a: {image: x, volumes: ["data:/d"], secrets: [s], configs: [c], models: [m]}': [
    'compose.yaml:2:27 a refers to undefined volume data',
    'compose.yaml:2:49 a refers to undefined secret s',
    'compose.yaml:2:63 a refers to undefined config c',
    'compose.yaml:2:76 a refers to undefined model m',
  ],
  'services:\n  a: {image: x, depends_on: [b]}\n  b: {image: x, profiles: [d]}': [
    'compose.yaml:2:30 a depends on b, which profile d disables',
  ],
  'services:\n  a: {image: x, depends_on: [b]}\n  b: {image: x, links: [a]}': [
    'compose.yaml:2:30 services depend on each other in a circle: a → b → a',
  ],
  'services:\n  a: {command: x}': ['compose.yaml:2:3 a has neither an image nor a build context specified'],
  'services:\n  a: {image: x, network_mode: host, networks: [n]}\nnetworks: {n: }': [
    'compose.yaml:2:31 a has network_mode and networks, which exclude each other',
  ],
  'services:\n  a: {image: x, container_name: one, scale: 2}': [
    'compose.yaml:2:33 a has container_name "one", which cannot be used with scale: 2 (line 2)',
  ],
  'services:\n  a: {image: x, mem_limit: 1g, deploy: {resources: {limits: {memory: 2g}}}}': [
    'compose.yaml:2:28 a has mem_limit 1073741824 and deploy.resources.limits.memory 2147483648, which say different things',
  ],
  'services: {a: {image: x}}\nvolumes:\n  v: {external: true, driver: d}': [
    'compose.yaml:3:23 volumes.v is external, so driver cannot be set',
  ],
  'services: {a: {image: x}}\nsecrets:\n  s: {file: a, environment: b}\n  t: {}': [
    'compose.yaml:3:29 secrets.s has file and environment, which exclude each other',
    'compose.yaml:4:3 secrets.t says neither file nor environment',
  ],
}

describe('what does not fit together is told, all at once', () => {
  for (const [text, expected] of Object.entries(conflicts)) {
    it(text.split('\n').slice(0, 3).join(' '), async () => {
      const result = await loadFiles({ 'compose.yaml': text })
      expect(result.ok).toBe(false)
      expect(linesOf(result).filter(line => !line.includes('warning: '))).toEqual(expected)
      expect(result.problems.every(problem => problem.hint !== undefined)).toBe(true)
    })
  }
})

describe('files of a service', () => {
  it('go from earlier to later, below what the service says', async () => {
    const { project } = await loadText(
      webText(
        'env_file: [a.env, {path: b.env, format: raw}, {path: none.env, required: false}]\nenvironment: {C: own, N: }\nlabel_file: l.env\nlabels: {x: own}',
      ),
      {},
      { 'a.env': 'A=1\nB=a\nC=a\nN=a\n', 'b.env': 'B=${A} #\n', 'l.env': 'x=file\ny=file\n' },
    )
    const { web } = project.stack.services
    expect(web?.environment).toEqual({ A: '1', B: '${A} #', C: 'own', N: null })
    expect(web?.labels).toEqual({ x: 'own', y: 'file' })
    expect(web).not.toHaveProperty('env_file')
    expect(project.origins.at(['services', 'web', 'environment', 'A'])).toMatchObject({
      from: 'env_file',
      place: { file: '/stack/a.env', line: 1 },
    })
    expect(project.origins.at(['services', 'web', 'environment', 'C'])?.place).toMatchObject({ line: 5 })
  })

  it('a missing one is told where it is named', async () => {
    const result = await loadFiles({ 'compose.yaml': webText('env_file: none.env') })
    expect(linesOf(result)).toEqual(['compose.yaml:4:15 the env file none.env does not exist'])
  })
})

describe('the print', () => {
  it('is a stack file of the same model', async () => {
    const { project } = await loadText(
      webText('command: ["echo", "$$HOME"]\nvolumes: ["v:/v"]', 'volumes: {v: }\nx-own: {a: $$b}'),
    )
    const printed = toPrintable(project.stack)
    expect(printed.services).toMatchObject({ web: { command: ['echo', '$$HOME'] } })
    expect((printed.services as { web: object }).web).not.toHaveProperty('name')
    const again = await loadText(JSON.stringify(printed))
    expect(again.project.stack).toEqual(project.stack)
  })

  it('keeps variables where nothing is interpolated, and reads no values that hold them', async () => {
    const { project, problems } = await loadText(
      webText('ports: ["${PORT}:80"]\nmem_limit: ${LIMIT}\nvolumes: ["${DIR}:/d"]'),
      {
        interpolate: false,
      },
    )
    const web = toPrintable(project.stack, { keepVariables: true }).services as { web: object }
    expect(web.web).toMatchObject({ ports: ['${PORT}:80'], mem_limit: '${LIMIT}' })
    expect(problems).toEqual([])
  })

  it('survives a service called __proto__', async () => {
    const { project } = await loadText('services: {__proto__: {image: x}}')
    expect(Object.keys(project.stack.services)).toEqual(['__proto__'])
    expect(Object.getPrototypeOf(project.stack.services)).toBe(Object.prototype)
  })
})

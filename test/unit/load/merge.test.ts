import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { mergeNodes } from '../../../src/load/merge/merge.ts'
import { type MapNode, map, type Node, scalar, toPlain } from '../../../src/load/node.ts'
import type { Problem } from '../../../src/problem/index.ts'
import { linesOf, loadFiles, webText } from './memory-io.ts'

/** The service `web` of two files, the second over the first. */
async function merged(base: string, over: string, top = '') {
  const result = await loadFiles(
    { 'a.yaml': webText(base, top), 'b.yaml': webText(over) },
    { files: ['a.yaml', 'b.yaml'] },
  )
  if (!result.ok) throw new Error(linesOf(result).join('\n'))
  return {
    web: result.project.stack.services.web,
    problems: result.problems,
    origins: result.project.origins,
  }
}

const rules: readonly (readonly [
  name: string,
  base: string,
  over: string,
  key: string,
  expected: unknown,
])[] = [
  [
    'maps merge',
    'deploy: {mode: a, replicas: 1}',
    'deploy: {replicas: 2}',
    'deploy',
    { mode: 'a', replicas: 2 },
  ],
  [
    'lists append',
    'volumes_from: ["container:a"]',
    'volumes_from: ["container:b"]',
    'volumes_from',
    ['container:a', 'container:b'],
  ],
  ['commands replace', 'command: a b', 'command: c', 'command', ['c']],
  ['a null keeps the base', 'hostname: a', 'hostname: null', 'hostname', 'a'],
  ['a null command replaces', 'command: a', 'command: null', 'command', null],
  [
    'health tests replace',
    'healthcheck: {test: a, retries: 1}',
    'healthcheck: {test: [CMD, b]}',
    'healthcheck',
    { test: ['CMD', 'b'], retries: 1 },
  ],
  [
    'environment in any mix',
    'environment: {A: 1, B: 2}',
    'environment: [B, C=3]',
    'environment',
    { A: '1', B: null, C: '3' },
  ],
  ['labels in any mix', 'labels: [a=1]', 'labels: {a: 2, b: }', 'labels', { a: '2', b: '' }],
  ['texts in any mix', 'dns: a', 'dns: [b, a]', 'dns', ['a', 'b']],
  [
    'limits replace',
    'ulimits: {nofile: {soft: 1, hard: 2}}',
    'ulimits: {nofile: 3}',
    'ulimits',
    { nofile: 3 },
  ],
  [
    'logging of one driver',
    'logging: {driver: d, options: {a: "1"}}',
    'logging: {driver: d, options: {b: "2"}}',
    'logging',
    { driver: 'd', options: { a: '1', b: '2' } },
  ],
  [
    'logging of another driver',
    'logging: {driver: d, options: {a: "1"}}',
    'logging: {driver: e}',
    'logging',
    { driver: 'e' },
  ],
  [
    'hosts keep every address',
    'extra_hosts: {a: 1.1.1.1}',
    'extra_hosts: ["a=2.2.2.2", "a=1.1.1.1"]',
    'extra_hosts',
    ['a=1.1.1.1', 'a=2.2.2.2'],
  ],
  [
    'mounts by target',
    'volumes: ["./a:/x", "./b:/y"]',
    'volumes: ["./c:/x"]',
    'volumes',
    [
      { type: 'bind', source: '/stack/c', target: '/x', bind: {} },
      { type: 'bind', source: '/stack/b', target: '/y', bind: {} },
    ],
  ],
  [
    'devices by target',
    'devices: ["/dev/a:/dev/x"]',
    'devices: ["/dev/b:/dev/x"]',
    'devices',
    [{ source: '/dev/b', target: '/dev/x', permissions: 'rwm' }],
  ],
  [
    'ports by all that they say',
    'ports: ["80:80", "81:81"]',
    'ports: ["80:80", {target: 81, published: 81, mode: host}]',
    'ports',
    [
      { mode: 'ingress', target: 80, published: '80', protocol: 'tcp' },
      { mode: 'host', target: 81, published: '81', protocol: 'tcp' },
    ],
  ],
  [
    'build text and map',
    'build: ./a',
    'build: {target: t}',
    'build',
    { context: '/stack/a', target: 't', dockerfile: 'Dockerfile' },
  ],
  [
    'networks list and map',
    'networks: [n]',
    'networks: {n: {aliases: [x]}}',
    'networks',
    { n: { aliases: ['x'] } },
  ],
  ['x- keys merge', 'x-a: {b: 1}', 'x-a: {c: 2}', 'x-a', { b: 1, c: 2 }],
]

describe('merging', () => {
  for (const [name, base, over, key, expected] of rules) {
    it(name, async () => {
      const { web } = await merged(base, over, 'networks: {n: }')
      expect(web?.[key as 'image']).toEqual(expected)
    })
  }

  it('dependencies: a bare name waits for the start, a map adds to it', async () => {
    const result = await loadFiles(
      {
        'a.yaml': 'services: {a: {image: x, depends_on: [b]}, b: {image: x}, c: {image: x}}',
        'b.yaml':
          'services: {a: {depends_on: {b: {condition: service_healthy}, c: {condition: service_started, required: false}}}}',
      },
      { files: ['a.yaml', 'b.yaml'] },
    )
    expect(result.ok && result.project.stack.services.a?.depends_on).toEqual({
      b: { condition: 'service_healthy', required: true },
      c: { condition: 'service_started', required: false },
    })
  })

  it('pools of one subnet are one', async () => {
    const result = await loadFiles(
      {
        'a.yaml': 'networks: {n: {ipam: {config: [{subnet: 10.0.0.0/8, aux_addresses: {a: 10.0.0.1}}]}}}',
        'b.yaml':
          'networks: {n: {ipam: {config: [{subnet: 10.0.0.0/8, aux_addresses: {b: 10.0.0.2}}, {subnet: 11.0.0.0/8}]}}}',
      },
      { files: ['a.yaml', 'b.yaml'], allResources: true },
    )
    expect(result.ok && result.project.stack.networks.n?.ipam).toEqual({
      config: [
        { subnet: '10.0.0.0/8', aux_addresses: { a: '10.0.0.1', b: '10.0.0.2' } },
        { subnet: '11.0.0.0/8' },
      ],
    })
  })

  it('a value of another kind is told at its place, with the other', async () => {
    const result = await loadFiles(
      { 'a.yaml': webText('cap_add: [A]'), 'b.yaml': webText('cap_add: {A: 1}') },
      { files: ['a.yaml', 'b.yaml'] },
    )
    const fault = result.problems.find(problem => problem.code === 'merge-mismatch')
    expect(fault).toMatchObject({
      message: 'a map cannot override a list',
      path: 'services.web.cap_add',
      place: { file: '/stack/b.yaml', line: 4 },
      related: [{ place: { file: '/stack/a.yaml', line: 4 } }],
    })
  })

  it('documents of one file merge like files', async () => {
    const result = await loadFiles({
      'compose.yaml': `${webText('hostname: a')}---\n${webText('hostname: b')}`,
    })
    expect(result.ok && result.project.stack.services.web?.hostname).toBe('b')
  })

  it('each value keeps the place that it came from', async () => {
    const { origins } = await merged('environment: {A: 1, B: 2}\nhostname: x', 'environment: {B: 3}')
    expect(origins.at(['services', 'web', 'environment', 'A'])?.place).toMatchObject({
      file: '/stack/a.yaml',
      line: 4,
    })
    expect(origins.at(['services', 'web', 'environment', 'B'])?.place).toMatchObject({
      file: '/stack/b.yaml',
      line: 4,
    })
    expect(origins.at(['services', 'web', 'hostname'])?.place).toMatchObject({
      file: '/stack/a.yaml',
      line: 5,
    })
  })
})

describe('merging any trees', () => {
  const origin = { place: { file: 'x', line: 1, column: 1 } }
  const leaf = fc.oneof(fc.string(), fc.integer(), fc.boolean()).map(value => scalar(value, origin))
  const { tree } = fc.letrec<{ tree: MapNode; value: Node }>(tie => ({
    tree: fc
      .dictionary(fc.constantFrom('a', 'b', 'services', 'x-y', '__proto__'), tie('value'), { maxKeys: 4 })
      .map(entries =>
        map(
          Object.entries(entries).map(([key, value]) => [key, { key: origin, value }] as const),
          origin,
        ),
      ),
    value: fc.oneof({ depthSize: 'small' }, leaf, tie('tree')),
  }))

  it('a tree over itself, or over or under nothing, is itself', () => {
    fc.assert(
      fc.property(tree, node => {
        const problems: Problem[] = []
        const plain = toPlain(node)
        expect(toPlain(mergeNodes(node, node, problems))).toEqual(plain)
        expect(toPlain(mergeNodes(map([], origin), node, problems))).toEqual(plain)
        expect(toPlain(mergeNodes(node, map([], origin), problems))).toEqual(plain)
        expect(problems).toEqual([])
      }),
    )
  })

  it('changes neither tree', () => {
    fc.assert(
      fc.property(tree, tree, (base, over) => {
        const before = JSON.stringify([toPlain(base), toPlain(over)])
        mergeNodes(base, over, [])
        expect(JSON.stringify([toPlain(base), toPlain(over)])).toBe(before)
      }),
    )
  })
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  createGraph,
  findCycle,
  type Graph,
  graphLevels,
  reverseGraph,
  subgraph,
  topologicalOrder,
  transitiveDependants,
  transitiveDependencies,
} from '../../../src/support/index.ts'

const names = fc.integer({ min: 0, max: 12 }).map(String)
const anyGraph = fc
  .array(fc.tuple(names, fc.array(names, { maxLength: 4 })), { maxLength: 13 })
  .map(createGraph)
/** Edges run from higher to lower numbers only, whatever the order of insertion. */
const acyclicGraph = fc
  .array(fc.tuple(names, fc.array(names, { maxLength: 4 })), { maxLength: 13 })
  .map(entries => createGraph(entries.map(([id, needs]) => [id, needs.filter(need => +need < +id)])))

const unwrap = <T>(result: { ok: true; value: T } | { ok: false; error: unknown }): T => {
  if (!result.ok) throw new Error(`unexpected failure ${JSON.stringify(result.error)}`)
  return result.value
}
const edges = (graph: Graph) =>
  graph.ids.flatMap(id => (graph.dependencies.get(id) ?? []).map(need => `${id}>${need}`)).sort()

describe('createGraph', () => {
  it('keeps insertion order and appends ids that are only depended on', () => {
    const graph = createGraph([
      ['web', ['db', 'cache', 'db']],
      ['db', []],
    ])
    expect(graph.ids).toEqual(['web', 'db', 'cache'])
    expect(graph.dependencies.get('web')).toEqual(['db', 'cache'])
    expect(graph.dependants.get('db')).toEqual(['web'])
    expect(graph.dependencies.get('cache')).toEqual([])
  })

  it('adds up repeated entries of one id', () => {
    const graph = createGraph([
      ['a', ['b']],
      ['a', ['c', 'b']],
    ])
    expect(edges(graph)).toEqual(['a>b', 'a>c'])
  })

  it('takes names that JavaScript objects know', () => {
    const graph = createGraph([['constructor', ['__proto__']]])
    expect(topologicalOrder(graph)).toEqual({ ok: true, value: ['__proto__', 'constructor'] })
  })
})

describe('topologicalOrder', () => {
  it('puts dependencies first, and otherwise keeps insertion order', () => {
    const graph = createGraph([
      ['z', []],
      ['web', ['db']],
      ['a', []],
      ['db', []],
    ])
    expect(unwrap(topologicalOrder(graph))).toEqual(['z', 'a', 'db', 'web'])
  })

  it('answers with the cycle where there is no order', () => {
    const graph = createGraph([
      ['x', ['a']],
      ['a', ['b']],
      ['b', ['c']],
      ['c', ['a']],
    ])
    expect(topologicalOrder(graph)).toEqual({ ok: false, error: { path: ['a', 'b', 'c', 'a'] } })
  })

  it('orders every acyclic graph, each id once, after all of its dependencies', () => {
    fc.assert(
      fc.property(acyclicGraph, graph => {
        const order = unwrap(topologicalOrder(graph))
        expect([...order].sort()).toEqual([...graph.ids].sort())
        for (const id of graph.ids) {
          for (const need of graph.dependencies.get(id) ?? []) {
            expect(order.indexOf(need)).toBeLessThan(order.indexOf(id))
          }
        }
      }),
    )
  })

  it('takes the earliest inserted of the ids that are ready, at every place', () => {
    fc.assert(
      fc.property(acyclicGraph, graph => {
        const done = new Set<string>()
        for (const id of unwrap(topologicalOrder(graph))) {
          const ready = graph.ids.find(
            other => !done.has(other) && (graph.dependencies.get(other) ?? []).every(need => done.has(need)),
          )
          expect(id).toBe(ready)
          done.add(id)
        }
      }),
    )
  })

  it('manages ten thousand nodes, in a chain and in a mesh', () => {
    const size = 10_000
    const chain = createGraph(
      Array.from({ length: size }, (_, i) => [`n${i}`, i + 1 < size ? [`n${i + 1}`] : []]),
    )
    expect(unwrap(topologicalOrder(chain))[0]).toBe(`n${size - 1}`)
    expect(unwrap(graphLevels(chain))).toHaveLength(size)
    expect(transitiveDependencies(chain, ['n0']).size).toBe(size - 1)
    const mesh = createGraph(
      Array.from({ length: size }, (_, i) => [
        `n${i}`,
        i < 10 ? [] : [`n${i % 10}`, `n${i >> 1}`, `n${i - 7}`],
      ]),
    )
    expect(unwrap(topologicalOrder(mesh))).toHaveLength(size)
  })
})

describe('findCycle', () => {
  it('finds a node that depends on itself', () => {
    expect(findCycle(createGraph([['a', ['a']]]))).toEqual({ path: ['a', 'a'] })
  })

  it('agrees with topologicalOrder, and returns edges of the graph that close', () => {
    fc.assert(
      fc.property(anyGraph, graph => {
        const cycle = findCycle(graph)
        expect(topologicalOrder(graph).ok).toBe(cycle === undefined)
        if (cycle === undefined) return
        expect(cycle.path.length).toBeGreaterThan(1)
        expect(cycle.path.at(-1)).toBe(cycle.path[0])
        cycle.path.slice(0, -1).forEach((id, index) => {
          expect(graph.dependencies.get(id)).toContain(cycle.path[index + 1])
        })
        expect(new Set(cycle.path).size).toBe(cycle.path.length - 1)
      }),
    )
  })
})

describe('graphLevels', () => {
  it('groups by the longest way down', () => {
    const graph = createGraph([
      ['web', ['api', 'db']],
      ['api', ['db']],
      ['db', []],
      ['mail', []],
    ])
    expect(unwrap(graphLevels(graph))).toEqual([['db', 'mail'], ['api'], ['web']])
  })

  it('has no levels for an empty graph, and the cycle for a cyclic one', () => {
    expect(unwrap(graphLevels(createGraph([])))).toEqual([])
    expect(graphLevels(createGraph([['a', ['a']]]))).toEqual({ ok: false, error: { path: ['a', 'a'] } })
  })

  it('puts every id one level above its deepest dependency', () => {
    fc.assert(
      fc.property(acyclicGraph, graph => {
        const levels = unwrap(graphLevels(graph))
        const levelOf = new Map(levels.flatMap((ids, level) => ids.map(id => [id, level] as const)))
        expect(levelOf.size).toBe(graph.ids.length)
        for (const id of graph.ids) {
          const below = (graph.dependencies.get(id) ?? []).map(need => levelOf.get(need) as number)
          expect(levelOf.get(id)).toBe(Math.max(-1, ...below) + 1)
        }
      }),
    )
  })
})

describe('closures, reverse and subgraph', () => {
  const graph = createGraph([
    ['web', ['api']],
    ['api', ['db']],
    ['db', []],
    ['job', ['db']],
  ])

  it('follows dependencies and dependants to the end', () => {
    expect([...transitiveDependencies(graph, ['web'])]).toEqual(['api', 'db'])
    expect([...transitiveDependants(graph, ['db'])].sort()).toEqual(['api', 'job', 'web'])
    expect([...transitiveDependants(graph, ['web', 'nowhere'])]).toEqual([])
  })

  it('includes a start that a cycle leads back to', () => {
    const cyclic = createGraph([
      ['a', ['b']],
      ['b', ['a']],
    ])
    expect([...transitiveDependencies(cyclic, ['a'])].sort()).toEqual(['a', 'b'])
  })

  it('is its own inverse when reversed twice, and swaps the closures', () => {
    fc.assert(
      fc.property(anyGraph, names, (any, id) => {
        const reversed = reverseGraph(any)
        expect(reverseGraph(reversed)).toEqual(any)
        expect(transitiveDependants(any, [id])).toEqual(transitiveDependencies(reversed, [id]))
      }),
    )
  })

  it('keeps only the asked ids and the edges among them', () => {
    expect(edges(subgraph(graph, ['db', 'api', 'unknown']))).toEqual(['api>db'])
    expect(subgraph(graph, ['db', 'web']).ids).toEqual(['web', 'db'])
    expect(edges(subgraph(graph, ['db', 'web']))).toEqual([])
  })
})

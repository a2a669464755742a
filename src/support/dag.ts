/**
 * Directed graphs over string ids, as plain immutable values: order, levels, cycles, closures.
 * Must not know what an id stands for. Every walk is iterative, so that deep graphs cannot exhaust the stack.
 */
import { failure, type Result, success } from './result.ts'

/**
 * A directed graph. `ids` is in insertion order; both maps have an entry for every id.
 * An edge runs from a node to what it depends on.
 */
export type Graph = {
  readonly ids: readonly string[]
  readonly dependencies: ReadonlyMap<string, readonly string[]>
  readonly dependants: ReadonlyMap<string, readonly string[]>
}

/** A cycle, first id repeated at the end: `['a', 'b', 'a']` reads "a depends on b depends on a". */
export type Cycle = { readonly path: readonly string[] }

/**
 * Builds a graph from pairs of an id and the ids that it depends on. An id that is only depended on becomes a node too,
 * after those that have an entry. Repeated entries of one id add up; repeated edges count once.
 */
export function createGraph(entries: Iterable<readonly [id: string, dependencies: Iterable<string>]>): Graph {
  const edges = new Map<string, Set<string>>()
  for (const [id, dependencies] of entries) {
    const known = edges.get(id)
    if (known === undefined) edges.set(id, new Set(dependencies))
    else for (const dependency of dependencies) known.add(dependency)
  }
  const mentionedOnly: string[] = []
  for (const targets of edges.values()) {
    for (const target of targets) if (!edges.has(target)) mentionedOnly.push(target)
  }
  for (const id of mentionedOnly) if (!edges.has(id)) edges.set(id, new Set())

  const dependencies = new Map<string, readonly string[]>()
  const dependants = new Map<string, string[]>()
  for (const id of edges.keys()) dependants.set(id, [])
  for (const [id, targets] of edges) {
    dependencies.set(id, [...targets])
    for (const target of targets) dependants.get(target)?.push(id)
  }
  return { ids: [...edges.keys()], dependencies, dependants }
}

/** The same nodes with every edge turned round: what depended on a node is now what it depends on. */
export function reverseGraph(graph: Graph): Graph {
  return { ids: graph.ids, dependencies: graph.dependants, dependants: graph.dependencies }
}

/** The graph of the kept ids alone, with the edges among them. Unknown ids in `keep` are ignored. */
export function subgraph(graph: Graph, keep: Iterable<string>): Graph {
  const kept = new Set(keep)
  return createGraph(
    graph.ids
      .filter(id => kept.has(id))
      .map(
        id => [id, neighbours(graph.dependencies, id).filter(dependency => kept.has(dependency))] as const,
      ),
  )
}

/**
 * All ids, dependencies first. Of several ids that could come next, the one inserted first does, so that equal
 * graphs always give equal orders.
 */
export function topologicalOrder(graph: Graph): Result<readonly string[], Cycle> {
  const position = new Map(graph.ids.map((id, index) => [id, index] as const))
  const missing = graph.ids.map(id => neighbours(graph.dependencies, id).length)
  const ready: number[] = []
  missing.forEach((count, index) => {
    if (count === 0) pushSmallest(ready, index)
  })
  const order: string[] = []
  for (let next = popSmallest(ready); next !== undefined; next = popSmallest(ready)) {
    const id = graph.ids[next] as string
    order.push(id)
    for (const dependant of neighbours(graph.dependants, id)) {
      const index = position.get(dependant) as number
      const left = (missing[index] as number) - 1
      missing[index] = left
      if (left === 0) pushSmallest(ready, index)
    }
  }
  return order.length === graph.ids.length ? success(order) : failure(cycleOf(graph))
}

/**
 * The ids in groups: the first has no dependencies, each other depends on something in the group before it.
 * Within a group, ids keep insertion order.
 */
export function graphLevels(graph: Graph): Result<readonly (readonly string[])[], Cycle> {
  const order = topologicalOrder(graph)
  if (!order.ok) return order
  const depth = new Map<string, number>()
  for (const id of order.value) {
    let deepest = 0
    for (const dependency of neighbours(graph.dependencies, id)) {
      deepest = Math.max(deepest, (depth.get(dependency) ?? 0) + 1)
    }
    depth.set(id, deepest)
  }
  const levels: string[][] = []
  for (const id of graph.ids) {
    const index = depth.get(id) ?? 0
    while (levels.length <= index) levels.push([])
    levels[index]?.push(id)
  }
  return success(levels)
}

/** The first cycle met when walking from the ids in insertion order, or undefined where there is none. */
export function findCycle(graph: Graph): Cycle | undefined {
  const finished = new Set<string>()
  for (const root of graph.ids) {
    if (finished.has(root)) continue
    const path: string[] = [root]
    const onPath = new Set(path)
    const nextEdge: number[] = [0]
    while (path.length > 0) {
      const top = path.length - 1
      const id = path[top] as string
      const edge = nextEdge[top] as number
      const target = neighbours(graph.dependencies, id)[edge]
      if (target === undefined) {
        finished.add(id)
        onPath.delete(id)
        path.pop()
        nextEdge.pop()
        continue
      }
      nextEdge[top] = edge + 1
      if (onPath.has(target)) return { path: [...path.slice(path.indexOf(target)), target] }
      if (finished.has(target)) continue
      path.push(target)
      onPath.add(target)
      nextEdge.push(0)
    }
  }
  return undefined
}

/** Everything that the given ids depend on, directly or not. A given id is itself in only where a cycle leads back to it or another given id depends on it. */
export function transitiveDependencies(graph: Graph, from: Iterable<string>): ReadonlySet<string> {
  return reach(graph.dependencies, from)
}

/** Everything that depends on the given ids, directly or not; given ids are in under the same rule as for dependencies. */
export function transitiveDependants(graph: Graph, from: Iterable<string>): ReadonlySet<string> {
  return reach(graph.dependants, from)
}

function reach(edges: ReadonlyMap<string, readonly string[]>, from: Iterable<string>): ReadonlySet<string> {
  const seen = new Set<string>()
  const open = [...new Set(from)]
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    for (const next of neighbours(edges, id)) {
      if (seen.has(next)) continue
      seen.add(next)
      open.push(next)
    }
  }
  return seen
}

function cycleOf(graph: Graph): Cycle {
  const cycle = findCycle(graph)
  if (cycle === undefined) throw new Error('a graph without an order has no cycle: its maps disagree')
  return cycle
}

const none: readonly string[] = []
const neighbours = (edges: ReadonlyMap<string, readonly string[]>, id: string): readonly string[] =>
  edges.get(id) ?? none

// A binary heap of insertion positions: scanning for the smallest ready node would be quadratic.
function pushSmallest(heap: number[], value: number): void {
  let at = heap.push(value) - 1
  while (at > 0) {
    const parent = (at - 1) >> 1
    const above = heap[parent] as number
    if (above <= value) break
    heap[at] = above
    at = parent
  }
  heap[at] = value
}

function popSmallest(heap: number[]): number | undefined {
  const smallest = heap[0]
  const last = heap.pop()
  if (smallest === undefined || last === undefined || heap.length === 0) return smallest
  let at = 0
  for (;;) {
    let child = 2 * at + 1
    if (child >= heap.length) break
    if (child + 1 < heap.length && (heap[child + 1] as number) < (heap[child] as number)) child += 1
    const below = heap[child] as number
    if (below >= last) break
    heap[at] = below
    at = child
  }
  heap[at] = last
  return smallest
}

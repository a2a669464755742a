// Who needs whom: the services' edges, written and implied, the order that follows, and what a selection takes in.
import type { DependencyCondition, Service, Stack } from '../model/index.ts'
import { createGraph, type Graph, topologicalOrder, transitiveDependencies } from '../support/index.ts'

export interface Edge {
  /** The service that is depended on. */
  readonly on: string
  readonly condition: DependencyCondition
  readonly required: boolean
  /** Restart the dependant when the dependency was replaced. */
  readonly restart: boolean
  /** The dependant lives in a namespace of the other, or mounts what it mounts: it cannot outlive a replacement. */
  readonly shares?: 'namespace' | 'volumes'
}

export interface Dependencies {
  /** Edges of a service, to services of the stack alone. */
  of(service: string): readonly Edge[]
  readonly graph: Graph
  /** Every service, dependencies first. */
  readonly order: readonly string[]
}

/** Reads the edges of every service of a stack. A cycle (the rules refuse one) leaves the order of the files. */
export function readDependencies(stack: Stack): Dependencies {
  const edges = new Map<string, readonly Edge[]>()
  for (const [name, service] of Object.entries(stack.services)) {
    edges.set(
      name,
      edgesOf(service).filter(edge => Object.hasOwn(stack.services, edge.on) && edge.on !== name),
    )
  }
  const graph = createGraph([...edges].map(([name, list]) => [name, list.map(edge => edge.on)] as const))
  const order = topologicalOrder(graph)
  return { of: name => edges.get(name) ?? [], graph, order: order.ok ? order.value : graph.ids }
}

/** The named services with all that they need; every service where none is named. */
export function selectServices(
  dependencies: Dependencies,
  named: readonly string[] | undefined,
  noDeps: boolean,
): ReadonlySet<string> {
  const all = dependencies.graph.ids
  if (named === undefined || named.length === 0) return new Set(all)
  const chosen = new Set(named.filter(name => dependencies.graph.dependencies.has(name)))
  if (!noDeps) for (const needed of transitiveDependencies(dependencies.graph, chosen)) chosen.add(needed)
  return chosen
}

function edgesOf(service: Service): readonly Edge[] {
  const found = new Map<string, Edge>()
  for (const [on, dependency] of Object.entries(service.depends_on ?? {})) {
    const { condition, required, restart } = dependency
    found.set(on, { on, condition, required, restart: restart === true })
  }
  const imply = (on: string, shares?: Edge['shares']) => {
    const written = found.get(on) ?? { on, condition: 'service_started', required: true, restart: false }
    found.set(on, shares === undefined ? written : { ...written, shares: written.shares ?? shares })
  }
  for (const link of service.links ?? []) imply(link.split(':')[0] as string)
  for (const mode of [service.network_mode, service.ipc, service.pid, service.uts, service.cgroup]) {
    if (mode?.startsWith('service:')) imply(mode.slice('service:'.length), 'namespace')
  }
  for (const source of service.volumes_from ?? []) {
    if (!source.startsWith('container:')) imply(source.split(':')[0] as string, 'volumes')
  }
  return [...found.values()]
}

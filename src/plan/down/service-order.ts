// The order of services that a teardown goes by: the files' where there are files, else what the labels remember.
import { composeLabel, type Project } from '../../model/index.ts'
import type { Observed } from '../../observe/index.ts'
import { createGraph, type Graph, topologicalOrder, transitiveDependants } from '../../support/index.ts'
import { readDependencies } from '../dependencies.ts'

export interface ServiceOrder {
  /** Every known service, dependants first. */
  readonly names: readonly string[]
  dependants(name: string): readonly string[]
  dependencies(name: string): readonly string[]
  /** The named ones and all that depend on them; all where none is named. */
  withDependants(named: readonly string[] | undefined): ReadonlySet<string>
}

/** Services that profiles leave out are in too: what runs of them is of this project. */
export function serviceOrder(observed: Observed, project: Project | undefined): ServiceOrder {
  const graph = project === undefined ? graphFromLabels(observed) : graphFromFiles(project)
  const order = topologicalOrder(graph)
  return {
    names: [...(order.ok ? order.value : graph.ids)].reverse(),
    dependants: name => graph.dependants.get(name) ?? [],
    dependencies: name => graph.dependencies.get(name) ?? [],
    withDependants(named) {
      if (named === undefined || named.length === 0) return new Set(graph.ids)
      const known = named.filter(name => graph.dependencies.has(name))
      return new Set([...known, ...transitiveDependants(graph, known)])
    },
  }
}

function graphFromFiles(project: Project): Graph {
  const services = { ...project.stack.services, ...project.disabled }
  return readDependencies({ ...project.stack, services }).graph
}

/** `db:service_healthy:true,cache:service_started:false` on any container of a service. */
function graphFromLabels(observed: Observed): Graph {
  const edges = new Map<string, Set<string>>()
  for (const container of observed.containers) {
    if (container.ownership !== 'managed' || container.service === '') continue
    const known = edges.get(container.service) ?? new Set<string>()
    edges.set(container.service, known)
    for (const entry of (container.live.Config.Labels?.[composeLabel.dependsOn] ?? '').split(',')) {
      const name = entry.split(':')[0]
      if (name !== undefined && name !== '' && name !== container.service) known.add(name)
    }
  }
  return createGraph([...edges].sort(([a], [b]) => (a < b ? -1 : 1)))
}

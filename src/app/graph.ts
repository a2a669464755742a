// The stack as a graph: services, networks and volumes, and how they hang together. Drawn by presenters.
import { type Project, replicaCount } from '../model/index.ts'
import { isContingent, type Plan } from '../plan/index.ts'

export interface GraphNode {
  /** `service:web`, `network:default`, `volume:data`. */
  readonly id: string
  readonly type: 'service' | 'network' | 'volume'
  readonly label: string
  /** Image, ports, replicas: a line each. */
  readonly details: readonly string[]
  /** What a plan would do to it. */
  readonly change?: 'create' | 'change' | 'remove'
}

export interface GraphEdge {
  readonly from: string
  readonly to: string
  readonly kind: 'depends_on' | 'link' | 'network' | 'volume'
  /** A condition, an alias, a target path. */
  readonly label?: string
}

export interface StackGraph {
  readonly name: string
  readonly nodes: readonly GraphNode[]
  readonly edges: readonly GraphEdge[]
}

/** With a plan, nodes say what it would do to them. */
export function stackGraph(project: Project, plan?: Plan): StackGraph {
  const { stack } = project
  const changes = plan === undefined ? new Map<string, GraphNode['change']>() : changesOf(plan)
  const nodes: GraphNode[] = []
  const edges: GraphEdge[] = []
  const node = (type: GraphNode['type'], key: string, details: readonly string[]): void => {
    const id = `${type}:${key}`
    const change = changes.get(id)
    nodes.push({ id, type, label: key, details, ...(change && { change }) })
  }
  for (const [key, service] of Object.entries(stack.services)) {
    const replicas = replicaCount(service)
    node('service', key, [
      ...(service.image ? [service.image] : service.build ? ['built here'] : []),
      ...(service.ports ?? []).map(port => `${port.published ?? ''}:${port.target}`),
      ...(replicas === 1 ? [] : [`${replicas} replicas`]),
    ])
    const from = `service:${key}`
    const linked = new Set<string>()
    for (const link of service.links ?? []) {
      const [on = '', alias] = link.split(':')
      linked.add(on)
      edges.push({ from, to: `service:${on}`, kind: 'link', ...(alias && alias !== on && { label: alias }) })
    }
    for (const [on, { condition }] of Object.entries(service.depends_on ?? {})) {
      if (linked.has(on) && condition === 'service_started') continue
      const label =
        condition === 'service_started' ? undefined : condition.replace('service_', '').replaceAll('_', ' ')
      edges.push({ from, to: `service:${on}`, kind: 'depends_on', ...(label && { label }) })
    }
    for (const network of Object.keys(service.networks ?? {})) {
      edges.push({ from, to: `network:${network}`, kind: 'network' })
    }
    for (const volume of service.volumes ?? []) {
      if (volume.type !== 'volume' || volume.source === undefined) continue
      edges.push({ from, to: `volume:${volume.source}`, kind: 'volume', label: volume.target })
    }
  }
  for (const [key, network] of Object.entries(stack.networks))
    node('network', key, network.external ? ['external'] : [])
  for (const [key, volume] of Object.entries(stack.volumes))
    node('volume', key, volume.external ? ['external'] : [])
  const known = new Set(nodes.map(one => one.id))
  return { name: stack.name, nodes, edges: edges.filter(edge => known.has(edge.to)) }
}

function changesOf(plan: Plan): ReadonlyMap<string, GraphNode['change']> {
  const changes = new Map<string, GraphNode['change']>()
  for (const step of plan.steps) {
    if (step.effect !== 'change' || isContingent(step)) continue
    const { type, key } = step.resource
    if (type === 'image') continue
    const id = type === 'container' ? `service:${key.replace(/\.\d+$/, '')}` : `${type}:${key}`
    const creates = step.kind.startsWith('create')
    const removes = step.kind.startsWith('remove')
    const before = changes.get(id)
    if (before === undefined) changes.set(id, creates ? 'create' : removes ? 'remove' : 'change')
    else if ((before === 'create' && removes) || (before === 'remove' && creates)) changes.set(id, 'change')
  }
  return changes
}

// Dependencies that a service has without saying so: links, shared namespaces, borrowed volumes.
import { derived, derivedMap, withEntries } from '../canonical/rule.ts'
import type { Entry, MapNode, Node, Origin } from '../node.ts'
import { textIn } from '../scalar-text.ts'

interface Implied {
  readonly service: string
  readonly restart: boolean
  readonly origin: Origin
}

/** The service with its implied dependencies among those it declares; what is declared stays as it is. */
export function addImpliedDependencies(service: MapNode): MapNode {
  const implied = impliedBy(service)
  if (implied.length === 0) return service
  const declared = service.entries.get('depends_on')?.value
  if (declared !== undefined && declared.kind !== 'map') return service
  const entries = new Map<string, Entry>(declared?.entries)
  for (const { service: name, restart, origin } of implied) {
    if (entries.has(name)) continue
    entries.set(name, {
      key: origin,
      value: derivedMap(
        { condition: 'service_started', restart: restart || undefined, required: true },
        origin,
      ),
    })
  }
  const origin = declared?.origin ?? (implied[0] as Implied).origin
  return withEntries(service, { depends_on: { kind: 'map', entries, origin } })
}

/** The services that a service needs by links, namespaces and volumes, in this order. */
function impliedBy(service: MapNode): Implied[] {
  const found: Implied[] = []
  for (const link of itemsOf(service, 'links')) {
    const [name = ''] = (textIn(link) ?? '').split(':')
    if (name !== '') found.push({ service: name, restart: true, origin: link.origin })
  }
  for (const key of ['network_mode', 'ipc', 'pid', 'uts', 'cgroup']) {
    const node = service.entries.get(key)?.value
    const text = textIn(node)
    if (node !== undefined && text?.startsWith('service:')) {
      found.push({ service: text.slice('service:'.length), restart: true, origin: node.origin })
    }
  }
  for (const lender of itemsOf(service, 'volumes_from')) {
    const text = textIn(lender) ?? ''
    const [name = ''] = text.split(':')
    if (name !== '' && !text.startsWith('container:')) {
      found.push({ service: name, restart: false, origin: lender.origin })
    }
  }
  return found
}

function itemsOf(service: MapNode, key: string): readonly Node[] {
  const node = service.entries.get(key)?.value
  return node?.kind === 'list' ? node.items : []
}

/** A service that joins no network of its own, nor another's, joins the default one. */
export function joinDefaultNetwork(service: MapNode): MapNode {
  if (service.entries.has('network_mode') || service.entries.has('provider')) return service
  const networks = service.entries.get('networks')?.value
  if (networks?.kind === 'map' && networks.entries.size > 0) return service
  if (networks !== undefined && networks.kind !== 'map' && textIn(networks) !== undefined) return service
  const origin: Origin = { ...service.origin, from: 'default' }
  const entries = new Map<string, Entry>([['default', { key: origin, value: derived(null, origin) }]])
  return withEntries(service, { networks: { kind: 'map', entries, origin } })
}

// How a container meets networks: its endpoints with aliases, links and addresses, or a network mode.
// Endpoints are compared two ways, and mended by connecting; a mode takes a new container.
import type { ServiceNetwork } from '../model/index.ts'
import { asSet, type Concern } from './concern.ts'
import { atLeast, type Draft, type Path } from './draft.ts'
import { parseNamespace, printNamespace, symbolic } from './namespaces.ts'
import type { EndpointSpec, FieldValue } from './spec.ts'

export const networkingConcern: Concern = {
  heads: ['network_mode', 'networks', 'mac_address', 'links'],
  lower(draft) {
    const { service, stack } = draft.input
    if (service.network_mode) lowerMode(draft, service.network_mode)
    else {
      const keys = Object.keys(service.networks ?? {}).filter(key => stack.networks[key] !== undefined)
      if (keys.length === 0 && stack.networks.default !== undefined) keys.push('default')
      if (keys.length === 0) lowerMode(draft, 'none')
      else lowerEndpoints(draft, keys)
    }
  },
  read(live, context, fields) {
    const mode = live.HostConfig.NetworkMode ?? 'default'
    const isMode = /^(host|none|bridge|default|container:.*)$/.test(mode)
    fields.set('network_mode', { value: symbolic(mode, context), origin: isMode ? 'set' : 'default' })
  },
  equal(desired, live, name) {
    if (name === 'network_mode' && (desired === 'default' || desired === 'bridge'))
      return live === 'default' || live === 'bridge'
    return desired === live
  },
}

function lowerMode(draft: Draft, mode: string): void {
  const { service } = draft.input
  draft.networking = parseNamespace(mode)
  draft.field(
    'network_mode',
    printNamespace(draft.networking),
    ['network_mode'],
    draft.networking.kind === 'mode' ? 'fixed' : 'live',
  )
  if (service.mac_address) draft.config.MacAddress = service.mac_address
  if (mode === 'bridge' || mode === 'default') lowerBridgeLinks(draft)
}

/** The engine tells of these links in the names of that moment: only the label says what was asked for. */
function lowerBridgeLinks(draft: Draft): void {
  const bridgeLinks = links(draft)
  const bridgeExternalLinks = [...(draft.input.service.external_links ?? [])]
  draft.bridge = { bridgeLinks, bridgeExternalLinks }
  const written = [...bridgeLinks.map(link => `${link.service}:${link.alias}`), ...bridgeExternalLinks]
  if (written.length > 0) draft.field('links', asSet(written), ['links'], 'applied')
}

function lowerEndpoints(draft: Draft, keys: readonly string[]): void {
  const { service, stack } = draft.input
  const shared = {
    aliases: [service.name, ...(service.container_name ? [service.container_name] : [])],
    links: links(draft),
    externalLinks: [...(service.external_links ?? [])],
  }
  const endpoints = keys.map(key => {
    const own = service.networks?.[key] ?? {}
    return lowerEndpoint(draft, key, { own, name: stack.networks[key]?.name ?? key, shared })
  })
  // The network of the highest priority comes first; ties go by name, as in Docker Compose.
  endpoints.sort((a, b) => b.priority - a.priority || (a.key < b.key ? -1 : 1))
  const [first, ...others] = endpoints
  if (first !== undefined && service.mac_address && first.macAddress === undefined)
    endpoints[0] = { ...first, macAddress: service.mac_address }
  for (const other of others)
    if (other.macAddress !== undefined)
      draft.needsApi('1.44', ['networks', other.key, 'mac_address'], 'mac_address on a further network')
  draft.networking = { kind: 'endpoints', endpoints }
  for (const [index, endpoint] of endpoints.entries()) {
    draft.field(`networks.${endpoint.key}`, endpointValue(endpoint), ['networks', endpoint.key], 'live')
    if (!endpoint.macAddress) continue
    const own = service.networks?.[endpoint.key]?.mac_address !== undefined
    const path = own || index > 0 ? ['networks', endpoint.key, 'mac_address'] : ['mac_address']
    draft.field(macField(endpoint), endpoint.macAddress.toLowerCase(), path, 'applied')
  }
}

interface EndpointInput {
  readonly own: ServiceNetwork
  readonly name: string
  readonly shared: Pick<EndpointSpec, 'aliases' | 'links' | 'externalLinks'>
}

function lowerEndpoint(draft: Draft, key: string, { own, name, shared }: EndpointInput): EndpointSpec {
  const path: Path = ['networks', key]
  const driverOpts: Record<string, string> = {}
  for (const [option, value] of Object.entries(own.driver_opts ?? {}))
    driverOpts[option] = String(value ?? '')
  if (own.interface_name && draft.needsApi('1.49', [...path, 'interface_name'], 'interface_name'))
    driverOpts['com.docker.network.endpoint.ifname'] = own.interface_name
  const gateway =
    own.gw_priority !== undefined && draft.needsApi('1.48', [...path, 'gw_priority'], 'gw_priority')
  return {
    key,
    network: name,
    ...shared,
    aliases: [...new Set([...shared.aliases, ...(own.aliases ?? [])])],
    priority: own.priority ?? 0,
    ...(own.ipv4_address && { ipv4Address: own.ipv4_address }),
    ...(own.ipv6_address && { ipv6Address: own.ipv6_address }),
    ...(own.link_local_ips?.length && { linkLocalIps: [...own.link_local_ips] }),
    ...(own.mac_address && { macAddress: own.mac_address }),
    ...(Object.keys(driverOpts).length > 0 && { driverOpts }),
    ...(gateway && { gwPriority: own.gw_priority }),
  }
}

/** `redis:db` → service redis under the alias db. */
function links(draft: Draft): EndpointSpec['links'] {
  return (draft.input.service.links ?? []).map(link => {
    const [service = '', alias = service] = link.split(':')
    return { service, alias }
  })
}

/** A hardware address that was asked for looks like any other once the container runs: only the label tells. */
export const macField = (endpoint: EndpointSpec): string => `mac_address.${endpoint.key}`

/** An endpoint in the form of fields: what the file asks for, in one order. */
export function endpointValue(endpoint: EndpointSpec): FieldValue {
  return {
    aliases: asSet(endpoint.aliases),
    ...(endpoint.links.length > 0 && { links: asSet(endpoint.links.map(l => `${l.service}:${l.alias}`)) }),
    ...(endpoint.externalLinks?.length && { external_links: asSet(endpoint.externalLinks) }),
    ...(endpoint.ipv4Address && { ipv4_address: endpoint.ipv4Address }),
    ...(endpoint.ipv6Address && { ipv6_address: endpoint.ipv6Address }),
    ...(endpoint.linkLocalIps && { link_local_ips: asSet(endpoint.linkLocalIps) }),
    ...(endpoint.driverOpts && { driver_opts: endpoint.driverOpts }),
    ...(endpoint.gwPriority !== undefined && { gw_priority: endpoint.gwPriority }),
  }
}

/** Whether the engine takes every endpoint at create, and a hardware address an endpoint. */
export const takesAllEndpoints = (apiVersion: string): boolean => atLeast(apiVersion, '1.44')

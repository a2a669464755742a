// Network endpoints, compared two ways: what the file asks for, and what the container has. The label of what was applied
// cannot follow them, since they are mended by connecting.
import { type Applied, wasApplied } from './applied.ts'
import { asSet } from './concern.ts'
import type { LiveContainer, ReadContext } from './context.ts'
import type { Difference } from './difference.ts'
import { endpointValue, macField } from './endpoints.ts'
import type { LiveEndpoint } from './live.ts'
import type { ContainerSpec, EndpointSpec, Field, FieldValue } from './spec.ts'

export interface EndpointContext extends ReadContext {
  /** Names of the fields that already differ, so that nothing is said twice. */
  readonly reported: ReadonlySet<string>
  readonly applied: () => Applied | undefined
}

export function compareEndpoints(
  spec: ContainerSpec,
  live: LiveContainer,
  context: EndpointContext,
): readonly Difference[] {
  if (spec.networking.kind !== 'endpoints') return []
  const present = live.NetworkSettings?.Networks ?? {}
  const differences: Difference[] = []
  const wanted = new Set<string>()
  for (const endpoint of spec.networking.endpoints) {
    wanted.add(endpoint.network)
    const found = present[endpoint.network]
    const difference =
      found === undefined
        ? missing(spec, endpoint, { action: 'connect', context })
        : isStale(found, context)
          ? missing(spec, endpoint, { action: 'reconnect', context })
          : changed(spec, endpoint, { live, found, context })
    if (difference !== undefined) differences.push(difference)
  }
  for (const network of Object.keys(present))
    if (!wanted.has(network))
      differences.push(extra(spec, network, readEndpoint(present[network], live), context))
  return differences
}

/** The network that it was connected to is gone, though one of that name may be there. */
function isStale(found: LiveEndpoint, context: ReadContext): boolean {
  // Engines before 25.0 know no id before the first start.
  if (!found.NetworkID || context.networkNames === undefined) return false
  return !context.networkNames.has(found.NetworkID)
}

function missing(
  spec: ContainerSpec,
  endpoint: EndpointSpec,
  { action, context }: { readonly action: 'connect' | 'reconnect'; readonly context: EndpointContext },
): Difference {
  const field = fieldOf(spec, endpoint)
  return {
    field: `networks.${endpoint.key}`,
    change: 'added',
    to: endpointValue(endpoint),
    mend: 'connect',
    endpoint: { action, network: endpoint.network, spec: endpoint },
    ...(isDrift(endpoint, context) && { drift: true }),
    ...(field?.place && { place: field.place }),
  }
}

function extra(spec: ContainerSpec, network: string, from: FieldValue, context: EndpointContext): Difference {
  const prefix = `${spec.project}_`
  const key = network.startsWith(prefix) ? network.slice(prefix.length) : network
  return {
    field: `networks.${key}`,
    change: 'dropped',
    from,
    // One that was never applied was added by hand; another's container tells nothing.
    ...(context.applied()?.fingerprints.has(`networks.${key}`) === false && { drift: true }),
    mend: 'connect',
    endpoint: { action: 'disconnect', network },
  }
}

/** The file asks for what was applied: somebody else changed it since. */
function isDrift(endpoint: EndpointSpec, context: EndpointContext): boolean {
  const applied = context.applied()
  return applied !== undefined && wasApplied(applied, `networks.${endpoint.key}`, endpointValue(endpoint))
}

interface Found {
  readonly live: LiveContainer
  readonly found: LiveEndpoint
  readonly context: EndpointContext
}

function changed(spec: ContainerSpec, endpoint: EndpointSpec, at: Found): Difference | undefined {
  const { live, found, context } = at
  const own = new Set([live.Id.slice(0, 12), ...ownNames(spec, live), live.Config.Hostname ?? ''])
  const ownFor = (list: readonly string[]) => asSet(list.filter(alias => !own.has(alias)))
  // A hostname that is asked for as an alias too is no difference either way.
  const same =
    ownFor(endpoint.aliases).join() === ownFor(found.Aliases ?? []).join() &&
    (endpoint.ipv4Address ?? '') === (found.IPAMConfig?.IPv4Address ?? '') &&
    sameIpv6(endpoint.ipv6Address ?? '', found.IPAMConfig?.IPv6Address ?? '') &&
    asSet(endpoint.linkLocalIps ?? []).join() === asSet(found.IPAMConfig?.LinkLocalIPs ?? []).join() &&
    (context.reported.has(macField(endpoint)) || sameMac(endpoint.macAddress, found.MacAddress)) &&
    Object.entries(endpoint.driverOpts ?? {}).every(([key, value]) => found.DriverOpts?.[key] === value) &&
    (endpoint.gwPriority ?? 0) === (found.GwPriority ?? 0) &&
    sameLinks(endpoint, found, context)
  if (same) return undefined
  const field = fieldOf(spec, endpoint)
  return {
    field: `networks.${endpoint.key}`,
    change: 'changed',
    from: readEndpoint(found, live),
    to: endpointValue(endpoint),
    mend: 'connect',
    endpoint: { action: 'reconnect', network: endpoint.network, spec: endpoint },
    ...(isDrift(endpoint, context) && { drift: true }),
    ...(field?.place && { place: field.place }),
  }
}

/** The names that a container may be known by: not the one that it has to give up, which may be another's next. */
function ownNames(spec: ContainerSpec, live: LiveContainer): readonly string[] {
  const name = live.Name.replace(/^\//, '')
  const usual = ['-', '_'].map(by => [spec.project, spec.service, spec.number].join(by))
  const givenUp = name !== spec.name && !usual.includes(name) && !/^[0-9a-f]{12}_/.test(name)
  return givenUp ? [spec.name] : [spec.name, name]
}

/** The engine prints IPv6 in its short form. */
const sameIpv6 = (a: string, b: string): boolean =>
  a === b || (a !== '' && b !== '' && shortIpv6(a) === shortIpv6(b))

function shortIpv6(address: string): string {
  try {
    return new URL(`http://[${address}]`).hostname
  } catch {
    return address
  }
}

/** A stopped container has no hardware address, and one that nobody asked for is the engine's choice. */
const sameMac = (wanted: string | undefined, found: string | undefined): boolean =>
  !wanted || !found || wanted.toLowerCase() === found.toLowerCase()

/**
 * Every link that the file asks for is there, to the service's name or, from Docker Compose, to a replica's; and no other but
 * the further names that Docker Compose gives each.
 */
function sameLinks(endpoint: EndpointSpec, found: LiveEndpoint, context: ReadContext): boolean {
  const present = new Set(found.Links ?? [])
  const expected = new Set(endpoint.externalLinks?.map(withAlias) ?? [])
  for (const link of expected) if (!present.has(link)) return false
  for (const { service, alias } of endpoint.links) {
    const targets = [service, ...(context.services?.get(service) ?? []).map(replica => replica.name)]
    const asked = targets.filter(target => present.has(`${target}:${alias}`))
    if (asked.length === 0) return false
    for (const link of present) {
      const [target = '', name = ''] = link.split(':')
      // Docker Compose 2.26 numbers these names by the replica that links, not by the one that is linked to.
      const byCompose = name === service || [service, withoutNumber(target)].includes(withoutNumber(name))
      if (name === alias || (byCompose && targets.includes(target))) expected.add(link)
    }
  }
  return [...present].every(link => expected.has(link))
}

const withoutNumber = (name: string): string => name.replace(/[-_]\d+$/, '')

const withAlias = (link: string): string => (link.includes(':') ? link : `${link}:${link}`)

const fieldOf = (spec: ContainerSpec, endpoint: EndpointSpec): Field | undefined =>
  spec.fields.find(field => field.name === `networks.${endpoint.key}`)

/** A live endpoint in the form of fields, without what the engine adds. */
function readEndpoint(found: LiveEndpoint | undefined, live: LiveContainer): FieldValue {
  const own = new Set([live.Id.slice(0, 12), live.Name.replace(/^\//, '')])
  const ipam = found?.IPAMConfig
  return {
    aliases: asSet((found?.Aliases ?? []).filter(alias => !own.has(alias))),
    ...(found?.Links?.length && { links: asSet(found.Links) }),
    ...(ipam?.IPv4Address && { ipv4_address: ipam.IPv4Address }),
    ...(ipam?.IPv6Address && { ipv6_address: ipam.IPv6Address }),
    ...(ipam?.LinkLocalIPs?.length && { link_local_ips: asSet(ipam.LinkLocalIPs) }),
    ...(found?.DriverOpts && Object.keys(found.DriverOpts).length > 0 && { driver_opts: found.DriverOpts }),
    ...(found?.GwPriority && { gw_priority: found.GwPriority }),
  }
}

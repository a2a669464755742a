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
        ? missing(spec, endpoint, { action: 'connect', live, context })
        : isStale(found, context)
          ? missing(spec, endpoint, { action: 'reconnect', live, context })
          : changed(spec, endpoint, { live, found, context })
    if (difference !== undefined) differences.push(difference)
  }
  for (const network of Object.keys(present))
    if (!wanted.has(network)) differences.push(extra(spec, network, live, context))
  return differences
}

/** The network that it was connected to is gone, though one of that name may be there. */
function isStale(found: LiveEndpoint, context: ReadContext): boolean {
  // Engines before 25.0 know no id before the first start.
  if (!found.NetworkID || context.networkNames === undefined) return false
  return !context.networkNames.has(found.NetworkID)
}

interface Missing {
  readonly action: 'connect' | 'reconnect'
  readonly live: LiveContainer
  readonly context: EndpointContext
}

function missing(
  spec: ContainerSpec,
  endpoint: EndpointSpec,
  { action, live, context }: Missing,
): Difference {
  const field = fieldOf(spec, endpoint)
  const renamed =
    hasUnexplained(spec, live, context) && renamedKeys(spec, live, context).includes(endpoint.key)
  return {
    field: `networks.${endpoint.key}`,
    change: 'added',
    to: endpointValue(endpoint),
    mend: 'connect',
    endpoint: { action, network: endpoint.network, spec: endpoint },
    ...(!renamed && isDrift(endpoint, context) && { drift: true }),
    ...(field?.place && { place: field.place }),
  }
}

function extra(
  spec: ContainerSpec,
  network: string,
  live: LiveContainer,
  context: EndpointContext,
): Difference {
  const key = keyOf(spec, network)
  const applied = context.applied()
  const present = live.NetworkSettings?.Networks ?? {}
  return {
    field: `networks.${key}`,
    change: 'dropped',
    from: readEndpoint(present[network], live),
    // One that was never applied was added by hand; another's container tells nothing.
    ...(applied?.fingerprints.has(`networks.${key}`) === false &&
      renamedKeys(spec, live, context).length === 0 && { drift: true }),
    mend: 'connect',
    endpoint: { action: 'disconnect', network },
  }
}

/** The key that a network most likely had in the file, by its name. */
function keyOf(spec: ContainerSpec, network: string): string {
  const prefix = `${spec.project}_`
  return network.startsWith(prefix) ? network.slice(prefix.length) : network
}

/**
 * Keys under which the container was put on a network that bore another name then: it is not on one of theirs, and none of the name
 * that they have now has been made. The file says no more what that other name was.
 */
function renamedKeys(spec: ContainerSpec, live: LiveContainer, context: EndpointContext): readonly string[] {
  const endpoints = spec.networking.kind === 'endpoints' ? spec.networking.endpoints : []
  const made = new Set(context.networkNames?.values())
  const applied = context.applied()
  return endpoints
    .filter(({ key, network }) => !made.has(network) && applied?.fingerprints.has(`networks.${key}`))
    .filter(({ network }) => !Object.hasOwn(live.NetworkSettings?.Networks ?? {}, network))
    .map(one => one.key)
}

/** Whether the container is on a network that no key explains, as after a change of a network's name. */
function hasUnexplained(spec: ContainerSpec, live: LiveContainer, context: EndpointContext): boolean {
  const endpoints = spec.networking.kind === 'endpoints' ? spec.networking.endpoints : []
  const wanted = new Set(endpoints.map(one => one.network))
  return Object.keys(live.NetworkSettings?.Networks ?? {}).some(
    network =>
      !wanted.has(network) && !context.applied()?.fingerprints.has(`networks.${keyOf(spec, network)}`),
  )
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

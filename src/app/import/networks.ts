// How a container meets networks, as a stack file writes it; and the networks themselves. A network that is not the project's own
// is external: whoever else is on it stays reachable. Knows nothing of the rest of a service.
import type { LiveContainer, LiveEndpoint, LiveNetwork } from '../../lower/index.ts'
import { composeLabel } from '../../model/index.ts'
import { list, type Plain } from './service.ts'

/** A network's key in the stack: its key at Compose where it is the project's, else its name. */
export function networkKey(name: string, live: LiveNetwork | undefined, project: string): string {
  const key = live?.Labels?.[composeLabel.network]
  return key !== undefined && isOwn(live, project) ? key : name
}

const isOwn = (live: LiveNetwork | undefined, project: string): boolean =>
  live?.Labels?.[composeLabel.project] === project

/** The entry under the top level's `networks`. `fixed`: some service has an address of its own there, so the subnet must stay. */
export function topNetwork(
  name: string,
  live: LiveNetwork | undefined,
  { project, fixed }: { readonly project: string; readonly fixed: boolean },
): Plain | null {
  const key = networkKey(name, live, project)
  if (live === undefined || !isOwn(live, project)) return { external: true, ...(key !== name && { name }) }
  const options = Object.entries(live.Options ?? {}).filter(
    ([option]) => !option.startsWith('com.docker.network.enable_'),
  )
  const labels = Object.entries(live.Labels ?? {}).filter(
    ([label]) => !label.startsWith('com.docker.compose.') && !label.startsWith('io.gantry.'),
  )
  const ipam = live.IPAM
  const driver = ipam?.Driver !== undefined && ipam.Driver !== 'default' ? ipam.Driver : undefined
  const network: Plain = {
    ...(name !== `${project}_${key}` && { name }),
    ...(live.Driver !== 'bridge' && { driver: live.Driver }),
    ...(options.length > 0 && { driver_opts: Object.fromEntries(options) }),
    ...((driver !== undefined || fixed) && {
      ipam: { ...(driver !== undefined && { driver }), ...(fixed && { config: pools(live) }) },
    }),
    ...(live.Internal && { internal: true }),
    ...(live.Attachable && { attachable: true }),
    ...(live.EnableIPv6 && { enable_ipv6: true }),
    ...(labels.length > 0 && { labels: Object.fromEntries(labels) }),
  }
  return Object.keys(network).length === 0 ? null : network
}

function pools(live: LiveNetwork): readonly Plain[] {
  return (live.IPAM?.Config ?? []).map(pool => ({
    subnet: pool.Subnet,
    ...(pool.IPRange && { ip_range: pool.IPRange }),
    ...(pool.Gateway && { gateway: pool.Gateway.split('/')[0] }),
    ...(pool.AuxiliaryAddresses &&
      Object.keys(pool.AuxiliaryAddresses).length > 0 && { aux_addresses: pool.AuxiliaryAddresses }),
  }))
}

export interface NetworkingInput {
  readonly live: LiveContainer
  /** Service name. */
  readonly service: string
  /** As the fields have it: `host`, `service:db`, a network's name. */
  readonly mode: string
  /** Name at the engine → key in the stack. */
  readonly key: (network: string) => string
  /** Container name or id → the service that it becomes. */
  readonly serviceOf: (container: string) => string | undefined
}

export interface Networking {
  /** Names of the networks that it is on. */
  readonly networks: readonly string[]
  /** Those on which it has an address of its own. */
  readonly fixed: readonly string[]
  /** It is on the default bridge and on others, which no stack file can say. */
  readonly leavesBridge: boolean
}

/** Writes `network_mode` or `networks`, and links. */
export function writeNetworking(service: Plain, input: NetworkingInput): Networking {
  const { live, mode } = input
  const joined = Object.entries(live.NetworkSettings?.Networks ?? {}).filter(([name]) => name !== 'bridge')
  const isMode = /^(host|none|container:.*|service:.*)$/.test(mode)
  const onBridge = mode === 'default' || mode === 'bridge'
  if (isMode || (onBridge && joined.length === 0)) {
    service.network_mode = onBridge ? 'bridge' : mode
    for (const link of live.HostConfig.Links ?? []) {
      const [target = '', alias = ''] = link.split(':')
      writeLink(service, input, [target.replace(/^\//, ''), alias.replace(/^.*\//, '')])
    }
    return { networks: [], fixed: [], leavesBridge: false }
  }
  const networks: Plain = {}
  const fixed: string[] = []
  // Without a priority the first by name gives the default route and takes the published ports.
  const first = joined.map(([name]) => input.key(name)).sort()[0]
  for (const [name, endpoint] of joined) {
    const own = readEndpoint(endpoint, input)
    if (own.ipv4_address !== undefined || own.ipv6_address !== undefined) fixed.push(name)
    if (name === mode && input.key(name) !== first) own.priority = 1
    networks[input.key(name)] = Object.keys(own).length > 0 ? own : null
    for (const link of endpoint.Links ?? []) {
      const [target = '', alias = ''] = link.split(':')
      writeLink(service, input, [target, alias])
    }
  }
  const keys = Object.keys(networks).sort()
  const plain = keys.every(key => networks[key] === null)
  if (!(plain && keys.length === 1 && keys[0] === 'default'))
    service.networks = plain ? keys : Object.fromEntries(keys.map(key => [key, networks[key]]))
  if (live.Config.MacAddress) service.mac_address = live.Config.MacAddress
  return { networks: joined.map(([name]) => name), fixed, leavesBridge: onBridge }
}

function readEndpoint(endpoint: LiveEndpoint, { live, service }: NetworkingInput): Plain {
  const byItself = new Set([
    live.Id.slice(0, 12),
    live.Name.replace(/^\//, ''),
    service,
    live.Config.Hostname,
  ])
  const aliases = [...new Set(endpoint.Aliases ?? [])].filter(alias => !byItself.has(alias)).sort()
  const given = endpoint.IPAMConfig
  return {
    ...(aliases.length > 0 && { aliases }),
    ...(given?.IPv4Address && { ipv4_address: given.IPv4Address }),
    ...(given?.IPv6Address && { ipv6_address: given.IPv6Address }),
    ...(given?.LinkLocalIPs?.length && { link_local_ips: given.LinkLocalIPs }),
    ...(Object.keys(endpoint.DriverOpts ?? {}).length > 0 && { driver_opts: endpoint.DriverOpts }),
    ...(endpoint.GwPriority && { gw_priority: endpoint.GwPriority }),
  }
}

/** To a service where the other container becomes one too, else to the container itself. */
function writeLink(
  service: Plain,
  { serviceOf }: NetworkingInput,
  [target, alias]: readonly [string, string],
): void {
  const other = serviceOf(target)
  const link = `${other ?? target}${alias === '' || alias === (other ?? target) ? '' : `:${alias}`}`
  const links = list(service, other === undefined ? 'external_links' : 'links')
  if (!links.includes(link)) links.push(link)
}

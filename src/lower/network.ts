// A network with its sides together: file → spec → create body, and inspect → the same fields. Nothing of it is updated in place.
import { composeLabel, gantryLabel, type Network } from '../model/index.ts'
import { errorProblem, type Problem } from '../problem/index.ts'
import type { ServiceInput } from './context.ts'
import type { Difference } from './difference.ts'
import { atLeast, LocatedField, type Path } from './draft.ts'
import { compareFixed } from './fixed-fields.ts'
import { resourceLabels } from './identity.ts'
import { isReservedLabel } from './labels.ts'
import type { LiveNetwork } from './live.ts'
import type { Field, FieldValue, NetworkSpec } from './spec.ts'

type Input = Omit<ServiceInput, 'service'>

export function lowerNetwork(
  input: Input,
  key: string,
): { readonly spec: NetworkSpec; readonly problems: readonly Problem[] } {
  const network = input.stack.networks[key] as Network
  const driverOpts: Record<string, string> = {}
  for (const [name, value] of Object.entries(network.driver_opts ?? {}))
    driverOpts[name] = String(value ?? '')
  const spec: Omit<NetworkSpec, 'fields'> = {
    key,
    name: network.name,
    external: network.external ?? false,
    ...(network.driver && { driver: network.driver }),
    driverOpts,
    ipam: lowerIpam(network),
    internal: network.internal ?? false,
    attachable: network.attachable ?? false,
    ...(network.enable_ipv4 !== undefined && { enableIPv4: network.enable_ipv4 }),
    ...(network.enable_ipv6 !== undefined && { enableIPv6: network.enable_ipv6 }),
    labels: resourceLabels(input, network.labels, { label: composeLabel.network, value: key }),
  }
  const fields = spec.external ? [] : lowerFields(input, spec)
  return { spec: { ...spec, fields }, problems: spec.external ? [] : versionProblems(input, key, network) }
}

function lowerIpam(network: Network): NetworkSpec['ipam'] {
  const { ipam } = network
  const options: Record<string, string> = {}
  for (const [name, value] of Object.entries(ipam?.options ?? {})) options[name] = String(value)
  return {
    ...(ipam?.driver && { driver: ipam.driver }),
    options,
    pools: (ipam?.config ?? []).map(pool => ({
      ...(pool.subnet && { subnet: pool.subnet }),
      ...(pool.gateway && { gateway: pool.gateway }),
      ...(pool.ip_range && { ipRange: pool.ip_range }),
      ...(pool.aux_addresses && { auxAddresses: pool.aux_addresses }),
    })),
  }
}

function lowerFields(input: Input, spec: Omit<NetworkSpec, 'fields'>): readonly Field[] {
  const fields: Field[] = []
  const add = (name: string, value: FieldValue, path: Path) => {
    const full = ['networks', spec.key, ...path]
    fields.push(new LocatedField(name, value, { origins: input.project.origins, path: full }))
  }
  if (spec.driver) add('driver', spec.driver, ['driver'])
  for (const [name, value] of Object.entries(spec.driverOpts))
    add(`driver_opts.${name}`, value, ['driver_opts', name])
  if (spec.ipam.driver) add('ipam.driver', spec.ipam.driver, ['ipam', 'driver'])
  for (const [name, value] of Object.entries(spec.ipam.options))
    add(`ipam.options.${name}`, value, ['ipam', 'options', name])
  for (const [index, pool] of spec.ipam.pools.entries())
    add(`ipam.config.${pool.subnet ?? index}`, poolValue(pool), ['ipam', 'config', index])
  if (spec.internal) add('internal', true, ['internal'])
  if (spec.attachable) add('attachable', true, ['attachable'])
  if (spec.enableIPv4 !== undefined) add('enable_ipv4', spec.enableIPv4, ['enable_ipv4'])
  if (spec.enableIPv6 !== undefined) add('enable_ipv6', spec.enableIPv6, ['enable_ipv6'])
  for (const [name, value] of Object.entries(spec.labels))
    if (!isReservedLabel(name)) add(`labels.${name}`, value, ['labels', name])
  return fields
}

type Pool = NetworkSpec['ipam']['pools'][number]

const poolValue = (pool: Pool): FieldValue => ({
  ...(pool.subnet && { subnet: pool.subnet }),
  ...(pool.gateway && { gateway: pool.gateway }),
  ...(pool.ipRange && { ip_range: pool.ipRange }),
  ...(pool.auxAddresses && Object.keys(pool.auxAddresses).length > 0 && { aux_addresses: pool.auxAddresses }),
})

function versionProblems({ project, context }: Input, key: string, network: Network): readonly Problem[] {
  // Without IPv4 there is nothing to fall back to; an engine that is too old would give IPv4 all the same.
  if (network.enable_ipv4 !== false || atLeast(context.engine.apiVersion, '1.47')) return []
  const place = project.origins.at(['networks', key, 'enable_ipv4'])?.place
  return [
    errorProblem(
      'engine-too-old',
      `enable_ipv4: false needs Docker Engine 27.2 (API 1.47); this engine has API ${context.engine.apiVersion}`,
      {
        hint: 'upgrade the engine, or leave enable_ipv4 out',
        path: `networks.${key}.enable_ipv4`,
        ...(place && { place }),
      },
    ),
  ]
}

/** The body of `POST /networks/create`. */
export function networkBody(spec: NetworkSpec): Record<string, unknown> {
  return {
    Name: spec.name,
    CheckDuplicate: true,
    Driver: spec.driver ?? 'bridge',
    Internal: spec.internal,
    Attachable: spec.attachable,
    ...(spec.enableIPv4 !== undefined && { EnableIPv4: spec.enableIPv4 }),
    ...(spec.enableIPv6 !== undefined && { EnableIPv6: spec.enableIPv6 }),
    IPAM: {
      Driver: spec.ipam.driver ?? 'default',
      ...(Object.keys(spec.ipam.options).length > 0 && { Options: spec.ipam.options }),
      Config: spec.ipam.pools.map(pool => ({
        ...(pool.subnet && { Subnet: pool.subnet }),
        ...(pool.gateway && { Gateway: pool.gateway }),
        ...(pool.ipRange && { IPRange: pool.ipRange }),
        ...(pool.auxAddresses && { AuxiliaryAddresses: pool.auxAddresses }),
      })),
    },
    Options: spec.driverOpts,
    Labels: spec.labels,
  }
}

/** What differs between the file's network and the engine's. External networks are not compared. */
export function compareNetwork(spec: NetworkSpec, live: LiveNetwork): readonly Difference[] {
  return spec.external ? [] : compareFixed(spec.fields, readNetwork(spec, live))
}

/** Reads a live network back in the form of fields; what the engine adds by itself is left out. */
function readNetwork(spec: NetworkSpec, live: LiveNetwork): ReadonlyMap<string, FieldValue> {
  const read = new Map<string, FieldValue>()
  if (spec.driver || live.Driver !== 'bridge') read.set('driver', live.Driver)
  for (const [name, value] of Object.entries(live.Options ?? {}))
    if (name in spec.driverOpts || !isEngineOption(name)) read.set(`driver_opts.${name}`, value)
  const ipam = live.IPAM
  if (ipam?.Driver && (spec.ipam.driver || ipam.Driver !== 'default')) read.set('ipam.driver', ipam.Driver)
  // Podman writes there which of its own plugins gives the addresses.
  for (const [name, value] of Object.entries(ipam?.Options ?? {}))
    if (name !== 'driver' || name in spec.ipam.options) read.set(`ipam.options.${name}`, value)
  readPools(spec, live, read)
  if (live.Internal) read.set('internal', true)
  // Docker Compose 1 made every network attachable, which means nothing on one engine.
  if (live.Attachable && (spec.attachable || isOurs(live))) read.set('attachable', true)
  if (spec.enableIPv4 !== undefined) read.set('enable_ipv4', live.EnableIPv4 ?? true)
  if (spec.enableIPv6 !== undefined || live.EnableIPv6) read.set('enable_ipv6', live.EnableIPv6 ?? false)
  for (const [name, value] of Object.entries(live.Labels ?? {}))
    if (!isReservedLabel(name)) read.set(`labels.${name}`, value)
  return read
}

const isOurs = (live: LiveNetwork): boolean => live.Labels?.[gantryLabel.version] !== undefined

/** Options that newer engines write into every network. */
const isEngineOption = (name: string): boolean =>
  name.startsWith('com.docker.network.enable_') || name === 'com.docker.network.windowsshim.hnsid'

/** Pools that nobody asked for are the engine's choice; a gateway that nobody asked for too. */
function readPools(spec: NetworkSpec, live: LiveNetwork, read: Map<string, FieldValue>): void {
  if (spec.ipam.pools.length === 0) return
  for (const [index, pool] of (live.IPAM?.Config ?? []).entries()) {
    const asked =
      spec.ipam.pools.find(candidate => candidate.subnet === pool.Subnet) ??
      (spec.ipam.pools[index]?.subnet === undefined ? spec.ipam.pools[index] : undefined)
    const isIpv6 = pool.Subnet?.includes(':') ?? false
    if (asked === undefined && isIpv6 && !spec.ipam.pools.some(other => other.subnet?.includes(':'))) continue
    const auxiliary = pool.AuxiliaryAddresses
    read.set(
      `ipam.config.${asked !== undefined && asked.subnet === undefined ? index : (pool.Subnet ?? index)}`,
      poolValue({
        ...(pool.Subnet && (asked === undefined || asked.subnet) && { subnet: pool.Subnet }),
        ...(pool.Gateway && asked?.gateway && { gateway: pool.Gateway.split('/')[0] ?? '' }),
        ...(pool.IPRange && { ipRange: pool.IPRange }),
        ...(auxiliary && { auxAddresses: auxiliary }),
      }),
    )
  }
}

// Static addresses of services: inside a subnet of their network, and each only once.
import type { Problem } from '../../problem/index.ts'
import { isWithin, parseAddress, parseSubnet, type Subnet } from '../../support/index.ts'
import { replicaCount } from '../names.ts'
import type { Service } from '../service.ts'
import type { Network } from '../stack.ts'
import { inFileOrder, type ModelPath, printWhere, type Rule, type RuleSubject, tell } from './rule.ts'

interface Asked {
  readonly service: Service
  readonly network: string
  readonly text: string
  readonly path: ModelPath
}

interface Owner {
  readonly who: string
  readonly path: ModelPath
}

export const checkAddresses: Rule = function* (subject) {
  const owners = new Map<string, Owner>()
  const subnets = new Map<string, readonly Subnet[] | undefined>()
  for (const asked of staticAddresses(subject)) {
    const { network: key, text, path } = asked
    const address = parseAddress(text)
    if (address === undefined) {
      yield tell(
        subject,
        'bad-address',
        path,
        `${JSON.stringify(text)} is not an IP address, so the engine will refuse the container`,
        { hint: 'write an address without a prefix, such as "172.28.0.10"' },
      )
      continue
    }
    const network = subject.stack.networks[key]
    if (network === undefined) continue
    if (!subnets.has(key)) {
      subnets.set(key, subnetsOf(network))
      for (const [owner, taken, at] of takenByNetwork(network, key)) {
        const value = parseAddress(taken)
        if (value) owners.set(`${key} ${value.family} ${value.value}`, { who: owner, path: at })
      }
    }
    yield* checkInside(subject, asked, subnets.get(key), address)
    yield* checkReplicas(subject, asked)
    const name = `${key} ${address.family} ${address.value}`
    const owner = owners.get(name)
    if (owner === undefined) owners.set(name, { who: asked.service.name, path })
    else yield had(subject, { ...asked, who: asked.service.name }, owner)
  }
}

function had(
  subject: RuleSubject,
  asked: { readonly text: string; readonly network: string; readonly who: string; readonly path: ModelPath },
  owner: Owner,
): Problem {
  const [first, second] = inFileOrder<Owner>(subject, owner, asked)
  return tell(
    subject,
    'address-twice',
    second.path,
    `${asked.text} on network ${asked.network} is the address of ${first.who} too${printWhere(subject, first.path, second.path)}, so only one of them can have it`,
    {
      hint: 'give each an address of its own, or leave the choice to the engine',
      related: [{ message: `${first.who} has it here`, path: first.path }],
    },
  )
}

function* staticAddresses({ services }: RuleSubject): Iterable<Asked> {
  for (const service of services) {
    for (const [network, settings] of Object.entries(service.networks ?? {})) {
      for (const key of ['ipv4_address', 'ipv6_address'] as const) {
        const text = settings?.[key]
        if (!text) continue
        yield { service, network, text, path: ['services', service.name, 'networks', network, key] }
      }
    }
  }
}

/** Undefined where they are not for the stack to know: an external network's, another address manager's. */
function subnetsOf(network: Network): readonly Subnet[] | undefined {
  if (network.external === true) return undefined
  if (network.ipam?.driver !== undefined && network.ipam.driver !== 'default') return undefined
  const texts = (network.ipam?.config ?? []).flatMap(pool => pool.subnet ?? [])
  const found = texts.flatMap(text => parseSubnet(text) ?? [])
  return found.length === texts.length ? found : undefined
}

function* takenByNetwork(network: Network, key: string): Iterable<readonly [string, string, ModelPath]> {
  for (const [index, pool] of (network.ipam?.config ?? []).entries()) {
    const path = ['networks', key, 'ipam', 'config', index]
    if (pool.gateway) yield ['the gateway', pool.gateway, [...path, 'gateway']]
    for (const [name, text] of Object.entries(pool.aux_addresses ?? {})) {
      yield [`the auxiliary address ${name}`, text, [...path, 'aux_addresses', name]]
    }
  }
}

function* checkInside(
  subject: RuleSubject,
  { network, text, path }: Asked,
  subnets: readonly Subnet[] | undefined,
  address: NonNullable<ReturnType<typeof parseAddress>>,
): Iterable<Problem> {
  if (subnets === undefined || subnets.some(subnet => isWithin(address, subnet))) return
  const own = subnets.filter(subnet => subnet.family === address.family)
  const at = ['networks', network]
  const where = printWhere(subject, at, path)
  const texts = (subject.stack.networks[network]?.ipam?.config ?? [])
    .flatMap(pool => pool.subnet ?? [])
    .filter(subnet => parseSubnet(subnet)?.family === address.family)
  const related = [{ message: `network ${network} is defined here`, path: at }]
  yield own.length === 0
    ? tell(
        subject,
        'address-outside-subnet',
        path,
        `${text} needs a subnet that the file sets, and network ${network}${where} has none${address.family === 6 ? ' for IPv6' : ''}, so the engine will refuse the container`,
        {
          hint: `add ipam: {config: [{subnet: …}]} to network ${network}, with a subnet that holds ${text}, or drop the address`,
          related,
        },
      )
    : tell(
        subject,
        'address-outside-subnet',
        path,
        `${text} lies outside of ${texts.join(' and ')}, the subnet of network ${network}${where}, so the engine will refuse the container`,
        { hint: `choose an address within ${texts.join(' or ')}`, related },
      )
}

function* checkReplicas(subject: RuleSubject, { service, text, path }: Asked): Iterable<Problem> {
  const replicas = replicaCount(service)
  if (replicas <= 1) return
  yield tell(
    subject,
    'address-twice',
    path,
    `${text} can be had once, and ${service.name} has ${replicas} replicas: ${replicas - 1} of them cannot start`,
    { hint: 'drop the address, and reach the replicas by the name of the service' },
  )
}

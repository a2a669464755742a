// Subnets of the networks that the stack makes: readable, with their gateways inside, and apart from each other.
import type { Problem } from '../../problem/index.ts'
import { isPartOf, isWithin, parseAddress, parseSubnet, type Subnet } from '../../support/index.ts'
import type { IpamPool, Network } from '../stack.ts'
import { inFileOrder, type ModelPath, printWhere, type Rule, type RuleSubject, tell } from './rule.ts'

interface Owned {
  readonly network: string
  readonly text: string
  readonly subnet: Subnet
  readonly path: ModelPath
}

export const checkSubnets: Rule = function* (subject) {
  const owned: Owned[] = []
  for (const [key, network] of Object.entries(subject.stack.networks)) {
    // A network that nobody joins is not made.
    if (!subject.used.networks.has(key) || network.external === true || !usesDefaultIpam(network)) continue
    for (const [index, pool] of (network.ipam?.config ?? []).entries()) {
      const path = ['networks', key, 'ipam', 'config', index]
      const { subnet, problems } = readPool(subject, pool, path)
      yield* problems
      if (subnet !== undefined && pool.subnet !== undefined) {
        owned.push({ network: key, text: pool.subnet, subnet, path: [...path, 'subnet'] })
      }
    }
  }
  yield* checkOverlaps(subject, owned)
}

/** Other address managers have rules of their own. */
const usesDefaultIpam = (network: Network): boolean =>
  network.ipam?.driver === undefined || network.ipam.driver === 'default'

function readPool(
  subject: RuleSubject,
  pool: IpamPool,
  path: ModelPath,
): { subnet?: Subnet; problems: readonly Problem[] } {
  if (pool.subnet === undefined) return { problems: [] }
  const subnet = parseSubnet(pool.subnet)
  if (subnet === undefined) {
    const isAddress = parseAddress(pool.subnet) !== undefined
    const problem = tell(
      subject,
      'bad-address',
      [...path, 'subnet'],
      `${JSON.stringify(pool.subnet)} is not a subnet, so the engine will refuse the network`,
      {
        hint: isAddress
          ? `add the length of the prefix: "${pool.subnet}/${pool.subnet.includes(':') ? 64 : 24}"`
          : 'write an address and the length of the prefix, such as "172.28.0.0/16"',
      },
    )
    return { problems: [problem] }
  }
  const problems: Problem[] = []
  const inside: readonly (readonly [string, string | undefined, ModelPath])[] = [
    ['gateway', pool.gateway, [...path, 'gateway']],
    ...Object.entries(pool.aux_addresses ?? {}).map(
      ([name, text]) => [`auxiliary address ${name}`, text, [...path, 'aux_addresses', name]] as const,
    ),
  ]
  for (const [what, text, at] of inside) {
    if (text === undefined) continue
    const address = parseAddress(text.split('/')[0] ?? '')
    if (address === undefined) yieldBad(text, at)
    else if (!isWithin(address, subnet)) yieldOutside(what, text, at)
  }
  if (pool.ip_range !== undefined) {
    const range = parseSubnet(pool.ip_range)
    if (range === undefined) yieldBad(pool.ip_range, [...path, 'ip_range'])
    else if (!isPartOf(range, subnet)) yieldOutside('ip_range', pool.ip_range, [...path, 'ip_range'])
  }
  return { subnet, problems }

  function yieldBad(text: string, at: ModelPath): void {
    const message = `${JSON.stringify(text)} is not an address, so the engine will refuse the network`
    problems.push(
      tell(subject, 'bad-address', at, message, { hint: `write one that lies within ${pool.subnet}` }),
    )
  }
  function yieldOutside(what: string, text: string, at: ModelPath): void {
    problems.push(
      tell(
        subject,
        'address-outside-subnet',
        at,
        `${what} ${text} lies outside of the subnet ${pool.subnet}${printWhere(subject, [...path, 'subnet'], at)}, so the engine will refuse the network`,
        {
          hint: `choose one within ${pool.subnet}`,
          related: [{ message: 'the subnet stands here', path: [...path, 'subnet'] }],
        },
      ),
    )
  }
}

/** Subnets are apart or one lies in the other: sorted by first address, the widest first, one pass finds every such pair's inner. */
function* checkOverlaps(subject: RuleSubject, owned: readonly Owned[]): Iterable<Problem> {
  const sorted = owned
    .map((own, order) => ({ ...own, order }))
    .sort(
      (a, b) =>
        a.subnet.family - b.subnet.family ||
        compare(a.subnet.first, b.subnet.first) ||
        a.subnet.prefix - b.subnet.prefix ||
        a.order - b.order,
    )
  let outer: (typeof sorted)[number] | undefined
  for (const current of sorted) {
    if (outer === undefined || !isPartOf(current.subnet, outer.subnet)) {
      outer = current
      continue
    }
    const [first, second] =
      outer.order < current.order
        ? inFileOrder(subject, outer, current)
        : inFileOrder(subject, current, outer)
    const same = first.text === second.text
    yield tell(
      subject,
      'overlapping-subnets',
      second.path,
      same
        ? `the subnet ${second.text} is that of network ${first.network} too${printWhere(subject, first.path, second.path)}, so only one of them can be made`
        : `the subnet ${second.text} overlaps with ${first.text} of network ${first.network}${printWhere(subject, first.path, second.path)}, so only one of them can be made`,
      {
        hint: 'give each network a subnet of its own, or leave the choice to the engine',
        related: [{ message: `${first.network} has its subnet here`, path: first.path }],
      },
    )
  }
}

const compare = (a: bigint, b: bigint): number => (a < b ? -1 : a > b ? 1 : 0)

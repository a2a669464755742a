// Ports of the host: each can be had once. Who takes which, over all services and replicas.
import type { Problem } from '../../problem/index.ts'
import { type IntegerRange, integerRangeSize, parseAddress, parseIntegerRange } from '../../support/index.ts'
import { replicaCount } from '../names.ts'
import type { Port, Service } from '../service.ts'
import { inFileOrder, type ModelPath, printWhere, type Rule, type RuleSubject, tell } from './rule.ts'

/** One entry of `ports` that takes ports of the host. */
interface Claim {
  readonly service: Service
  readonly path: ModelPath
  readonly port: Port
  readonly range: IntegerRange
  readonly protocol: string
}

/** Who took a port of a protocol: the first claim, by the addresses that it listens on; `4:any` for any of a family. */
type Taken = Map<string, Claim>

/** Two claims to one port, a range that may swallow a claimed port, more replicas than ports. */
export const checkHostPorts: Rule = function* (subject) {
  /** Claims to single ports, by port and protocol. */
  const fixed = new Map<string, Claim[]>()
  const ranges: Claim[] = []
  for (const service of subject.services) {
    if (service.ports === undefined || !publishes(service)) continue
    const replicas = service.deploy?.mode === 'global' ? 1 : replicaCount(service)
    for (const claim of claimsOf(service)) {
      const { first, last } = claim.range
      if (replicas > last - first + 1) yield tooFew(subject, claim, replicas)
      if (first !== last) ranges.push(claim)
      else {
        const key = `${first}/${claim.protocol}`
        const others = fixed.get(key)
        if (others === undefined) fixed.set(key, [claim])
        else others.push(claim)
      }
    }
  }
  for (const claims of fixed.values()) if (claims.length > 1) yield* checkClaims(subject, claims)
  if (ranges.length > 0) yield* checkRanges(subject, ranges, fixed)
}

/** The network mode of another, or none, publishes nothing; that is another rule's to tell. */
const publishes = (service: Service): boolean =>
  !/^(host|none|service:|container:)/.test(service.network_mode ?? '')

function* claimsOf(service: Service): Iterable<Claim> {
  for (const [index, port] of (service.ports ?? []).entries()) {
    const range = port.published === undefined ? undefined : parseIntegerRange(String(port.published))
    // Port 0 is any free one.
    if (range === undefined || range.last === 0) continue
    yield {
      service,
      path: ['services', service.name, 'ports', index],
      port,
      range,
      protocol: port.protocol || 'tcp',
    }
  }
}

/** Families and addresses that a claim listens on: `4:*`, `4:<number>`. Without an address, every one of both families. */
function listensOn(hostIp: string | undefined): readonly string[] {
  if (hostIp === undefined || hostIp === '') return ['4:*', '6:*']
  const address = parseAddress(hostIp)
  if (address === undefined) return [hostIp]
  return [address.value === 0n ? `${address.family}:*` : `${address.family}:${address.value}`]
}

/** The one that holds what a claim wants. */
function holderOf(claim: Claim, taken: Taken): Claim | undefined {
  for (const listen of listensOn(claim.port.host_ip)) {
    const family = listen.slice(0, 2)
    const holder = listen.endsWith(':*')
      ? taken.get(`${family}any`)
      : (taken.get(listen) ?? taken.get(`${family}*`))
    if (holder !== undefined) return holder
  }
  return undefined
}

function take(claim: Claim, taken: Taken): void {
  for (const listen of listensOn(claim.port.host_ip)) {
    if (!taken.has(listen)) taken.set(listen, claim)
    const any = `${listen.slice(0, 2)}any`
    if (!taken.has(any)) taken.set(any, claim)
  }
}

function* checkClaims(subject: RuleSubject, claims: readonly Claim[]): Iterable<Problem> {
  const taken: Taken = new Map()
  for (const claim of claims) {
    const holder = holderOf(claim, taken)
    take(claim, taken)
    if (holder !== undefined) yield collision(subject, claim, holder)
  }
}

function collision(subject: RuleSubject, one: Claim, other: Claim): Problem {
  const [holder, claim] = inFileOrder(subject, other, one)
  const own = holder.service === claim.service
  const who = own ? `${printTarget(holder)} of the same service` : holder.service.name
  const where = printWhere(subject, holder.path, claim.path)
  return tell(
    subject,
    'host-port-twice',
    claim.path,
    `host port ${printHost(claim)} is published for ${who} already${where}, so ${own ? 'its container cannot start' : 'only one of them can start'}`,
    {
      hint: `publish another one, such as ${suggestPort(claim)}, or leave the host port out where nobody outside needs it`,
      related: [{ message: `${holder.service.name} publishes it here`, path: holder.path }],
    },
  )
}

/** A fixed port needs one replica, a range one port a replica. */
function tooFew(subject: RuleSubject, claim: Claim, replicas: number): Problem {
  const { service, range } = claim
  const ports = integerRangeSize(range)
  const count: ModelPath = [
    'services',
    service.name,
    ...(service.scale !== undefined ? ['scale'] : ['deploy', 'replicas']),
  ]
  const what =
    ports === 1
      ? `host port ${printHost(claim)} can be had once`
      : `${printHost(claim)} has ${ports} host ports`
  const last = range.first + replicas - 1
  const target = claim.port.target
  return tell(
    subject,
    'too-few-host-ports',
    claim.path,
    `${what}, and ${service.name} has ${replicas} replicas${printWhere(subject, count, claim.path)}: ${replicas - ports} of them cannot start`,
    {
      hint:
        last <= 65_535
          ? `publish a range, "${range.first}-${last}:${target}", or only the container port, "${target}", for random ones`
          : `publish only the container port, "${target}", for random ones`,
      related: [{ message: 'the number of replicas stands here', path: count }],
    },
  )
}

/** The engine gives a range's ports out from the first: it may take one that another service asks for by number. */
function* checkRanges(
  subject: RuleSubject,
  ranges: readonly Claim[],
  fixed: ReadonlyMap<string, readonly Claim[]>,
): Iterable<Problem> {
  const ports = new Map<string, number[]>()
  for (const key of fixed.keys()) {
    const [port = '', protocol = ''] = key.split('/')
    const list = ports.get(protocol)
    if (list === undefined) ports.set(protocol, [Number(port)])
    else list.push(Number(port))
  }
  for (const list of ports.values()) list.sort((a, b) => a - b)
  for (const claim of ranges) {
    const list = ports.get(claim.protocol) ?? []
    // One is enough to tell; a few more are looked at where the first are on other addresses.
    let at = firstAtLeast(list, claim.range.first)
    for (let tries = 0; tries < 16; tries += 1, at += 1) {
      const port = list[at]
      if (port === undefined || port > claim.range.last) break
      const taken: Taken = new Map()
      for (const other of fixed.get(`${port}/${claim.protocol}`) ?? []) take(other, taken)
      const holder = holderOf(claim, taken)
      if (holder === undefined) continue
      yield tell(
        subject,
        'host-port-twice',
        claim.path,
        `the range ${printHost(claim)} holds host port ${port}, which ${holder.service.name} asks for${printWhere(subject, holder.path, claim.path)}: whichever starts first gets it`,
        {
          hint: `choose a range without ${port}`,
          related: [{ message: `${holder.service.name} asks for it here`, path: holder.path }],
        },
      )
      break
    }
  }
}

function firstAtLeast(sorted: readonly number[], least: number): number {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((sorted[middle] as number) < least) low = middle + 1
    else high = middle
  }
  return low
}

const printTarget = ({ port, protocol }: Claim): string =>
  `port ${port.target}${protocol === 'tcp' ? '' : `/${protocol}`}`

function printHost({ port, protocol }: Claim): string {
  const ip = port.host_ip ? `${port.host_ip.includes(':') ? `[${port.host_ip}]` : port.host_ip}:` : ''
  return `${ip}${port.published}${protocol === 'tcp' ? '' : `/${protocol}`}`
}

function suggestPort({ port, range }: Claim): string {
  const next = range.first < 65_535 ? range.first + 1 : range.first - 1
  return `"${next}:${port.target}"`
}

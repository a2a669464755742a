// Host ports: two containers cannot hold one, and what others hold is not free.
import type { ContainerSpec } from '../../lower/index.ts'
import type { Observed, PortListener } from '../../observe/index.ts'
import { errorProblem, type Place, type Problem } from '../../problem/index.ts'
import { parseAddress } from '../../support/index.ts'

/** A container as it stands after the plan. */
export interface Standing {
  readonly spec: ContainerSpec
  readonly name: string
  /** Whether the plan starts it: else it runs and has its ports. */
  readonly starts: boolean
}

interface Claim {
  readonly port: number
  readonly protocol: string
  readonly hostIp: string
  readonly holder: Standing
  readonly place?: Place
}

/** One problem for each port of a starting container that another one has or wants. */
export function checkPorts(standing: readonly Standing[], observed: Observed): readonly Problem[] {
  const problems: Problem[] = []
  const listeners: Problem[] = []
  const seen = new Map<string, Claim[]>()
  const held = new Map<string, Observed['portsHeld'][number][]>()
  for (const one of observed.portsHeld) push(held, `${one.port}/${one.protocol}`, one)
  for (const claim of standing.flatMap(claimsOf)) {
    const key = `${claim.port}/${claim.protocol}`
    const rival = seen.get(key)?.find(one => meets(one.hostIp, claim.hostIp))
    if (rival === undefined) push(seen, key, claim)
    else if (claim.holder.starts || rival.holder.starts) problems.push(clash(claim, rival))
    const owner = claim.holder.starts
      ? held.get(key)?.find(one => meets(one.hostIp, claim.hostIp))
      : undefined
    if (owner !== undefined) problems.push(taken(claim, owner.container))
    else if (claim.holder.starts) listeners.push(...heldBy(claim, observed.host.listeners))
  }
  return [...problems, ...listeners]
}

function claimsOf(holder: Standing): readonly Claim[] {
  const { spec } = holder
  return Object.entries(spec.host.PortBindings ?? {}).flatMap(([target, bindings]) => {
    const protocol = target.split('/')[1] ?? 'tcp'
    const place = spec.fields.find(
      field => field.name === `ports.${target}` || field.name.startsWith(`ports.${target}`),
    )?.place
    return bindings.flatMap(binding => {
      // Where the file leaves the choice (a range, nothing, 0), the engine takes one that is free.
      const port = /^\d+$/.test(binding.HostPort ?? '') ? Number(binding.HostPort) : 0
      if (port === 0) return []
      return [{ port, protocol, hostIp: binding.HostIp ?? '', holder, ...(place !== undefined && { place }) }]
    })
  })
}

/** Whether two addresses share one: those that mean every address meet all. */
export function meets(a: string, b: string): boolean {
  const every = (ip: string) => ip === '' || ip === '0.0.0.0' || ip === '::' || ip === '[::]'
  return a === b || every(a) || every(b)
}

function clash(claim: Claim, rival: Claim): Problem {
  const same = claim.holder.spec.service === rival.holder.spec.service
  const hint = same
    ? 'give the service one replica, a range of host ports, or none'
    : 'give one of them another host port'
  return errorProblem(
    'port-clash',
    `${rival.holder.name} and ${claim.holder.name} both want the host port ${claim.port}/${claim.protocol}`,
    {
      hint,
      ...(claim.place !== undefined && { place: claim.place }),
      ...(rival.place !== undefined &&
        !same && { related: [{ message: 'the other one', place: rival.place }] }),
      path: `services.${claim.holder.spec.service}.ports`,
    },
  )
}

function taken(claim: Claim, container: string): Problem {
  return errorProblem(
    'port-taken',
    `the host port ${claim.port}/${claim.protocol}, which ${claim.holder.name} wants, is held by the container ${container}`,
    {
      hint: `stop ${container}, or publish another port`,
      ...(claim.place !== undefined && { place: claim.place }),
      path: `services.${claim.holder.spec.service}.ports`,
      resource: `container ${claim.holder.name}`,
    },
  )
}

/** At most one problem: a server often has a socket for each family. */
function heldBy(claim: Claim, listeners: readonly PortListener[] = []): readonly Problem[] {
  const holder = listeners.find(
    one => one.port === claim.port && one.protocol === claim.protocol && blocks(one.address, claim.hostIp),
  )
  if (holder === undefined) return []
  const { process } = holder
  const who = process === undefined ? 'a process of another user' : `${process.name} (process ${process.pid})`
  const port = claim.protocol === 'tcp' ? `${claim.port}` : `${claim.port}/${claim.protocol}`
  return [
    errorProblem('port-held-by-process', `host port ${port} is held by ${who}`, {
      hint: 'stop it, or publish another port',
      ...(claim.place !== undefined && { place: claim.place }),
      path: `services.${claim.holder.spec.service}.ports`,
      resource: `container ${claim.holder.name}`,
    }),
  ]
}

/**
 * Whether a listener keeps the engine from binding an address. One on `::` may have left IPv4 to others, which the socket
 * tables do not tell: then nothing is said.
 */
function blocks(listener: string, wanted: string): boolean {
  const ip = wanted.replace(/^\[|\]$/g, '')
  const six = listener.includes(':')
  if (ip === '') return !six || listener === '::'
  if (six !== ip.includes(':')) return false
  const every = six ? '::' : '0.0.0.0'
  return listener === ip || listener === every || ip === every || sameAddress(listener, ip)
}

function sameAddress(a: string, b: string): boolean {
  const [one, other] = [parseAddress(a), parseAddress(b)]
  return one !== undefined && one.value === other?.value && one.family === other.family
}

function push<T>(map: Map<string, T[]>, key: string, value: T): void {
  const list = map.get(key)
  if (list === undefined) map.set(key, [value])
  else list.push(value)
}

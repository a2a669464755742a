// Who may take a host port or a fixed address, and when: a container that gets one waits until the one that has it has let go. Where
// that one in turn waits for it (they swap ports, and one depends on the other) it stops first. Run once all steps are there.
import type { LiveContainer, LiveEndpoint } from '../../lower/index.ts'
import type { ObservedContainer } from '../../observe/index.ts'
import { done, failed, isContingent } from '../draft.ts'
import { meets } from '../preflight/ports.ts'
import { isUp, stepId } from '../resources.ts'
import type { Step, StepId, StepOf } from '../types.ts'
import { loweredOf, type UpContext } from './context.ts'

/** What one container alone can have. */
type Place =
  | { readonly kind: 'port'; readonly key: string; readonly hostIp: string }
  | { readonly kind: 'address'; readonly key: string; readonly network: string }

interface Held {
  readonly place: Place
  readonly holder: ObservedContainer
}

type PortMap = Readonly<Record<string, readonly { HostIp?: string; HostPort?: string }[] | null>>

/** Adds the needs between steps that take a port or an address and steps that let it go. */
export function freePlaces(context: UpContext): void {
  const steps = context.draft.all()
  if (steps.length === 0) return
  const held = heldPlaces(context)
  if (held.size === 0) return
  const leaves = new Map<string, Step[]>()
  for (const step of steps) {
    const id = existingId(step)
    if (id === undefined || isContingent(step) || !letsGo.has(step.kind)) continue
    leaves.set(id, [...(leaves.get(id) ?? []), step])
  }
  if (leaves.size === 0) return
  const creations = new Map(steps.flatMap(step => (step.kind === 'createContainer' ? [[step.id, step]] : [])))
  for (const step of steps) {
    if (isContingent(step)) continue
    for (const place of placesTaken(context, step, creations)) {
      for (const { place: other, holder } of held.get(place.key) ?? []) {
        if (holder.id === ownId(step, creations) || !clashes(place, other)) continue
        const leave = leaves.get(holder.id)?.find(one => leavesPlace(one, other))
        if (leave !== undefined) waitFor(context, step.id, leave.id)
      }
    }
  }
}

const letsGo: ReadonlySet<Step['kind']> = new Set(['stopContainer', 'removeContainer', 'disconnectNetwork'])

function leavesPlace(step: Step, place: Place): boolean {
  if (step.kind !== 'disconnectNetwork') return true
  return place.kind === 'address' && step.network === place.network
}

function waitFor(context: UpContext, taker: StepId, leave: StepId): void {
  const { draft } = context
  const step = draft.all().find(one => one.id === leave) as Step
  if (leadsTo(context, leave, taker)) {
    if (step.kind !== 'stopContainer') return
    stopFirst(context, step, draft.all().find(one => one.id === taker) as Step)
  }
  draft.amend(taker, done(leave))
}

/** The holder stops as late as it can: once all else that the taker waits for is there. Where that does not start, it comes back. */
function stopFirst(context: UpContext, stop: StepOf<'stopContainer'>, taker: Step): void {
  const { draft } = context
  draft.rewire(stop.id, [
    ...stop.needs.filter(need => !leadsTo(context, need.step, taker.id)),
    ...taker.needs.filter(need => !leadsTo(context, need.step, stop.id)),
  ])
  const { replica, resource, target } = stop
  const spec = replica && loweredOf(context, replica.service)?.container(replica.number)
  draft.add({
    kind: 'startContainer',
    id: stepId('return', resource),
    resource,
    needs: [...failed(taker.id), ...done(stop.id)],
    reason: { kind: 'unfinished', detail: `${taker.resource.name} did not start` },
    target,
    ...(replica !== undefined && { replica }),
    hooks: { preStart: [], postStart: spec?.hooks.postStart ?? [] },
  })
}

function heldPlaces(context: UpContext): ReadonlyMap<string, readonly Held[]> {
  const held = new Map<string, Held[]>()
  for (const holder of context.input.observed.containers) {
    if (holder.ownership !== 'managed' || !isUp(holder)) continue
    const { live } = holder
    const places = [
      ...portsOf(live.NetworkSettings?.Ports ?? {}),
      ...portsOf(bindingsOf(live)),
      ...addressesOf(live, one => [one.IPAddress, one.GlobalIPv6Address]),
    ]
    for (const place of places) {
      const list = held.get(place.key)
      if (list === undefined) held.set(place.key, [{ place, holder }])
      else list.push({ place, holder })
    }
  }
  return held
}

function placesTaken(
  context: UpContext,
  step: Step,
  creations: ReadonlyMap<StepId, StepOf<'createContainer'>>,
): readonly Place[] {
  if (step.kind === 'connectNetwork') {
    const { endpoint } = step
    return endpoint === undefined ? [] : addresses(step.network, [endpoint.ipv4Address, endpoint.ipv6Address])
  }
  if (step.kind !== 'startContainer') return []
  const { target } = step
  if (target.kind === 'existing') {
    const live = context.input.observed.containers.find(one => one.id === target.id)?.live
    if (live === undefined) return []
    const fixed = addressesOf(live, one => [one.IPAMConfig?.IPv4Address, one.IPAMConfig?.IPv6Address])
    return [...portsOf(bindingsOf(live)), ...fixed]
  }
  const spec = creations.get(target.step)?.spec
  if (spec === undefined) return []
  const endpoints = spec.networking.kind === 'endpoints' ? spec.networking.endpoints : []
  return [
    ...portsOf(spec.host.PortBindings ?? {}),
    ...endpoints.flatMap(one => addresses(one.network, [one.ipv4Address, one.ipv6Address])),
  ]
}

function bindingsOf(live: LiveContainer): PortMap {
  return (live.HostConfig.PortBindings ?? {}) as PortMap
}

/** Those that are fixed: where the choice is the engine's, it takes one that is free. */
function portsOf(bindings: PortMap): readonly Place[] {
  return Object.entries(bindings).flatMap(([target, list]) =>
    (list ?? []).flatMap(({ HostIp: hostIp = '', HostPort = '' }) =>
      /^\d+$/.test(HostPort) && Number(HostPort) > 0
        ? [{ kind: 'port' as const, key: `${Number(HostPort)}/${target.split('/')[1] ?? 'tcp'}`, hostIp }]
        : [],
    ),
  )
}

function addressesOf(
  live: LiveContainer,
  read: (endpoint: LiveEndpoint) => readonly (string | undefined)[],
): readonly Place[] {
  return Object.entries(live.NetworkSettings?.Networks ?? {}).flatMap(([network, endpoint]) =>
    addresses(network, read(endpoint)),
  )
}

function addresses(network: string, list: readonly (string | undefined)[]): readonly Place[] {
  return list.flatMap(one => (one ? [{ kind: 'address' as const, key: `${network} ${one}`, network }] : []))
}

function clashes(one: Place, other: Place): boolean {
  return one.kind === 'port' && other.kind === 'port' ? meets(one.hostIp, other.hostIp) : true
}

function existingId(step: Step): string | undefined {
  return 'target' in step && step.target.kind === 'existing' ? step.target.id : undefined
}

/** The container that the step is about, or whose place that one takes anyway. */
function ownId(step: Step, creations: ReadonlyMap<StepId, StepOf<'createContainer'>>): string | undefined {
  const created = 'target' in step && step.target.kind === 'created' ? step.target.step : undefined
  return existingId(step) ?? (created === undefined ? undefined : creations.get(created)?.replaces?.id)
}

/** Whether a step has to wait for another, through whatever lies between, or is it. */
function leadsTo(context: UpContext, from: StepId, to: StepId): boolean {
  const steps = new Map(context.draft.all().map(step => [step.id, step]))
  const seen = new Set<StepId>()
  const open = [from]
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (id === to) return true
    if (seen.has(id)) continue
    seen.add(id)
    for (const need of steps.get(id)?.needs ?? []) open.push(need.step)
  }
  return false
}

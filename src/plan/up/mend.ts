// The least that brings an existing container to what the file says, short of replacing it: update in place, go on and
// off networks, wake, start, start again.
import type { ContainerSpec, Difference } from '../../lower/index.ts'
import type { ObservedContainer } from '../../observe/index.ts'
import { asChange } from '../compare.ts'
import { done } from '../draft.ts'
import { hasTemporaryName } from '../inventory.ts'
import { misnamed } from '../misnamed.ts'
import { containerResource, existing, isUp, stepId } from '../resources.ts'
import type { Need, Reason, StepId } from '../types.ts'
import type { UpContext } from './context.ts'
import type { Following } from './follow.ts'
import type { Moved } from './rebuild-network.ts'
import type { ReplicaAfter, When } from './state.ts'

export interface Mending {
  readonly spec: ContainerSpec
  readonly container: ObservedContainer
  readonly updates: readonly Difference[]
  readonly connects: readonly Difference[]
  readonly restart?: Extract<Following, { kind: 'restart' }>
  readonly moved?: Moved
  /** Network key → what must be done before it may be connected to. */
  readonly networks: ReadonlyMap<string, readonly Need[]>
  /** What must be done before it may start; asked for only where it starts. */
  readonly gates: () => readonly Need[]
  readonly preStart: ContainerSpec['hooks']['preStart']
  /** Whether an exit with 0 is what the container is for. */
  readonly oneShot: boolean
  /** Steps that free the name that it should have. */
  readonly nameFreed: readonly StepId[]
  /** Not of the services that this plan is about: it is only moved along with others. */
  readonly onlyFollows: boolean
}

export function mend(context: UpContext, mending: Mending): ReplicaAfter {
  const { draft } = context
  const { spec, container } = mending
  const replica = { service: spec.service, number: spec.number }
  const wrong =
    mending.onlyFollows || context.policy.noRecreate === true
      ? undefined
      : misnamed(context.input.project, spec, container)
  const renames = wrong !== undefined || (hasTemporaryName(container) && container.name !== spec.name)
  const resource = containerResource(replica, renames ? spec.name : container.name)
  const target = existing(container)
  const before: StepId[] = []

  if (renames) {
    const holder = context.inventory.orphans.find(orphan => orphan.name === spec.name)
    const renamed = draft.add({
      kind: 'renameContainer',
      id: stepId('rename', resource),
      resource,
      needs: done(...mending.nameFreed, holder && context.orphansGone.get(holder.id)),
      reason:
        wrong === undefined
          ? { kind: 'unfinished', detail: `it was still called ${container.name}` }
          : { kind: 'changed', changes: [wrong] },
      target,
      to: spec.name,
    })
    before.push(renamed)
  }
  if (mending.updates.length > 0) {
    const update = Object.assign({}, ...mending.updates.map(one => one.update))
    before.push(
      draft.add({
        kind: 'updateContainer',
        id: stepId('update', resource),
        resource,
        reason: { kind: 'changed', changes: mending.updates.map(asChange) },
        target,
        update,
      }),
    )
  }
  before.push(...reconnect(context, mending, resource))
  const started = bringUp(context, mending, resource, before)
  // One that is down and may stay so is nobody's matter.
  const passedOver = mending.onlyFollows && !isUp(container)
  if (before.length === 0 && started === undefined && !passedOver) draft.keep(resource)
  const after = { replica, resource, target, before: container }
  if (started === undefined) return after
  const { step, when, wakes } = started
  return { ...after, started: step, ...(wakes !== true && { restarted: when === undefined ? {} : { when } }) }
}

/** Off and on the networks that differ: the engine changes no endpoint in place. */
function reconnect(
  context: UpContext,
  mending: Mending,
  resource: ReplicaAfter['resource'],
): readonly StepId[] {
  const { draft } = context
  const { container, spec, moved } = mending
  const live = container.live.NetworkSettings?.Networks ?? {}
  const steps: StepId[] = []
  const common = { resource, target: existing(container) }
  for (const difference of mending.connects) {
    const { endpoint } = difference
    if (endpoint === undefined || (endpoint.spec !== undefined && moved?.keys.has(endpoint.spec.key)))
      continue
    const reason: Reason = { kind: 'changed', changes: [asChange(difference)] }
    const key = endpoint.spec?.key ?? endpoint.network
    let off: StepId | undefined
    if (endpoint.action !== 'connect' && Object.hasOwn(live, endpoint.network)) {
      off = draft.add({
        ...common,
        kind: 'disconnectNetwork',
        id: `disconnect:${stepId(key, resource)}`,
        // A container is on its new networks before it leaves an old one.
        needs: done(...(endpoint.action === 'disconnect' ? steps : [])),
        reason,
        risk: isUp(container) ? 'downtime' : 'none',
        network: endpoint.network,
        force: true,
      })
      steps.push(off)
    }
    if (endpoint.spec === undefined) continue
    steps.push(
      draft.add({
        ...common,
        kind: 'connectNetwork',
        id: `connect:${stepId(key, resource)}`,
        needs: [...done(off), ...(mending.networks.get(key) ?? [])],
        reason,
        network: endpoint.network,
        endpoint: endpoint.spec,
        replica: { service: spec.service, number: spec.number },
      }),
    )
  }
  return steps
}

interface BroughtUp {
  readonly step: StepId
  readonly when?: When
  /** The process is the same: it was only asleep. */
  readonly wakes?: boolean
}

function bringUp(
  context: UpContext,
  mending: Mending,
  resource: ReplicaAfter['resource'],
  before: readonly StepId[],
): BroughtUp | undefined {
  const { draft, policy } = context
  const { spec, container, moved, restart } = mending
  if (policy.noStart === true) return undefined
  const replica = { service: spec.service, number: spec.number }
  const target = existing(container)
  const { State: state } = container.live
  const ready = done(...before, ...(moved?.connects ?? []))
  let awake: StepId | undefined
  if (moved?.stop === undefined && (state.Paused || state.Status === 'paused')) {
    awake = draft.add({
      kind: 'unpauseContainer',
      id: stepId('unpause', resource),
      resource,
      needs: ready,
      reason: { kind: 'paused' },
      target,
    })
    if (restart === undefined) return { step: awake, wakes: true }
  }
  if (!isUp(container) || moved?.stop !== undefined) {
    if (!isUp(container) && mending.onlyFollows) return undefined
    const rerun = mending.oneShot && state.Status === 'exited' && state.ExitCode === 0
    const exited = state.Status === 'exited' ? { exitCode: state.ExitCode } : {}
    const step = draft.add({
      kind: 'startContainer',
      id: stepId('start', resource),
      resource,
      needs: [...ready, ...mending.gates()],
      reason: moved?.stop === undefined ? { kind: 'stopped', ...exited } : moved.reason,
      effect: rerun ? 'rerun' : 'change',
      target,
      replica,
      hooks: { preStart: mending.preStart, postStart: spec.hooks.postStart },
      ...(spec.files.length > 0 && { files: spec }),
    })
    return { step }
  }
  if (restart === undefined) return undefined
  const step = draft.add({
    kind: 'restartContainer',
    id: stepId('restart', resource),
    resource,
    needs: [...ready, ...done(awake, restart.after), ...mending.gates()],
    reason: restart.reason,
    ...(restart.when !== undefined && { when: restart.when }),
    risk: 'downtime',
    target,
    replica,
    ...(policy.timeout !== undefined && { timeout: policy.timeout }),
    hooks: { preStop: spec.hooks.preStop, postStart: spec.hooks.postStart },
  })
  return { step, ...(restart.when !== undefined && { when: restart.when }) }
}

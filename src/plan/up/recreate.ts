// How one container takes another's place: create the new one beside the old, stop the old, start the new; once it runs,
// remove the old and give the new one its name. Where the new one does not start, it goes and the old one comes back.
// Killed anywhere, what is left is a pair that the inventory recognises, or a new one that only lacks its name.
import type { ContainerSpec } from '../../lower/index.ts'
import type { ObservedContainer } from '../../observe/index.ts'
import { done, failed, settled } from '../draft.ts'
import { temporaryName } from '../inventory.ts'
import { containerResource, existing, isUp, stepId } from '../resources.ts'
import type { ContainerTarget, Need, Reason, StepId } from '../types.ts'
import type { UpContext } from './context.ts'
import type { Moved } from './rebuild-network.ts'
import type { ReplicaAfter, When } from './state.ts'

export interface Recreation {
  readonly spec: ContainerSpec
  readonly old: ObservedContainer
  /** A replacement that an earlier run created and that is as the file wants it. */
  readonly half?: ObservedContainer
  readonly reason: Reason
  readonly when?: When
  /** What must be done before the new container may be created. */
  readonly ready: readonly Need[]
  /** What must be done before it may take the old one's place. */
  readonly gates: readonly Need[]
  readonly moved?: Moved
  readonly preStart: ContainerSpec['hooks']['preStart']
}

export function recreate(context: UpContext, recreation: Recreation): ReplicaAfter {
  const { draft, policy } = context
  const { spec, old, half, reason, when, moved } = recreation
  const replica = { service: spec.service, number: spec.number }
  const resource = containerResource(replica, spec.name)
  const common = { resource, reason, ...(when !== undefined && { when }) }
  const timeout = policy.timeout === undefined ? {} : { timeout: policy.timeout }
  const wasUp = isUp(old)
  const start = policy.noStart !== true

  let created: StepId | undefined
  let target: ContainerTarget
  if (half !== undefined) target = existing(half)
  else {
    created = draft.add({
      ...common,
      kind: 'createContainer',
      id: stepId('create', resource),
      needs: [...recreation.ready, ...recreation.gates],
      spec,
      replica,
      replaces: { id: old.id, name: old.name },
      temporaryName: temporaryName(old, spec.name),
      renewAnonymousVolumes: policy.renewAnonymousVolumes === true,
    })
    const otherwise = when === undefined ? {} : { otherwise: { id: old.id, name: old.name } }
    target = { kind: 'created', step: created, name: spec.name, ...otherwise }
  }
  const prepared: readonly Need[] =
    created === undefined ? [...recreation.ready, ...recreation.gates] : done(created)

  let stopped = moved?.stop
  if (wasUp && stopped === undefined) {
    stopped = draft.add({
      ...common,
      kind: 'stopContainer',
      id: stepId('stop', resource),
      needs: prepared,
      risk: 'downtime',
      target: existing(old),
      replica,
      ...timeout,
      hooks: spec.hooks.preStop,
    })
  }
  let started: StepId | undefined
  if (start) {
    started = draft.add({
      ...common,
      // Also without the replacement: what was down is brought up, whichever container it is.
      ...(wasUp ? {} : { when: undefined }),
      kind: 'startContainer',
      id: stepId('start', resource),
      needs: [...prepared, ...done(stopped, ...(moved?.connects ?? []))],
      target,
      replica,
      hooks: { preStart: recreation.preStart, postStart: spec.hooks.postStart },
      ...(spec.files.length > 0 && { files: spec }),
    })
    bringBack(context, recreation, { created, stopped, started, target })
  }
  const removed = draft.add({
    ...common,
    kind: 'removeContainer',
    id: stepId('remove', resource),
    needs: [...prepared, ...done(started ?? stopped, ...(moved?.connects ?? []))],
    target: existing(old),
    force: true,
    // Without -V the new container has them.
    anonymousVolumes: policy.renewAnonymousVolumes === true,
    ...(policy.renewAnonymousVolumes === true && { risk: 'data-loss' as const }),
  })
  const renamed = draft.add({
    ...common,
    kind: 'renameContainer',
    id: stepId('rename', resource),
    needs: done(removed),
    target,
    to: spec.name,
  })
  return {
    replica,
    resource,
    target,
    ...(created !== undefined && { created }),
    started: started ?? renamed,
    before: old,
    replaced: when === undefined ? {} : { when },
  }
}

interface Taken {
  readonly created: StepId | undefined
  readonly stopped: StepId | undefined
  readonly started: StepId
  readonly target: ContainerTarget
}

/** Where the new container could not be started: it goes, and the old one runs again. */
function bringBack(context: UpContext, recreation: Recreation, taken: Taken): void {
  const { draft } = context
  const { spec, old, moved } = recreation
  const resource = containerResource({ service: spec.service, number: spec.number }, spec.name)
  const reason: Reason = { kind: 'unfinished', detail: `the new ${spec.name} did not start` }
  const when = recreation.when === undefined ? {} : { when: recreation.when }
  const discarded = draft.add({
    ...when,
    kind: 'removeContainer',
    id: stepId('discard', resource),
    resource,
    needs: [...failed(taken.started), ...done(taken.created)],
    reason,
    target: taken.target,
    force: true,
    // Its own under -V; else they are the old one's too, and stay.
    anonymousVolumes: context.policy.renewAnonymousVolumes === true && taken.created !== undefined,
  })
  if (taken.stopped === undefined) return
  draft.add({
    ...when,
    kind: 'startContainer',
    id: stepId('revive', resource),
    resource,
    needs: [
      ...failed(taken.started),
      ...settled(discarded),
      ...done(taken.stopped, ...(moved?.connects ?? [])),
    ],
    reason,
    target: existing(old),
    replica: { service: spec.service, number: spec.number },
    hooks: { preStart: [], postStart: spec.hooks.postStart },
  })
}

// Containers that go without another in their place: replicas too many, and what an earlier run left.
import type { ObservedContainer } from '../../observe/index.ts'
import { done } from '../draft.ts'
import { containerResource, existing, isUp, stepId, strayResource } from '../resources.ts'
import type { Reason, StepId } from '../types.ts'
import type { UpContext } from './context.ts'
import type { Case } from './examine.ts'
import type { Works } from './works.ts'

export function dropReplica(context: UpContext, one: Case, reason: Reason, works: Works): void {
  const { draft, policy } = context
  const { serving, half, leftovers, number } = one.standing
  for (const stray of half === undefined ? leftovers : [half, ...leftovers]) removeLeftover(context, stray)
  if (works.cleared.has(serving.id)) return
  const replica = { service: serving.service, number }
  const resource = containerResource(replica, serving.name)
  let stop = works.networks.moved.get(serving.id)?.stop
  if (isUp(serving) && stop === undefined) {
    stop = draft.add({
      kind: 'stopContainer',
      id: stepId('stop', resource),
      resource,
      reason,
      risk: 'downtime',
      target: existing(serving),
      replica,
      ...(policy.timeout !== undefined && { timeout: policy.timeout }),
      hooks: one.spec.hooks.preStop,
    })
  }
  draft.add({
    kind: 'removeContainer',
    id: stepId('remove', resource),
    resource,
    needs: done(stop),
    reason,
    target: existing(serving),
    force: true,
    anonymousVolumes: false,
  })
}

/** Removes what an earlier run left behind. What served has a replacement that runs, or never served. */
export function removeLeftover(context: UpContext, container: ObservedContainer): StepId {
  const resource = strayResource(container)
  return context.draft.add({
    kind: 'removeContainer',
    id: stepId('remove', resource),
    resource,
    reason: { kind: 'unfinished', detail: 'an earlier run left it behind' },
    target: existing(container),
    force: true,
    anonymousVolumes: false,
  })
}

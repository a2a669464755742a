// `kill`: a signal to what runs of the named services, all at once.
import { takeInventory } from '../inventory.ts'
import { replicaResource } from '../replica-resource.ts'
import { existing, isUp, stepId } from '../resources.ts'
import type { Plan } from '../types.ts'
import { planOrphans } from '../up/orphans.ts'
import { type LifecycleInput, type LifecyclePolicy, startScene } from './scene.ts'

export interface KillPolicy extends LifecyclePolicy {
  /** Name or number. */
  readonly signal: string
  readonly removeOrphans?: boolean
}

export function planKill(input: LifecycleInput, policy: KillPolicy): Plan {
  const scene = startScene(input, policy)
  for (const name of scene.chosen) {
    for (const container of scene.containersOf(name)) {
      if (!isUp(container)) continue
      const resource = replicaResource(container)
      scene.draft.add({
        kind: 'killContainer',
        id: stepId('kill', resource),
        resource,
        reason: { kind: 'requested' },
        risk: 'downtime',
        target: existing(container),
        signal: policy.signal,
      })
    }
  }
  if (policy.removeOrphans === true) {
    planOrphans(scene.draft, takeInventory(input.observed, new Set(scene.order.names)), policy)
  }
  return scene.draft.finish()
}

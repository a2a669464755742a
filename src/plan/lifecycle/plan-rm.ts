// `rm`: containers of the named services that do not run; those that run only with --stop.
import { removeHandedOver } from '../anonymous-volumes.ts'
import { settled } from '../draft.ts'
import { replicaResource } from '../replica-resource.ts'
import { existing, isUp, stepId } from '../resources.ts'
import type { Plan, StepId } from '../types.ts'
import { addStops } from './plan-stop.ts'
import { type LifecycleInput, type LifecyclePolicy, startScene } from './scene.ts'

export interface RmPolicy extends LifecyclePolicy {
  readonly stop?: boolean
  /** Anonymous volumes of the containers go with them. */
  readonly volumes?: boolean
}

export function planRm(input: LifecycleInput, policy: RmPolicy = {}): Plan {
  const scene = startScene(input, policy)
  const gone = new Map<string, StepId>()
  const stops: ReadonlyMap<string, StepId> = policy.stop === true ? addStops(scene, undefined) : new Map()
  for (const name of scene.chosen) {
    for (const container of scene.containersOf(name)) {
      const stop = stops.get(container.id)
      if (isUp(container) && stop === undefined) continue
      const resource = replicaResource(container)
      const removed = scene.draft.add({
        kind: 'removeContainer',
        id: stepId('remove', resource),
        resource,
        needs: settled(stop),
        reason: { kind: 'requested' },
        risk: policy.volumes === true ? 'data-loss' : 'none',
        target: existing(container),
        force: policy.stop === true,
        anonymousVolumes: policy.volumes === true,
      })
      gone.set(container.id, removed)
    }
  }
  if (policy.volumes === true) {
    const declared = new Set(Object.values(input.project?.stack.volumes ?? {}).map(one => one.name))
    removeHandedOver(scene.draft, { containers: input.observed.containers, gone, declared })
  }
  return scene.draft.finish()
}

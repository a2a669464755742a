// `stop`: what runs of the named services, dependants before what they depend on.
import { settled } from '../draft.ts'
import { replicaResource } from '../replica-resource.ts'
import { existing, isUp, stepId } from '../resources.ts'
import type { Plan, StepId } from '../types.ts'
import { type LifecycleInput, type LifecyclePolicy, type LifecycleScene, startScene } from './scene.ts'

export interface StopPolicy extends LifecyclePolicy {
  /** Seconds. */
  readonly timeout?: number
}

export function planStop(input: LifecycleInput, policy: StopPolicy = {}): Plan {
  const scene = startScene(input, policy)
  addStops(scene, policy.timeout)
  return scene.draft.finish()
}

/** Container id → the step that stops it. */
export function addStops(scene: LifecycleScene, timeout: number | undefined): ReadonlyMap<string, StepId> {
  const stops = new Map<string, StepId>()
  for (const name of scene.chosen) {
    const before = scene.order.dependants(name).flatMap(one => scene.containersOf(one))
    const needs = settled(...before.map(one => stops.get(one.id)))
    for (const container of scene.containersOf(name)) {
      const resource = replicaResource(container)
      if (!isUp(container)) {
        scene.draft.keep(resource)
        continue
      }
      const step = scene.draft.add({
        kind: 'stopContainer',
        id: stepId('stop', resource),
        resource,
        needs,
        reason: { kind: 'requested' },
        risk: 'downtime',
        target: existing(container),
        replica: { service: name, number: container.number },
        ...(timeout !== undefined && { timeout }),
        hooks: scene.specOf(container)?.hooks.preStop ?? [],
      })
      stops.set(container.id, step)
    }
  }
  return stops
}

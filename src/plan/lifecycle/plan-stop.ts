// `stop`: what runs of the named services, dependants before what they depend on.
import { settled } from '../draft.ts'
import { replicaResource } from '../replica-resource.ts'
import { existing, isUp, stepId } from '../resources.ts'
import type { Need, Plan, StepId } from '../types.ts'
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
    stopProvider(scene, name, needs)
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

/** What a program provides, it may know how to stop. */
function stopProvider(scene: LifecycleScene, name: string, needs: readonly Need[]): void {
  const provider = scene.input.project?.stack.services[name]?.provider
  if (provider === undefined) return
  const resource = { type: 'service' as const, key: name, name }
  scene.draft.add({
    kind: 'runProvider',
    id: stepId('provide', resource),
    resource,
    needs,
    reason: { kind: 'requested' },
    effect: 'rerun',
    service: name,
    action: 'stop',
    type: provider.type,
    options: provider.options ?? {},
  })
}

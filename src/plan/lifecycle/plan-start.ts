// `start`: existing containers of the named services and of what they depend on, under the conditions of `depends_on`.
import { errorProblem } from '../../problem/index.ts'
import { type Dependencies, readDependencies, selectServices } from '../dependencies.ts'
import { done } from '../draft.ts'
import { hasTemporaryName } from '../inventory.ts'
import { replicaResource } from '../replica-resource.ts'
import { existing, isUp, stepId } from '../resources.ts'
import type { Plan, StepId } from '../types.ts'
import { gates } from '../up/gates.ts'
import { awaitedOneShots } from '../up/one-shot.ts'
import { addReadyWaits } from '../up/ready-waits.ts'
import type { ReplicaAfter, ServiceAfter } from '../up/state.ts'
import { type LifecycleInput, type LifecyclePolicy, type LifecycleScene, startScene } from './scene.ts'

export interface StartPolicy extends LifecyclePolicy {
  readonly wait?: boolean
  /** Milliseconds. */
  readonly waitTimeout?: number
}

export function planStart(input: LifecycleInput, policy: StartPolicy = {}): Plan {
  const scene = startScene(input, policy)
  const dependencies = input.project === undefined ? undefined : readDependencies(input.project.stack)
  const chosen =
    dependencies === undefined ? new Set(scene.chosen) : selectServices(dependencies, policy.services, false)
  const after = new Map<string, ServiceAfter>()
  for (const name of [...scene.order.names].reverse()) {
    if (chosen.has(name)) startService(scene, name, dependencies, after)
  }
  for (const name of policy.services ?? []) {
    if (!scene.order.names.includes(name) || scene.containersOf(name).length > 0) continue
    scene.draft.note(
      errorProblem('no-container', `service "${name}" has no container to start`, {
        hint: `make it with gantry up ${name}`,
      }),
    )
  }
  const { containersOf } = scene
  if (!policy.services?.length && [...chosen].every(name => containersOf(name).length === 0)) {
    const { project } = input.observed
    scene.draft.note(
      errorProblem('no-container', `project "${project}" has no container to start`, {
        hint: 'make them with gantry up -d',
      }),
    )
  }
  if (policy.wait === true) {
    const oneShots = dependencies === undefined ? new Set<string>() : awaitedOneShots(dependencies)
    addReadyWaits(scene.draft, after, { oneShots, lowered: input.lowered, timeout: policy.waitTimeout })
  }
  return scene.draft.finish()
}

function startService(
  scene: LifecycleScene,
  name: string,
  dependencies: Dependencies | undefined,
  after: Map<string, ServiceAfter>,
): void {
  const { draft } = scene
  // A replacement that was cut short is for `up` to finish.
  const containers = scene.containersOf(name).filter(one => !hasTemporaryName(one))
  const needs = containers.every(isUp) ? [] : gates(draft, name, dependencies?.of(name) ?? [], after)
  let open = !containers.some(isUp)
  // Whose start runs `pre_start`: the other containers come after it.
  let prepared: StepId | undefined
  const replicas = containers.map((container): ReplicaAfter => {
    const resource = replicaResource(container)
    const replica = { service: name, number: container.number }
    const target = existing(container)
    const spec = scene.specOf(container)
    const preStart = open ? (spec?.hooks.preStart ?? []) : []
    let started: StepId | undefined
    if (container.live.State.Paused) {
      started = draft.add({
        kind: 'unpauseContainer',
        id: stepId('unpause', resource),
        resource,
        reason: { kind: 'paused' },
        target,
      })
    } else if (!isUp(container)) {
      started = draft.add({
        kind: 'startContainer',
        id: stepId('start', resource),
        resource,
        needs: [...needs, ...done(prepared)],
        reason: { kind: 'requested' },
        target,
        replica,
        hooks: { preStart, postStart: spec?.hooks.postStart ?? [] },
        ...(spec !== undefined && spec.files.length > 0 && { files: spec }),
      })
      if (preStart.length > 0) prepared = started
      open = false
    } else draft.keep(resource)
    return { replica, resource, target, before: container, ...(started !== undefined && { started }) }
  })
  after.set(name, { replicas, waits: new Map() })
}

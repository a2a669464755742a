// `restart`: the named services and, after them, those that `restart: true` or a shared namespace ties to them.
import { type Edge, readDependencies } from '../dependencies.ts'
import { done } from '../draft.ts'
import { replicaResource } from '../replica-resource.ts'
import { existing, isUp, stepId } from '../resources.ts'
import type { Need, Plan, Reason, StepId } from '../types.ts'
import { gates } from '../up/gates.ts'
import type { ServiceAfter } from '../up/state.ts'
import { type LifecycleInput, type LifecyclePolicy, type LifecycleScene, startScene } from './scene.ts'

export interface RestartPolicy extends LifecyclePolicy {
  readonly noDeps?: boolean
  /** Seconds. */
  readonly timeout?: number
}

export function planRestart(input: LifecycleInput, policy: RestartPolicy = {}): Plan {
  const scene = startScene(input, policy)
  const edgesOf = edges(input)
  const after = new Map<string, ServiceAfter>()
  for (const name of [...scene.order.names].reverse()) {
    const tied =
      policy.noDeps === true ? undefined : edgesOf(name).find(edge => ties(edge) && after.has(edge.on))
    const meant = scene.chosen.includes(name)
    if (!meant && tied === undefined) continue
    const before = scene.order.dependencies(name).flatMap(one => after.get(one)?.replicas ?? [])
    // Who needs another's health or end is restarted once that is there again.
    const awaited = edgesOf(name).filter(edge => edge.condition !== 'service_started')
    const needs = [
      ...done(...before.map(one => one.started)),
      ...(policy.noDeps === true ? [] : gates(scene.draft, name, awaited, after)),
    ]
    const reason: Reason =
      meant || tied === undefined
        ? { kind: 'requested' }
        : { kind: 'follows', resource: { type: 'service', key: tied.on, name: tied.on }, why: 'restarted' }
    // Those that only follow stay down where they are down.
    const restarted = scene.containersOf(name).filter(one => meant || isUp(one))
    const replicas = restarted.map(one => ({
      replica: { service: name, number: one.number },
      resource: replicaResource(one),
      target: existing(one),
      before: one,
      started: restart(scene, one, { needs, reason, policy }),
    }))
    after.set(name, { replicas, waits: new Map() })
  }
  return scene.draft.finish()
}

function restart(
  scene: LifecycleScene,
  container: Parameters<LifecycleScene['specOf']>[0],
  rest: { needs: readonly Need[]; reason: Reason; policy: RestartPolicy },
): StepId {
  const resource = replicaResource(container)
  const hooks = scene.specOf(container)?.hooks
  const { timeout } = rest.policy
  return scene.draft.add({
    kind: 'restartContainer',
    id: stepId('restart', resource),
    resource,
    needs: rest.needs,
    reason: rest.reason,
    risk: 'downtime',
    target: existing(container),
    replica: { service: container.service, number: container.number },
    ...(timeout !== undefined && { timeout }),
    // A hook runs inside the container: one that is down has none to run before it stops.
    hooks: { preStop: isUp(container) ? (hooks?.preStop ?? []) : [], postStart: hooks?.postStart ?? [] },
  })
}

function ties(edge: Edge): boolean {
  return edge.restart || edge.shares === 'namespace'
}

function edges(input: LifecycleInput): (name: string) => readonly Edge[] {
  if (input.project === undefined) return () => []
  const dependencies = readDependencies(input.project.stack)
  return name => dependencies.of(name)
}

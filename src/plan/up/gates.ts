// What a service's containers wait for before they start: the conditions of `depends_on`.
import type { Edge } from '../dependencies.ts'
import type { Draft } from '../draft.ts'
import { done, settled } from '../draft.ts'
import { isUp, stepId } from '../resources.ts'
import type { Need, StepId, WaitFor } from '../types.ts'
import type { ReplicaAfter, ServiceAfter } from './state.ts'

/** The needs that a service's edges put on its starts. Adds the waits that are not there yet. */
export function gates(
  draft: Draft,
  service: string,
  edges: readonly Edge[],
  after: ReadonlyMap<string, ServiceAfter>,
): readonly Need[] {
  return edges.flatMap(edge => {
    const state = after.get(edge.on)
    if (state === undefined) return []
    const steps =
      edge.condition === 'service_started'
        ? [state.provided, ...state.replicas.map(one => one.started)]
        : [state.provided, ...state.replicas.map(one => waitStep(draft, service, edge, one, state))]
    return edge.required ? done(...steps) : settled(...steps)
  })
}

function waitStep(
  draft: Draft,
  service: string,
  edge: Edge,
  one: ReplicaAfter,
  state: ServiceAfter,
): StepId | undefined {
  const until: WaitFor = { kind: edge.condition === 'service_healthy' ? 'healthy' : 'completed' }
  if (one.started === undefined && isMet(one, until)) return undefined
  const key = waitKey(until.kind, edge.required, one)
  let step = state.waits.get(key)
  if (step === undefined) {
    step = draft.add({
      kind: 'waitContainer',
      id: stepId(`wait-${until.kind}`, one.resource),
      resource: one.resource,
      needs: done(one.started),
      reason: { kind: 'needed', by: { type: 'service', key: service, name: service } },
      effect: 'wait',
      target: one.target,
      replica: one.replica,
      until,
      required: edge.required,
    })
    state.waits.set(key, step)
  }
  return step
}

/** One wait a replica, condition and necessity. */
export function waitKey(kind: WaitFor['kind'], required: boolean, one: ReplicaAfter): string {
  return `${kind} ${required} ${one.replica.number}`
}

/** Whether what was observed meets the condition already. */
export function isMet(one: ReplicaAfter, until: WaitFor): boolean {
  const state = one.before?.live.State
  if (state === undefined || one.before === undefined) return false
  if (until.kind === 'completed') return state.Status === 'exited' && state.ExitCode === 0
  const up = isUp(one.before) && !state.Paused && !state.Restarting
  if (until.kind === 'healthy') return up && state.Health?.Status === 'healthy'
  const health = state.Health?.Status ?? 'none'
  return up && (health === 'healthy' || health === 'none')
}

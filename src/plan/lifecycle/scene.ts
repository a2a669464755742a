// What the planners that only act on existing containers start from: the services meant, in order, and their containers.
// Works from labels alone as well.
import type { ContainerSpec } from '../../lower/index.ts'
import type { ObservedContainer } from '../../observe/index.ts'
import { type ServiceOrder, serviceOrder } from '../down/service-order.ts'
import type { DownInput } from '../down/teardown.ts'
import { createDraft, type Draft } from '../draft.ts'
import { noSuchServices } from '../preflight/services.ts'

export type LifecycleInput = DownInput

export interface LifecyclePolicy {
  /** Absent or empty: every service. */
  readonly services?: readonly string[]
}

export interface LifecycleScene {
  readonly input: LifecycleInput
  readonly draft: Draft
  readonly order: ServiceOrder
  /** The services meant, dependants first. */
  readonly chosen: readonly string[]
  /** Replicas of a service, one-offs left out, by number. */
  containersOf(service: string): readonly ObservedContainer[]
  specOf(container: ObservedContainer): ContainerSpec | undefined
}

export function startScene(input: LifecycleInput, policy: LifecyclePolicy): LifecycleScene {
  const draft = createDraft(input.observed.project)
  const order = serviceOrder(input.observed, input.project)
  for (const problem of noSuchServices(policy.services, order.names)) draft.note(problem)
  const named = policy.services ?? []
  const byService = new Map<string, ObservedContainer[]>()
  for (const one of input.observed.containers) {
    if (one.ownership !== 'managed' || one.oneoff) continue
    const list = byService.get(one.service)
    if (list === undefined) byService.set(one.service, [one])
    else list.push(one)
  }
  for (const list of byService.values()) list.sort((a, b) => a.number - b.number)
  return {
    input,
    draft,
    order,
    chosen: order.names.filter(name => named.length === 0 || named.includes(name)),
    containersOf: service => byService.get(service) ?? [],
    specOf: one => input.lowered?.services.get(one.service)?.container(one.number),
  }
}

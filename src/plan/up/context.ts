// What the parts of `up` share while one plan is made: the input, the choice of services, what stands, and the draft.
import type { ContainerSpec, Difference, LiveReplica, LoweredService } from '../../lower/index.ts'
import type { Service } from '../../model/index.ts'
import type { ObservedContainer } from '../../observe/index.ts'
import type { Place } from '../../problem/index.ts'
import { compareOne, type SharedContext, sharedContext } from '../compare.ts'
import { type Dependencies, readDependencies, selectServices } from '../dependencies.ts'
import { createDraft, type Draft } from '../draft.ts'
import type { PlanInput, UpPolicy } from '../input.ts'
import { type Inventory, type StandingReplica, takeInventory } from '../inventory.ts'
import type { StepId } from '../types.ts'

export interface UpContext {
  readonly input: PlanInput
  readonly policy: UpPolicy
  readonly draft: Draft
  readonly dependencies: Dependencies
  readonly inventory: Inventory
  readonly shared: SharedContext
  /** How the services stand once this plan is done, as far as it goes; what a container refers to is compared with that. */
  readonly standingAfter: Map<string, readonly LiveReplica[]>
  /** Orphans that this plan removes: container id → the step. Filled first. */
  readonly orphansGone: Map<string, StepId>
  /** The services that this plan is about. */
  readonly selected: ReadonlySet<string>
  /** Those that the user named, or all: the words of force hold for them alone. */
  readonly named: ReadonlySet<string>
}

export function startContext(input: PlanInput, policy: UpPolicy): UpContext {
  const { stack, disabled } = input.project
  const dependencies = readDependencies(stack)
  const known = new Set([...Object.keys(stack.services), ...Object.keys(disabled)])
  const inventory = takeInventory(input.observed, known)
  const all = policy.services === undefined || policy.services.length === 0
  return {
    input,
    policy,
    draft: createDraft(stack.name),
    dependencies,
    inventory,
    orphansGone: new Map(),
    shared: sharedContext(input.observed),
    standingAfter: new Map([...inventory.replicas].map(([name, list]) => [name, list.map(asLive)])),
    selected: selectServices(dependencies, policy.services, policy.noDeps === true),
    named: new Set(all ? dependencies.graph.ids : policy.services),
  }
}

export function serviceOf(context: UpContext, name: string): Service {
  return context.input.project.stack.services[name] as Service
}

export function loweredOf(context: UpContext, name: string): LoweredService | undefined {
  return context.input.lowered.services.get(name)
}

export function standing(context: UpContext, service: string): readonly StandingReplica[] {
  return context.inventory.replicas.get(service) ?? []
}

export function placeOf(context: UpContext, ...path: readonly (string | number)[]): Place | undefined {
  return context.input.project.origins.at(path)?.place
}

/** How a container differs from a spec, seen from where this plan leads. */
export function differencesIn(
  context: UpContext,
): (spec: ContainerSpec, container: ObservedContainer) => readonly Difference[] {
  const shared = { ...context.shared, services: context.standingAfter }
  return (spec, container) => compareOne(context.input.compare, spec, container, shared)
}

function asLive(one: StandingReplica): LiveReplica {
  // A replacement gets its proper name in this plan.
  return { number: one.number, id: one.serving.id, name: one.serving.name.replace(/^[0-9a-f]{12}_/, '') }
}

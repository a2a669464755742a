// What the parts of `up` share while one plan is made: the input, the choice of services, what stands, and the draft.
import type { LoweredService } from '../../lower/index.ts'
import type { Service } from '../../model/index.ts'
import type { Place } from '../../problem/index.ts'
import { type Dependencies, readDependencies, selectServices } from '../dependencies.ts'
import { createDraft, type Draft } from '../draft.ts'
import type { PlanInput, UpPolicy } from '../input.ts'
import { type Inventory, type StandingReplica, takeInventory } from '../inventory.ts'

export interface UpContext {
  readonly input: PlanInput
  readonly policy: UpPolicy
  readonly draft: Draft
  readonly dependencies: Dependencies
  readonly inventory: Inventory
  /** The services that this plan is about. */
  readonly selected: ReadonlySet<string>
  /** Those that the user named, or all: the words of force hold for them alone. */
  readonly named: ReadonlySet<string>
}

export function startContext(input: PlanInput, policy: UpPolicy): UpContext {
  const { stack, disabled } = input.project
  const dependencies = readDependencies(stack)
  const known = new Set([...Object.keys(stack.services), ...Object.keys(disabled)])
  const all = policy.services === undefined || policy.services.length === 0
  return {
    input,
    policy,
    draft: createDraft(stack.name),
    dependencies,
    inventory: takeInventory(input.observed, known),
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

// Who may take a name, and when: a container that gets a name waits until the one that has it has left it. Where two wait for each
// other (they swap names) one of them steps aside first. Run once all steps are there.
import type { ObservedContainer } from '../../observe/index.ts'
import { done, isContingent } from '../draft.ts'
import { temporaryName } from '../inventory.ts'
import { existing, strayResource } from '../resources.ts'
import type { Step, StepId } from '../types.ts'
import type { UpContext } from './context.ts'

/** Adds the needs between steps that give a name and steps that free it. */
export function freeNames(context: UpContext): void {
  const { draft, input } = context
  const steps = draft.all()
  if (steps.length === 0) return
  const holders = new Map(
    input.observed.containers.filter(one => one.ownership === 'managed').map(one => [one.name, one]),
  )
  const takers = steps.flatMap(step => {
    const name = nameTaken(step)
    const holder = name === undefined ? undefined : holders.get(name)
    return holder === undefined || holder.id === existingId(step) ? [] : [{ step, holder }]
  })
  if (takers.length === 0) return
  const leaves = new Map<string, StepId>()
  for (const step of steps) {
    const id = existingId(step)
    if (id === undefined || isContingent(step) || leaves.has(id)) continue
    if (step.kind === 'removeContainer' || step.kind === 'renameContainer') leaves.set(id, step.id)
  }
  for (const { step, holder } of takers) {
    const left = leaves.get(holder.id)
    // A replacement waits already for the removal of what it replaces.
    if (left === undefined || step.needs.some(need => need.step === left)) continue
    const circle = needsOf(context, left).has(step.id)
    draft.amend(step.id, done(circle ? stepAside(context, holder, step) : left))
  }
}

/** Renames a container to what no other has, for the time being: it gets its own name later in this plan. */
function stepAside(context: UpContext, holder: ObservedContainer, taker: Step): StepId {
  const resource = strayResource(holder)
  return context.draft.add({
    kind: 'renameContainer',
    id: `aside:container:${holder.name}`,
    resource,
    reason: { kind: 'needed', by: taker.resource },
    target: existing(holder),
    to: temporaryName(holder, holder.name),
  })
}

function nameTaken(step: Step): string | undefined {
  if (step.kind === 'renameContainer') return step.to
  return step.kind === 'createContainer' ? (step.temporaryName ?? step.spec.name) : undefined
}

function existingId(step: Step): string | undefined {
  return 'target' in step && step.target.kind === 'existing' ? step.target.id : undefined
}

/** The step and everything that has to end before it. */
function needsOf(context: UpContext, from: StepId): ReadonlySet<StepId> {
  const steps = new Map(context.draft.all().map(step => [step.id, step]))
  const seen = new Set<StepId>()
  const open = [from]
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (seen.has(id)) continue
    seen.add(id)
    for (const need of steps.get(id)?.needs ?? []) open.push(need.step)
  }
  return seen
}

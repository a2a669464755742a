// A plan while it is being made: collects steps, keeps their ids apart, and puts them in an order at the end.
// Must not know what a step means.
import type { Problem } from '../problem/index.ts'
import type { Need, Plan, ResourceId, Step, StepId, StepKind, StepOf } from './types.ts'

/** A step as a planner writes it: without needs, a change, without risk, unless said otherwise. */
export type NewStep = {
  [K in StepKind]: Omit<StepOf<K>, 'needs' | 'effect' | 'risk'> &
    Partial<Pick<StepOf<K>, 'needs' | 'effect' | 'risk'>>
}[StepKind]

export interface Draft {
  /** Returns the id, which gets a suffix where the plan has such a step already. */
  add(step: NewStep): StepId
  /** Adds needs to a step that is there. */
  amend(id: StepId, needs: readonly Need[]): void
  /** Replaces the needs of a step that is there. */
  rewire(id: StepId, needs: readonly Need[]): void
  /** The steps so far, in the order of their adding. */
  all(): readonly Step[]
  /** Says that nothing of a resource changes. */
  keep(resource: ResourceId): void
  note(problem: Problem): void
  finish(): Plan
}

/** Starts a plan for a project. */
export function createDraft(stack: string): Draft {
  const steps = new Map<StepId, Step>()
  const unchanged: ResourceId[] = []
  const notices: Problem[] = []
  return {
    add(step) {
      const id = freeId(steps, step.id)
      const whole = { effect: 'change', risk: 'none', ...step, id, needs: distinct(step.needs ?? []) }
      steps.set(id, whole as Step)
      return id
    },
    amend(id, needs) {
      const step = known(steps, id)
      steps.set(id, { ...step, needs: distinct([...step.needs, ...needs]) })
    },
    rewire: (id, needs) => void steps.set(id, { ...known(steps, id), needs }),
    all: () => [...steps.values()],
    keep: resource => void unchanged.push(resource),
    note: problem => void notices.push(problem),
    finish: () => ({ stack, steps: inOrder(steps), unchanged, notices }),
  }
}

/** The need for a step's success; nothing where there is no step. */
export function done(...steps: readonly (StepId | undefined)[]): readonly Need[] {
  return steps.flatMap(step => (step === undefined ? [] : [{ step, on: 'done' as const }]))
}

/** The need for a step's end, however it ended. */
export function settled(...steps: readonly (StepId | undefined)[]): readonly Need[] {
  return steps.flatMap(step => (step === undefined ? [] : [{ step, on: 'settled' as const }]))
}

/** The need for a step's failure. */
export function failed(...steps: readonly (StepId | undefined)[]): readonly Need[] {
  return steps.flatMap(step => (step === undefined ? [] : [{ step, on: 'failed' as const }]))
}

/** A step that runs only to clean up after another's failure. */
export function isContingent(step: Step): boolean {
  return step.needs.some(need => need.on === 'failed')
}

function known(steps: ReadonlyMap<StepId, Step>, id: StepId): Step {
  const step = steps.get(id)
  if (step === undefined) throw new Error(`the plan has no step ${id}`)
  return step
}

function freeId(steps: ReadonlyMap<StepId, Step>, wanted: StepId): StepId {
  if (!steps.has(wanted)) return wanted
  for (let count = 2; ; count += 1) {
    const id = `${wanted}#${count}`
    if (!steps.has(id)) return id
  }
}

/** Without repetitions. Written without text keys: a service's replicas all need all of another's, which adds up. */
function distinct(needs: readonly Need[]): readonly Need[] {
  if (needs.length < 2) return needs
  const once = needs.length <= fewNeeds ? distinctOfFew(needs) : distinctOfMany(needs)
  return once.length === needs.length ? needs : once
}

/** Up to here, looking at each pair is quicker than sets. */
const fewNeeds = 8

function distinctOfFew(needs: readonly Need[]): readonly Need[] {
  return needs.filter(
    (need, at) => needs.findIndex(other => other.step === need.step && other.on === need.on) === at,
  )
}

function distinctOfMany(needs: readonly Need[]): readonly Need[] {
  const seen = { done: new Set<StepId>(), settled: new Set<StepId>(), failed: new Set<StepId>() }
  return needs.filter(({ step, on }) => {
    if (seen[on].has(step)) return false
    seen[on].add(step)
    return true
  })
}

/** As added, but each after what it needs. Needs of steps that were never added are a fault of a planner. */
function inOrder(steps: ReadonlyMap<StepId, Step>): readonly Step[] {
  const order: Step[] = []
  const state = new Map<StepId, 'open' | 'placed'>()
  const begin = (id: StepId) => {
    const step = steps.get(id)
    if (step === undefined) throw new Error(`the plan needs a step that it does not have: ${id}`)
    state.set(id, 'open')
    return { step, next: 0 }
  }
  for (const root of steps.keys()) {
    if (state.has(root)) continue
    const path = [begin(root)]
    for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
      const need = top.step.needs[top.next]
      if (need === undefined) {
        state.set(top.step.id, 'placed')
        order.push(top.step)
        path.pop()
        continue
      }
      top.next += 1
      const met = state.get(need.step)
      if (met === 'open') throw new Error(`the plan's steps need each other: ${top.step.id} and ${need.step}`)
      if (met === undefined) path.push(begin(need.step))
    }
  }
  return order
}

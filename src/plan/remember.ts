// What a run leaves to be remembered: which replicas there are, and what was changed on them in place. Pure; where it is kept is
// not known here.
import { applyLater, type LaterApplied } from '../lower/index.ts'
import { composeLabel } from '../model/index.ts'
import type { Memory } from '../observe/index.ts'
import type { PlanInput } from './input.ts'
import type { Plan, Step } from './types.ts'

/** The memory after the steps that were done. Undefined: there is nothing left to remember. */
export function remember(plan: Plan, done: (step: Step) => boolean, input: PlanInput): Memory | undefined {
  const { observed, lowered } = input
  const replicas = new Map<string, Set<number>>()
  const numbersOf = (service: string) => {
    const numbers = replicas.get(service) ?? new Set()
    replicas.set(service, numbers)
    return numbers
  }
  for (const [service, numbers] of Object.entries(observed.memory?.replicas ?? {}))
    for (const number of numbers) numbersOf(service).add(number)
  const standing = new Map(
    observed.containers.filter(one => one.ownership === 'managed' && !one.oneoff).map(one => [one.id, one]),
  )
  for (const one of standing.values()) numbersOf(one.service).add(one.number)
  const later = new Map<string, LaterApplied>(
    Object.entries(observed.memory?.later ?? {}).filter(([id]) => standing.has(id)),
  )
  let left = standing.size
  for (const step of plan.steps) {
    if (!done(step)) continue
    if (step.kind === 'createContainer' && step.spec.labels[composeLabel.oneoff] !== 'True') {
      left += 1
      numbersOf(step.replica.service).add(step.replica.number)
    }
    if (!('target' in step) || step.target.kind !== 'existing') continue
    const container = standing.get(step.target.id)
    if (container === undefined) continue
    if (step.kind === 'removeContainer') {
      left -= 1
      later.delete(container.id)
      const replaced = plan.steps.some(
        one => one.kind === 'createContainer' && one.resource.key === step.resource.key && done(one),
      )
      if (!replaced) numbersOf(container.service).delete(container.number)
    }
    const inPlace = ['updateContainer', 'connectNetwork', 'disconnectNetwork'].includes(step.kind)
    const spec = lowered.services.get(container.service)?.container(container.number)
    if (!inPlace || spec === undefined || step.reason.kind !== 'changed') continue
    const fields = step.reason.changes.map(change => change.field)
    later.set(container.id, { ...later.get(container.id), ...applyLater(spec, fields) })
  }
  if (left <= 0) return undefined
  return {
    replicas: Object.fromEntries(
      [...replicas].map(([service, numbers]) => [service, [...numbers].sort((a, b) => a - b)]),
    ),
    later: Object.fromEntries(later),
  }
}

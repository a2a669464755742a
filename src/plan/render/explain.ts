// A plan told at length: every step in order with its reason, what it waits for and what is at stake.
import { isContingent } from '../draft.ts'
import type { Plan, Step } from '../types.ts'
import { reasonWords } from './reason.ts'
import { summarize } from './summary.ts'
import { formatPlace, type RenderOptions } from './text.ts'

/** One paragraph a step, numbered. Without a line break at the end. */
export function explainPlan(plan: Plan, options: RenderOptions = {}): string {
  const numbers = new Map(plan.steps.map((step, at) => [step.id, at + 1]))
  const told = plan.steps.map((step, at) => explainStep(step, at + 1, numbers, options))
  return [summarize(plan), ...told].join('\n\n')
}

function explainStep(
  step: Step,
  number: number,
  numbers: ReadonlyMap<string, number>,
  options: RenderOptions,
): string {
  const { words, place } = reasonWords(step.reason)
  const lines = [`${number}. ${step.id}${formatPlace(place, options)}`]
  for (const word of words) lines.push(`   because: ${word.text}${formatPlace(word.place, options)}`)
  const after = step.needs.filter(need => need.on !== 'failed').map(need => numbers.get(need.step))
  if (after.length > 0) lines.push(`   after: ${after.join(', ')}`)
  if (isContingent(step)) {
    const failures = step.needs.filter(need => need.on === 'failed').map(need => numbers.get(need.step))
    lines.push(`   only if ${failures.join(' or ')} fails`)
  }
  if (step.when !== undefined)
    lines.push(`   only if ${numbers.get(step.when.imageChanged)} gives another image`)
  if (step.effect === 'wait') lines.push('   changes nothing')
  if (step.effect === 'rerun') lines.push('   runs again, as on every up')
  if (step.risk === 'downtime') lines.push('   at stake: the service is down meanwhile')
  if (step.risk === 'data-loss') lines.push('   at stake: data is lost')
  return lines.join('\n')
}

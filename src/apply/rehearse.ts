// What running a plan would say if every step went well, without running any.
import type { Plan } from '../plan/index.ts'
import { about } from './apply.ts'
import type { ApplyEvent } from './types.ts'

/** In the plan's order. Steps that only some outcome of others calls for are left out. */
export function* rehearse(plan: Plan, time: number): Iterable<ApplyEvent> {
  for (const step of plan.steps) {
    if (step.when !== undefined || step.needs.some(need => need.on === 'failed')) continue
    yield { type: 'step-started', time, ...about(step) }
    yield { type: 'step-ended', time, ...about(step), outcome: { state: 'done' }, elapsed: 0 }
  }
}

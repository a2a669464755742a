// A plan as JSON for programs. Versioned: fields may come, none goes or changes its meaning under one version.
// No value that is not in a reason: specs hold environments, so steps are told by id, kind and needs alone.
import type { Problem } from '../../problem/index.ts'
import { isContingent } from '../draft.ts'
import { isEmpty, type Need, type Plan, type Reason, type ResourceId, type Step } from '../types.ts'
import { type LineVerb, planLines } from './lines.ts'
import { countVerbs } from './summary.ts'

/** What `plan --format json` prints. */
export interface PlanDocument {
  readonly version: 1
  readonly stack: string
  /** No step changes anything; completed tasks may run again. */
  readonly empty: boolean
  /** Phrase → count, as in the summary line, e.g. `"to replace": 1`. */
  readonly summary: Readonly<Record<string, number>>
  /** One entry a resource, in the order of the plan. */
  readonly changes: readonly {
    readonly verb: LineVerb
    readonly resource: ResourceId
    readonly reason: Reason
    readonly risk: Step['risk']
    /** Only if a pull or a build gives another image. */
    readonly conditional: boolean
    readonly steps: readonly string[]
  }[]
  /** Every step, waits and what only a failure calls for (`contingent`) too; each after those that it needs. */
  readonly steps: readonly {
    readonly id: string
    readonly kind: Step['kind']
    readonly resource: ResourceId
    readonly needs: readonly Need[]
    readonly effect: Step['effect']
    readonly risk: Step['risk']
    readonly contingent: boolean
    readonly when?: Step['when']
  }[]
  readonly unchanged: readonly ResourceId[]
  readonly notices: readonly Problem[]
}

export function planDocument(plan: Plan): PlanDocument {
  return {
    version: 1,
    stack: plan.stack,
    empty: isEmpty(plan),
    summary: Object.fromEntries(countVerbs(plan)),
    changes: planLines(plan).map(({ verb, resource, reason, risk, conditional, steps }) => ({
      verb,
      resource,
      reason,
      risk,
      conditional,
      steps: steps.map(step => step.id),
    })),
    steps: plan.steps.map(step => ({
      id: step.id,
      kind: step.kind,
      resource: step.resource,
      needs: step.needs,
      effect: step.effect,
      risk: step.risk,
      contingent: isContingent(step),
      ...(step.when !== undefined && { when: step.when }),
    })),
    unchanged: plan.unchanged,
    notices: plan.notices,
  }
}

/** The document as indented JSON, without a line break at the end. */
export function renderPlanJson(plan: Plan): string {
  return JSON.stringify(planDocument(plan), null, 2)
}

// The public file of the room: plans, their steps, their reasons, the planners.

export type { Comparison } from './compare.ts'
export { type DownInput, type DownPolicy, planDown } from './down/plan-down.ts'
export { isContingent } from './draft.ts'
export type { PlanInput, UpPolicy } from './input.ts'
export { type LineVerb, type PlanLine, planLines } from './render/lines.ts'
export { summarize } from './render/summary.ts'
export { type RenderOptions, renderPlan } from './render/text.ts'
export type * from './types.ts'
export { isEmpty } from './types.ts'
export { planUp } from './up/plan-up.ts'

// Plans on paper: what `plan --out` writes, and what `apply FILE` needs to plan again and to compare.
import { randomBytes } from 'node:crypto'
import type { Project } from '../model/index.ts'
import {
  checkSaved,
  type Plan,
  type PlanInput,
  type PlanOrigin,
  parseSavedPlan,
  planUp,
  type SavedPlan,
  savePlan,
  type UpPolicy,
} from '../plan/index.ts'
import { type Problem, ProblemError } from '../problem/index.ts'
import { digestJson, sha256Hex } from '../support/index.ts'
import type { ProjectOptions } from './context.ts'

/** The text of the file: no value of any field is in it. */
export function printSavedPlan(
  plan: Plan,
  { project, observed }: PlanInput,
  options: ProjectOptions,
  policy: UpPolicy,
): string {
  const { now: _now, ...words } = policy
  const origin: PlanOrigin = {
    command: 'up',
    policy: words,
    project: { ...options, directory: project.directory, name: project.stack.name },
    digests: inputDigests(project),
  }
  return `${JSON.stringify(savePlan(plan, origin, randomBytes(16).toString('hex'), observed.host.files), null, 2)}\n`
}

/** @throws ProblemError where it is not a saved plan. */
export function readSavedPlan(text: string): SavedPlan {
  const saved = parseSavedPlan(text)
  if (!saved.ok) throw new ProblemError(saved.error)
  return saved.value
}

/** The plan that is made now, with a notice of severity error for what moved since the other was saved. */
export function planSavedAgain(saved: SavedPlan, input: PlanInput, now: number): Plan {
  const plan = planUp(input, { ...(saved.origin.policy as UpPolicy), now })
  const moved: readonly Problem[] = checkSaved(
    saved,
    plan,
    inputDigests(input.project),
    input.observed.host.files,
  )
  return { ...plan, notices: [...plan.notices, ...moved] }
}

function inputDigests(project: Project): Record<string, string> {
  const files = [...project.sources].map(([file, text]) => [file, sha256Hex(text)] as const)
  return { ...Object.fromEntries(files), stack: digestJson(JSON.parse(JSON.stringify(project.stack))) }
}

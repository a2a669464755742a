// A plan on paper: what `plan --out` writes and `apply` checks. It holds no value of any field: ids, reasons without values,
// salted fingerprints. Applying plans anew and goes on only where the same comes out.
import { errorProblem, type Problem } from '../problem/index.ts'
import { canonicalJson, failure, type Result, sha256Hex, success } from '../support/index.ts'
import type { Plan, Reason, ResourceId, Step } from './types.ts'

/** What the plan was made from, so that the same can be made again and what moved can be named. */
export interface PlanOrigin {
  /** `up`, `down`, … */
  readonly command: string
  /** The words of the command, as JSON-able data. */
  readonly policy: Readonly<Record<string, unknown>>
  /** Which stack: files, project name, profiles. */
  readonly project: Readonly<Record<string, unknown>>
  /** Name of an input (a file's path, `environment`, `engine`) → digest. */
  readonly digests: Readonly<Record<string, string>>
}

/** Version 1 of the file. */
export interface SavedPlan {
  readonly format: 'gantry-plan'
  readonly version: 1
  readonly stack: string
  readonly origin: PlanOrigin
  /** Keeps fingerprints from being guessed from common values. */
  readonly salt: string
  readonly steps: readonly SavedStep[]
}

interface SavedStep {
  readonly id: string
  readonly kind: Step['kind']
  readonly resource: ResourceId
  readonly reason: { readonly kind: Reason['kind']; readonly fields?: readonly string[] }
  readonly fingerprint: string
}

/** Absolute path of a secret's or config's file → digest of what is in it; null where it is missing. */
type Contents = ReadonlyMap<string, string | null>

/** `salt`: random text, new for each plan. */
export function savePlan(
  plan: Plan,
  origin: PlanOrigin,
  salt: string,
  contents: Contents = new Map(),
): SavedPlan {
  return {
    format: 'gantry-plan',
    version: 1,
    stack: plan.stack,
    origin,
    salt,
    steps: plan.steps.map(step => ({
      id: step.id,
      kind: step.kind,
      resource: step.resource,
      reason: withoutValues(step.reason),
      fingerprint: fingerprint(step, salt, contents),
    })),
  }
}

/** Reads what `savePlan` made, from its JSON text. */
export function parseSavedPlan(text: string): Result<SavedPlan, Problem> {
  const unreadable = (message: string) =>
    failure(
      errorProblem('saved-plan-unreadable', message, { hint: 'make it anew with gantry plan --out FILE' }),
    )
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return unreadable('the saved plan is not JSON')
  }
  const saved = value as Partial<SavedPlan> | null
  if (typeof saved !== 'object' || saved === null || saved.format !== 'gantry-plan') {
    return unreadable('the file is not a saved plan')
  }
  if (saved.version !== 1)
    return unreadable(`the saved plan is of version ${String(saved.version)}, which this gantry cannot read`)
  if (typeof saved.stack !== 'string' || typeof saved.salt !== 'string' || !Array.isArray(saved.steps)) {
    return unreadable('the saved plan lacks its steps')
  }
  return success(saved as SavedPlan)
}

/** Compares a saved plan with one made now. Empty: it is the same, step by step. Else one problem that says what moved. */
export function checkSaved(
  saved: SavedPlan,
  plan: Plan,
  digests: Readonly<Record<string, string>>,
  contents: Contents = new Map(),
): readonly Problem[] {
  const before = new Map(saved.steps.map(step => [step.id, step]))
  const now = new Set(plan.steps.map(step => step.id))
  const moved: string[] = []
  if (saved.stack !== plan.stack) moved.push(`it was made for ${saved.stack}, not for ${plan.stack}`)
  for (const step of saved.steps) if (!now.has(step.id)) moved.push(`${step.id} is not to be done any more`)
  for (const step of plan.steps) {
    const known = before.get(step.id)
    if (known === undefined) moved.push(`${step.id} is to be done as well`)
    else if (known.fingerprint !== fingerprint(step, saved.salt, contents))
      moved.push(`${step.id} would do something else`)
  }
  if (moved.length === 0) return []
  const inputs = movedInputs(saved.origin.digests, digests)
  const cause =
    inputs.length === 0
      ? 'what runs is not what it was, or a secret or config holds something else'
      : `changed since: ${inputs.join(', ')}`
  return [
    errorProblem('saved-plan-moved', 'what the saved plan was made from is no longer so', {
      hint: 'look at the new plan, and save it anew with gantry plan --out FILE',
      cause,
      related: moved.map(message => ({ message })),
    }),
  ]
}

function movedInputs(
  before: Readonly<Record<string, string>>,
  now: Readonly<Record<string, string>>,
): readonly string[] {
  const names = new Set([...Object.keys(before), ...Object.keys(now)])
  return [...names].filter(name => before[name] !== now[name]).sort()
}

function withoutValues(reason: Reason): SavedStep['reason'] {
  if (reason.kind !== 'changed') return { kind: reason.kind }
  return { kind: reason.kind, fields: reason.changes.map(change => change.field) }
}

/** Everything that the step would do, what it would copy in too. Where in a file something stands is no part of it. */
function fingerprint(step: Step, salt: string, contents: Contents): string {
  const content = JSON.parse(canonicalJson(step), (key, value: unknown) =>
    key === 'place' ? undefined : value,
  ) as unknown
  const files = step.kind === 'createContainer' ? step.spec.files : []
  const copied = files.map(({ content: from }) =>
    from.kind === 'file' ? (contents.get(from.path) ?? '') : '',
  )
  return sha256Hex(`${salt} ${canonicalJson(content)} ${copied.join(' ')}`).slice(0, 32)
}

// A plan as people see it: one line a resource, however many steps that takes. Data for the text, Markdown and JSON forms.
import { isContingent } from '../draft.ts'
import type { FieldChange, Plan, Reason, ResourceId, Step } from '../types.ts'

export type LineVerb =
  | 'create'
  | 'replace'
  | 'rebuild'
  | 'remove'
  | 'update'
  | 'reconnect'
  | 'rename'
  | 'start'
  | 'rerun'
  | 'restart'
  | 'stop'
  | 'kill'
  | 'pause'
  | 'unpause'
  | 'pull'
  | 'build'
  | 'provide'

export interface PlanLine {
  readonly verb: LineVerb
  readonly resource: ResourceId
  readonly reason: Reason
  /** Only if a pull or a build gives another image. */
  readonly conditional: boolean
  readonly risk: Step['risk']
  readonly steps: readonly Step[]
}

/** Waits and what only a failure calls for have no line. In the order of the plan. */
export function planLines(plan: Plan): readonly PlanLine[] {
  const groups = new Map<string, Step[]>()
  for (const step of plan.steps) {
    if (step.effect === 'wait' || isContingent(step)) continue
    const key = `${step.resource.type} ${step.resource.key}`
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [step])
    else group.push(step)
  }
  return [...groups.values()].map(toLine)
}

const risks = ['none', 'downtime', 'data-loss'] as const

function toLine(steps: readonly Step[]): PlanLine {
  const [verb, kind] = verbOf(steps)
  const leading = steps.find(step => step.kind === kind) ?? (steps[0] as Step)
  const risk = Math.max(...steps.map(step => risks.indexOf(step.risk)))
  return {
    verb,
    resource: leading.resource,
    reason: inPlace.has(kind) ? allChanges(steps, leading.reason) : leading.reason,
    conditional: leading.when !== undefined,
    risk: risks[risk] as Step['risk'],
    steps,
  }
}

/** What is done to a container that stays: each kind has reasons of its own, and all of them are told. */
const inPlace: ReadonlySet<Step['kind']> = new Set([
  'updateContainer',
  'connectNetwork',
  'disconnectNetwork',
  'renameContainer',
])

function allChanges(steps: readonly Step[], leading: Reason): Reason {
  const changes = new Map<string, FieldChange>()
  for (const { kind, reason } of steps) {
    if (!inPlace.has(kind) || reason.kind !== 'changed') continue
    for (const change of reason.changes) changes.set(change.field, change)
  }
  return changes.size === 0 ? leading : { kind: 'changed', changes: [...changes.values()] }
}

/** The verb that says what becomes of the resource, and the kind of the step whose reason explains it. */
function verbOf(steps: readonly Step[]): readonly [LineVerb, Step['kind']] {
  const has = (kind: Step['kind']) => steps.some(step => step.kind === kind)
  if (has('pullImage')) return ['pull', 'pullImage']
  if (has('buildImage')) return ['build', 'buildImage']
  if (has('runProvider')) return ['provide', 'runProvider']
  if (has('createNetwork')) return [has('removeNetwork') ? 'rebuild' : 'create', 'createNetwork']
  if (has('createVolume')) return [has('removeVolume') ? 'replace' : 'create', 'createVolume']
  if (has('removeNetwork')) return ['remove', 'removeNetwork']
  if (has('removeVolume')) return ['remove', 'removeVolume']
  if (has('removeImage')) return ['remove', 'removeImage']
  if (has('createContainer')) return [has('removeContainer') ? 'replace' : 'create', 'createContainer']
  if (has('removeContainer') && has('renameContainer')) return ['replace', 'removeContainer']
  if (has('removeContainer')) return ['remove', 'removeContainer']
  if (has('updateContainer')) return ['update', 'updateContainer']
  if (has('connectNetwork')) return ['reconnect', 'connectNetwork']
  if (has('disconnectNetwork')) return ['reconnect', 'disconnectNetwork']
  if (has('renameContainer')) return ['rename', 'renameContainer']
  if (has('restartContainer')) return ['restart', 'restartContainer']
  if (has('unpauseContainer')) return ['unpause', 'unpauseContainer']
  if (has('pauseContainer')) return ['pause', 'pauseContainer']
  if (has('killContainer')) return ['kill', 'killContainer']
  if (has('startContainer')) {
    const rerun = steps.every(step => step.effect === 'rerun')
    return [has('stopContainer') ? 'restart' : rerun ? 'rerun' : 'start', 'startContainer']
  }
  return ['stop', 'stopContainer']
}

// Order, concurrency, abort and outcomes of a plan's steps. p-graph says what is ready, no more: it keeps starting dependants
// after a failure and has no abort signal, so every run function asks our own record first.
// Knows nothing of containers: a step is an id, its needs and a function.
import { PGraph, type PGraphNodeMap } from 'p-graph'
import type { Need, StepId } from '../plan/index.ts'
import { limit } from '../support/index.ts'
import type { Outcome } from './types.ts'

export interface Task {
  readonly id: StepId
  readonly needs: readonly Need[]
  /** A wait takes no place among those that run at a time: it would keep the work that it waits for from starting. */
  readonly waits: boolean
  /** Never rejects: a failure is an outcome. */
  readonly run: () => Promise<Outcome>
}

export interface ScheduleOptions {
  readonly concurrency: number
  /** After it, nothing begins but what mends a failure. */
  readonly signal?: AbortSignal
  /** After it, nothing begins at all. */
  readonly forceSignal?: AbortSignal
  /** `stop`: after the first failure nothing begins but what mends it. */
  readonly onFailure: 'stop' | 'continue'
  /** Called for tasks that end without having run. */
  readonly onUnrun: (id: StepId, outcome: Outcome) => void
}

/** Runs the tasks as far as their needs allow and says how each ended. A need of a step outside of the list counts as done. */
export async function schedule(
  tasks: readonly Task[],
  options: ScheduleOptions,
): Promise<ReadonlyMap<StepId, Outcome>> {
  const outcomes = new Map<StepId, Outcome>()
  if (tasks.length === 0) return outcomes
  const known = new Set(tasks.map(task => task.id))
  const places = limit(options.concurrency)
  let failed = false

  async function runTask(task: Task): Promise<void> {
    const verdict = judge(task, id => (known.has(id) ? outcomes.get(id) : { state: 'done' }))
    const mends = task.needs.some(need => need.on === 'failed')
    const stopped = options.signal?.aborted === true || (failed && options.onFailure === 'stop')
    let outcome: Outcome
    if (verdict !== 'run') outcome = verdict
    else if (options.forceSignal?.aborted === true || (stopped && !mends)) outcome = { state: 'cancelled' }
    else {
      outcome = task.waits ? await task.run() : await places(() => task.run())
      outcomes.set(task.id, outcome)
      if (outcome.state === 'failed') failed = true
      return
    }
    outcomes.set(task.id, outcome)
    options.onUnrun(task.id, outcome)
  }

  const nodes: PGraphNodeMap = new Map(tasks.map(task => [task.id, { run: () => runTask(task) }]))
  const edges: [string, string][] = []
  for (const task of tasks) {
    for (const need of task.needs) if (known.has(need.step)) edges.push([need.step, task.id])
  }
  await new PGraph(nodes, edges).run({ continue: true })
  return outcomes
}

/** What the needs allow. A task that mends a failure is not needed where there was none, and never counts as skipped. */
function judge(task: Task, outcomeOf: (id: StepId) => Outcome | undefined): 'run' | Outcome {
  const mends = task.needs.some(need => need.on === 'failed')
  for (const need of task.needs) {
    const outcome = outcomeOf(need.step)
    const good = outcome?.state === 'done' || outcome?.state === 'not-needed'
    if (need.on === 'settled') continue
    if (need.on === 'failed') {
      if (good) return { state: 'not-needed' }
      continue
    }
    if (good) continue
    if (mends) return { state: 'not-needed' }
    if (outcome?.state === 'cancelled') return { state: 'cancelled' }
    return { state: 'skipped', because: outcome?.state === 'skipped' ? outcome.because : need.step }
  }
  // Mending is for what was really done: a step that was not needed left nothing behind.
  if (mends && task.needs.some(need => need.on === 'done' && outcomeOf(need.step)?.state === 'not-needed')) {
    return { state: 'not-needed' }
  }
  return 'run'
}

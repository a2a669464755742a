// Runs a plan: a task a step, events while it runs, a report at the end. The only writer to the engine.
import type { Engine, EngineInfo } from '../engine/index.ts'
import type { ImageContext } from '../image/index.ts'
import type { Project } from '../model/index.ts'
import type { Plan, Step, StepId, StepKind, StepOf } from '../plan/index.ts'
import { errorProblem, type Problem } from '../problem/index.ts'
import type { ImageOperations, PerformContext, Run } from './perform-context.ts'
import { performers } from './performers/index.ts'
import { schedule, type Task } from './scheduler.ts'
import { stepProblem } from './step-problem.ts'
import type { ApplyOptions, Outcome, Report } from './types.ts'
import { watchContainers } from './watcher.ts'

export interface ApplyRequest extends ApplyOptions {
  readonly engine: Engine
  readonly info: EngineInfo
  readonly project?: Project
  readonly images: ImageOperations
  readonly imageContext: Omit<ImageContext, 'report' | 'signal' | 'engine'>
  /** Milliseconds since the epoch. */
  readonly now: () => number
}

/** Steps at a time where nothing else is asked for. */
const defaultConcurrency = 16

export async function apply(plan: Plan, request: ApplyRequest): Promise<Report> {
  const { engine, emit, now } = request
  const began = now()
  const outcomes = new Map<StepId, Outcome>()
  const watcher = watchContainers(engine)
  const run: Run = {
    engine,
    info: request.info,
    stack: plan.stack,
    project: request.project,
    images: request.images,
    imageContext: { ...request.imageContext, engine },
    watcher,
    signal: request.forceSignal,
    endSignal: request.signal,
    beforeStart: request.beforeStart,
    imageCache: new Map(),
    provided: new Map(),
    produced: step => {
      const outcome = outcomes.get(step)
      return outcome?.state === 'done' ? outcome.produced : undefined
    },
  }
  emit({ type: 'plan', time: began, stack: plan.stack, steps: plan.steps.length })

  async function runStep(step: Step): Promise<Outcome> {
    const started = now()
    if (step.when !== undefined && !imageChanged(step.when, outcomes)) {
      // What was to be replaced, had its image changed, is as it is wanted.
      if (about(step).replaces) emit({ type: 'unchanged', time: started, resource: step.resource })
      return ended(step, { state: 'not-needed' }, started)
    }
    emit({ type: 'step-started', time: started, ...about(step) })
    let outcome: Outcome
    try {
      outcome = await perform(step, { run, engine, report: reporter(step) })
    } catch (error) {
      const isLong = step.effect === 'wait' || step.kind === 'pullImage' || step.kind === 'buildImage'
      const givenUp = isLong ? request.signal : undefined
      outcome =
        request.forceSignal?.aborted || givenUp?.aborted
          ? { state: 'cancelled' }
          : { state: 'failed', problem: stepProblem(step, error, request.project) }
    }
    return ended(step, outcome, started)
  }

  function ended(step: Step, outcome: Outcome, started: number): Outcome {
    outcomes.set(step.id, outcome)
    const time = now()
    emit({
      type: 'step-ended',
      time,
      ...about(step),
      outcome,
      elapsed: time - started,
    })
    return outcome
  }

  function reporter(step: Step): PerformContext['report'] {
    return {
      progress: (text, detail) =>
        emit({ type: 'step-progress', time: now(), step: step.id, text, ...detail }),
      output: (stream, line) => emit({ type: 'step-output', time: now(), step: step.id, stream, line }),
    }
  }

  const byId = new Map(plan.steps.map(step => [step.id, step]))
  const tasks: Task[] = plan.steps.map(step => ({
    id: step.id,
    needs: step.needs,
    waits: step.effect === 'wait',
    run: () => runStep(step),
  }))
  try {
    await schedule(tasks, {
      concurrency: request.concurrency ?? defaultConcurrency,
      signal: request.signal,
      forceSignal: request.forceSignal,
      onFailure: request.onFailure ?? 'continue',
      onUnrun: (id, outcome) => {
        const step = byId.get(id)
        if (step !== undefined) ended(step, outcome, now())
      },
    })
  } finally {
    watcher.close()
  }
  return report(plan, outcomes, request, now() - began)
}

/** What an event says of its step. */
export function about(step: Step) {
  const replaces = step.kind === 'createContainer' && step.replaces !== undefined
  return {
    step: step.id,
    kind: step.kind,
    resource: step.resource,
    ...(replaces && { replaces: true as const }),
  }
}

/** One call whose types hold because kind and performer come from the same step. */
function perform<K extends StepKind>(step: StepOf<K>, context: PerformContext): Promise<Outcome> {
  return performers[step.kind](step, context)
}

function imageChanged(when: NonNullable<Step['when']>, outcomes: ReadonlyMap<StepId, Outcome>): boolean {
  const outcome = outcomes.get(when.imageChanged)
  return outcome?.state === 'done' && outcome.produced !== undefined && outcome.produced !== when.from
}

function report(
  plan: Plan,
  outcomes: ReadonlyMap<StepId, Outcome>,
  request: ApplyRequest,
  elapsed: number,
): Report {
  const problems: Problem[] = []
  let cancelled = false
  for (const outcome of outcomes.values()) {
    if (outcome.state === 'failed') problems.push(outcome.problem)
    if (outcome.state === 'cancelled') cancelled = true
  }
  cancelled &&= request.signal?.aborted === true || request.forceSignal?.aborted === true
  if (cancelled && problems.length === 0) {
    problems.push(
      errorProblem('step-cancelled', 'canceled before everything was done', {
        hint: 'run the same command again: it goes on from what is there',
      }),
    )
  }
  const ok = problems.length === 0
  request.emit({ type: 'end', time: request.now(), ok, elapsed })
  return { stack: plan.stack, ok, cancelled, outcomes, steps: plan.steps, elapsed, problems }
}

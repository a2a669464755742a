// What every command that changes the engine has in common: load, show progress, ask, and turn the report into an exit code.

import process from 'node:process'
import {
  type ApplyEvent,
  askEarly,
  isEmpty,
  type Loaded,
  type LoadTuning,
  loadOrRecall,
  loadProject,
  type Plan,
  type PlanInput,
  type ReconcileResult,
  reconcile,
  rehearse,
  renderPlan,
} from '../app/index.ts'
import { createProgress, renderProblems, renderReport } from '../present/index.ts'
import { hasErrors, type Problem, ProblemError } from '../problem/index.ts'
import type { ApplyRequestHooks, Invocation } from './command-module.ts'
import { problemWords, progressOptions } from './compose-place.ts'
import { renameHints } from './identity.ts'
import { isTrue } from './options.ts'

export interface Change {
  /** As the user typed it, for the lock's holder: `gantry up`. */
  readonly command: string
  readonly planner: (input: PlanInput, loaded: Loaded) => Plan
  readonly tuning?: LoadTuning
  /** The command can work by the project name alone. */
  readonly byName?: boolean
  readonly hooks?: ApplyRequestHooks
  /** Makes images alone: what the engine could not run keeps nobody from it. */
  readonly imagesOnly?: boolean
  /** Loaded already. */
  readonly loaded?: Loaded
  readonly onFailure?: 'stop' | 'continue'
  /** Say of containers that stay as they are that they run, or what they are instead. */
  readonly tellUnchanged?: boolean | 'Stopped'
  /** Takes a line that a hook, a builder or a provider prints; false: it is shown with the progress. */
  readonly takeOutput?: (event: ApplyEvent) => boolean
  /** Waits for no other command on the project. */
  readonly pastLock?: boolean
  /** Asked between plan and apply. */
  readonly approve?: (plan: Plan) => Promise<boolean>
}

export interface ChangeResult extends ReconcileResult {
  readonly exitCode: number
}

export async function runChange(invocation: Invocation, change: Change): Promise<ChangeResult> {
  const { app, globals, terminal } = invocation
  const info = change.loaded ? undefined : askEarly(app)
  const loaded =
    change.loaded ?? (await (change.byName ? loadOrRecall : loadProject)(app, globals, change.tuning))
  const progress = createProgress(
    isTrue(app.environment.COMPOSE_STATUS_STDOUT) ? { ...terminal, stderr: terminal.stdout } : terminal,
    globals.progress,
    progressOptions(invocation, change.command),
  )
  const tellUnchanged = (plan: Plan): void => {
    const text = typeof change.tellUnchanged === 'string' ? { text: change.tellUnchanged } : undefined
    for (const resource of plan.unchanged) {
      if (resource.type === 'container')
        progress.emit({ type: 'unchanged', time: app.now(), resource, ...text })
    }
  }
  try {
    const result = await reconcile(
      app,
      {
        project: loaded.project,
        problems: loaded.problems,
        command: change.command,
        tolerant: change.byName === true || change.imagesOnly === true,
        ...(change.imagesOnly && { imagesOnly: true }),
        dryRun: globals.dryRun,
        ...(info && { info }),
        ...(change.pastLock && { pastLock: true }),
        emit: event => {
          if (change.takeOutput?.(event) !== true) progress.emit(event)
        },
        ...(globals.parallel !== undefined && { concurrency: globals.parallel }),
        ...(change.onFailure !== undefined && { onFailure: change.onFailure }),
        ...(change.hooks?.beforeStart && { beforeStart: change.hooks.beforeStart }),
        onWait: holder =>
          void terminal.stderr.write(
            `waiting for ${holder.command} (process ${holder.pid}), which works on this project\n`,
          ),
        approve: async plan => {
          await showNotices(invocation, plan.notices, loaded)
          if (hasErrors(plan.notices)) throw new NoticesShown(plan.notices)
          if (!globals.dryRun) {
            if (!((await change.approve?.(plan)) ?? true)) return false
            if (change.tellUnchanged) tellUnchanged(plan)
            return true
          }
          if (invocation.identity.asCompose) {
            if (change.tellUnchanged) tellUnchanged(plan)
            for (const event of rehearse(plan, app.now())) progress.emit(event)
          }
          await terminal.stdout.write(`${renderPlan(plan, { directory: process.cwd() })}\n`)
          return false
        },
      },
      input => change.planner(input, loaded),
    )
    await progress.close()
    if (result.report === undefined) return { ...result, exitCode: 0 }
    if (!result.report.ok) {
      await terminal.stderr.write(
        renderReport(
          { ...result.report, problems: renameHints(result.report.problems, invocation.identity) },
          {
            ...problemView(invocation, loaded),
            command: change.command.replace(/^gantry\b/, invocation.identity.program),
          },
        ),
      )
    } else if (isEmpty(result.plan) && result.plan.steps.length === 0) await progress.close()
    return { ...result, exitCode: result.report.ok ? 0 : result.report.cancelled ? 130 : 1 }
  } finally {
    await progress.close()
  }
}

/** The plan's notices hold errors, and they were shown already. */
export class NoticesShown extends ProblemError {}

export async function showNotices(
  invocation: Invocation,
  notices: readonly Problem[],
  loaded?: Loaded,
): Promise<void> {
  const { terminal, globals } = invocation
  if (globals.progress === 'quiet' && !hasErrors(notices)) return
  await terminal.stderr.write(
    renderProblems(renameHints(notices, invocation.identity), problemView(invocation, loaded)),
  )
}

function problemView({ terminal, globals, identity }: Invocation, loaded: Loaded | undefined) {
  return {
    output: terminal.stderr,
    environment: terminal.environment,
    workingDirectory: process.cwd(),
    ...problemWords(identity),
    format: globals.progress === 'json' ? 'json' : 'auto',
    ...(loaded && { sources: loaded.project.sources }),
  } as const
}

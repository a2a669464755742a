// Watching as the command line does it: rebuilds and restarts as any other change (planned, under the project's lock, shown), and lines
// where the caller wants them. May be turned on and off again.
import {
  type Loaded,
  planRebuild,
  planRestart,
  type Rule,
  readRules,
  type WatchRules,
  watchProject,
} from '../app/index.ts'
import { ProblemError } from '../problem/index.ts'
import { deferred } from '../support/index.ts'
import type { Invocation } from './command-module.ts'
import { type Change, NoticesShown, runChange, showNotices } from './run-change.ts'

export interface WatchingRequest {
  readonly invocation: Invocation
  readonly loaded: Loaded
  /** Read before, where what is wrong with them must keep the stack from coming up. */
  readonly rules?: WatchRules
  /** Remove images that a rebuild left without a name. */
  readonly prune: boolean
  /** No output of builds. */
  readonly quiet: boolean
  /** Seconds for a container to stop. */
  readonly timeout?: number
  say(line: string): Promise<void>
  output(container: string, stream: 'stdout' | 'stderr', line: string): Promise<void>
  /** Watching broke down. */
  failed(error: unknown): void
}

export interface Watching {
  /** Files are watched. */
  readonly active: boolean
  /** Containers are being replaced or restarted by it. */
  readonly changing: boolean
  /**
   * Resolves once changes are seen from now on; they are acted upon when `begin` has resolved.
   *
   * @throws ProblemError where the rules cannot work.
   */
  start(begin?: Promise<void>): Promise<void>
  /** Resolves when nothing goes on any more: what was being built or replaced is finished, or given up. May be called again to give up. */
  stop(how: 'finish' | 'give-up'): Promise<void>
}

export function createWatching(request: WatchingRequest): Watching {
  const { invocation, loaded } = request
  let running:
    | { readonly stop: AbortController; readonly giveUp: AbortController; readonly ended: Promise<void> }
    | undefined
  let rules: readonly Rule[] | undefined = request.rules?.rules
  let changing = 0

  async function change(what: Omit<Change, 'loaded'>, signal: AbortSignal): Promise<boolean> {
    const { app, globals } = invocation
    changing += 1
    try {
      const result = await runChange(
        {
          ...invocation,
          app: { ...app, signal, forceSignal: signal },
          globals: request.quiet ? { ...globals, progress: 'quiet' } : globals,
        },
        // What loading warned of was told once.
        { ...what, loaded: { project: loaded.project, problems: [] } },
      )
      return result.exitCode === 0
    } catch (error) {
      if (signal.aborted || error instanceof NoticesShown) return false
      if (!(error instanceof ProblemError)) throw error
      await showNotices(invocation, error.problems, loaded)
      return false
    } finally {
      changing -= 1
    }
  }

  async function watchNow(begin: Promise<void> | undefined): Promise<void> {
    if (rules === undefined) {
      const read = await readRules(loaded.project)
      rules = read.rules
      await showNotices(invocation, read.warnings, loaded)
    }
    const stop = new AbortController()
    const giveUp = new AbortController()
    const seeing = deferred<void>()
    const { timeout } = request
    const ended = watchProject({
      engine: await invocation.app.engine(),
      project: loaded.project,
      rules,
      prune: request.prune,
      signal: stop.signal,
      seeing: () => seeing.resolve(),
      ...(begin !== undefined && { begin }),
      desk: {
        say: request.say,
        output: request.output,
        rebuild: services =>
          change(
            {
              command: 'gantry watch',
              planner: input => planRebuild(input, services, { quiet: request.quiet, timeout }),
            },
            giveUp.signal,
          ),
        restart: services =>
          change(
            { command: 'gantry watch', planner: input => planRestart(input, { services, timeout }) },
            giveUp.signal,
          ),
      },
    })
    running = { stop, giveUp, ended }
    ended.catch(error => {
      running = undefined
      seeing.resolve()
      request.failed(error)
    })
    await seeing.promise
  }

  return {
    get active() {
      return running !== undefined && !running.stop.signal.aborted
    },
    get changing() {
      return changing > 0
    },
    async start(begin) {
      if (running?.stop.signal.aborted) await running.ended.catch(() => {})
      if (running === undefined) await watchNow(begin)
    },
    async stop(how) {
      const last = running
      last?.stop.abort()
      if (how === 'give-up') last?.giveUp.abort()
      await last?.ended.catch(() => {})
      if (running === last) running = undefined
    },
  }
}

// Waits for a replica's state on events. A wait that is not required tells why it did not come and goes on.
import type { LiveContainer } from '../../engine/index.ts'
import { errorProblem, ProblemError } from '../../problem/index.ts'
import { containerId, done, type Performer } from '../perform-context.ts'
import { describeWait, judgeState } from '../wait-for.ts'
import type { Watcher } from '../watcher.ts'

/** Milliseconds that what has no health check has to go on running: many a program starts, reads its settings, and ends. */
const settleTime = 500

export const performWaitContainer: Performer<'waitContainer'> = async (step, { run, report }) => {
  const timeout = step.timeout === undefined ? undefined : AbortSignal.timeout(step.timeout)
  const signals = [run.signal, run.endSignal, timeout].filter(signal => signal !== undefined)
  let said = ''
  try {
    const id = containerId(step.target, run)
    const decided = () =>
      run.watcher.until(
        id,
        live => {
          const text = describeWait(step.until, live)
          if (text !== said) report.progress(text)
          said = text
          return judgeState(live, step.until, step.target.name)
        },
        anyOf(signals),
      )
    let verdict = await decided()
    while (verdict.ok && verdict.maySettle && !(await settles(run.watcher, id, signals)))
      verdict = await decided()
    if (verdict.ok) return verdict.exited ? { state: 'done', exited: true } : done
    const { service } = step.replica
    if (!step.required) {
      // A line of its own: progress is gone with the step, and this is to be seen afterwards.
      report.output(
        'stderr',
        `optional dependency ${JSON.stringify(service)} failed to start: ${verdict.message}; it is not required, so what depends on it goes on`,
      )
      return { state: 'not-needed' }
    }
    // `ready` is the wait of --wait, on which nothing depends.
    const message =
      step.until.kind === 'ready' ? verdict.message : `dependency failed to start: ${verdict.message}`
    throw new ProblemError(
      errorProblem('dependency-failed', message, {
        hint: `see gantry logs ${service}`,
        ...(verdict.cause === undefined ? {} : { cause: verdict.cause }),
      }),
    )
  } catch (error) {
    if (timeout?.aborted) {
      const seconds = Math.round((step.timeout ?? 0) / 1000)
      throw new ProblemError(
        errorProblem('wait-timeout', `${step.target.name} is not healthy after ${seconds}s`, {
          hint: `see gantry logs ${step.replica.service}, or allow more time with --wait-timeout`,
        }),
      )
    }
    throw error
  }
}

/** Whether it runs on without a break. Rejects as waiting does. */
async function settles(watcher: Watcher, id: string, signals: readonly AbortSignal[]): Promise<boolean> {
  const settled = AbortSignal.timeout(settleTime)
  const isDown = ({ State }: LiveContainer) => (!State.Running || State.Restarting ? true : undefined)
  try {
    await watcher.until(id, isDown, AbortSignal.any([...signals, settled]))
    return false
  } catch (error) {
    if (settled.aborted && !signals.some(signal => signal.aborted)) return true
    throw error
  }
}

const anyOf = (signals: readonly AbortSignal[]): AbortSignal | undefined =>
  signals.length === 0 ? undefined : AbortSignal.any([...signals])

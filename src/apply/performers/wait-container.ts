// Waits for a replica's state on events. A wait that is not required tells why it did not come and goes on.
import { errorProblem, ProblemError } from '../../problem/index.ts'
import { containerId, done, type Performer } from '../perform-context.ts'
import { describeWait, judgeState } from '../wait-for.ts'

export const performWaitContainer: Performer<'waitContainer'> = async (step, { run, report }) => {
  const timeout = step.timeout === undefined ? undefined : AbortSignal.timeout(step.timeout)
  const signals = [run.signal, run.endSignal, timeout].filter(signal => signal !== undefined)
  let said = ''
  try {
    const verdict = await run.watcher.until(
      containerId(step.target, run),
      live => {
        const text = describeWait(step.until, live)
        if (text !== said) report.progress(text)
        said = text
        return judgeState(live, step.until, step.target.name)
      },
      signals.length === 0 ? undefined : AbortSignal.any(signals),
    )
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

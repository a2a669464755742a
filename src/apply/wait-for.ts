// When a replica counts as healthy, completed or ready, and what to say when it never will.
import type { LiveContainer } from '../engine/index.ts'
import type { WaitFor } from '../plan/index.ts'

export type Verdict =
  /** `maySettle`: it runs, and no health check tells more. */
  | { readonly ok: true; readonly exited?: true; readonly maySettle?: true }
  | { readonly ok: false; readonly message: string; readonly cause?: string }

const completed: Verdict = { ok: true, exited: true }

/** Undefined: not decided yet. `name` is the container's, for messages. */
export function judgeState(live: LiveContainer, until: WaitFor, name: string): Verdict | undefined {
  const { State: state } = live
  const ended = !state.Running && !state.Restarting && (state.Status === 'exited' || state.Status === 'dead')
  switch (until.kind) {
    case 'completed':
      if (!ended) return undefined
      return state.ExitCode === 0 ? completed : exited(live, name)
    case 'running':
      if (ended) return exited(live, name)
      return state.Running ? { ok: true } : undefined
    case 'healthy':
      if (!hasCheck(live))
        return {
          ok: false,
          message: `container ${name} has no healthcheck configured: it can never become healthy`,
        }
      return health(live, name, ended)
    case 'ready':
      if (ended) return until.mayComplete && state.ExitCode === 0 ? completed : exited(live, name)
      if (hasCheck(live)) return health(live, name, ended)
      return state.Running && !state.Restarting ? { ok: true, maySettle: true } : undefined
  }
}

/** What a wait is waiting for, in a few words for the progress line. */
export function describeWait(until: WaitFor, live?: LiveContainer): string {
  if (until.kind === 'completed') return 'waiting for it to complete'
  if (until.kind === 'running') return 'waiting for it to run'
  const status = live?.State.Health?.Status
  return status && status !== 'none' ? `waiting for health: ${status}` : 'waiting'
}

function hasCheck(live: LiveContainer): boolean {
  const test = live.Config.Healthcheck?.Test
  if (test?.[0] === 'NONE') return false
  return live.State.Health !== undefined && live.State.Health.Status !== 'none'
}

function health(live: LiveContainer, name: string, ended: boolean): Verdict | undefined {
  if (ended) return exited(live, name)
  const found = live.State.Health
  if (found?.Status === 'healthy') return { ok: true }
  if (found?.Status !== 'unhealthy') return undefined
  const last = found.Log?.at(-1)
  const output = last?.Output.trim().split('\n').slice(-3).join(' | ')
  const cause = last && `its check exits with ${last.ExitCode}${output ? `: ${output}` : ' and says nothing'}`
  return { ok: false, message: `container ${name} is unhealthy`, ...(cause === undefined ? {} : { cause }) }
}

function exited(live: LiveContainer, name: string): Verdict {
  const { ExitCode: code, OOMKilled: oom, Error: error } = live.State
  const why = oom ? ' (out of memory)' : ''
  return {
    ok: false,
    message: `container ${name} exited (${code})${why}`,
    ...(error ? { cause: error } : {}),
  }
}

// Starts a container that `run` made, attached or not, with its own commands after the start.
import { runHooks } from '../../apply/index.ts'
import type { Engine, Session } from '../../engine/index.ts'
import type { HookSpec } from '../../lower/index.ts'

export interface StartRequest {
  readonly id: string
  /** Commands after the start. */
  readonly hooks: readonly HookSpec[]
  readonly attach: boolean
  readonly interactive: boolean
  readonly detachKeys?: string
  /** What a command after the start says. */
  readonly output: (line: string) => void
}

export interface StartedOneOff {
  /** Absent where nothing is attached. */
  readonly session?: Session
  /** The commands after the start have run; rejects where one failed. */
  readonly settled: Promise<void>
}

/** Attaches before the start, so that nothing is missed. */
export async function startOneOff(
  engine: Engine,
  request: StartRequest,
  signal: AbortSignal,
): Promise<StartedOneOff> {
  const { id, interactive, detachKeys } = request
  const session = request.attach
    ? await engine.containers.attach(id, {
        stdin: interactive,
        ...(detachKeys !== undefined && { detachKeys }),
      })
    : undefined
  try {
    await engine.containers.start(id)
  } catch (error) {
    session?.close()
    throw error
  }
  const settled = runHooks(
    engine,
    id,
    request.hooks,
    { progress: () => {}, output: (_stream, line) => request.output(line) },
    signal,
  )
  // Whoever awaits it hears of a failure; until then it is no failure of the program.
  settled.catch(() => {})
  return { ...(session && { session }), settled }
}

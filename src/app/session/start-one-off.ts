// Starts a container that `run` made, attached or not, with its own commands after the start.
import { runHooks, startProblem } from '../../apply/index.ts'
import { type Engine, EngineError, type Session } from '../../engine/index.ts'
import type { HookSpec } from '../../lower/index.ts'
import { ProblemError } from '../../problem/index.ts'
import { deferred } from '../../support/index.ts'

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
  /** How it ended, though the engine may have removed it by then. */
  readonly exitCode: Promise<number>
  /** Ends the listening for its exit, for who leaves it running. */
  leave(): void
  /** The commands after the start have run; rejects where one failed. */
  readonly settled: Promise<void>
}

/** Attaches and listens before the start, so that nothing is missed. */
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
  const left = new AbortController()
  const either = AbortSignal.any([signal, left.signal])
  const exit = request.attach ? await listenForExit(engine, id, either) : undefined
  try {
    await engine.containers.start(id)
  } catch (error) {
    session?.close()
    left.abort()
    const problem =
      error instanceof EngineError ? startProblem(error.message, { resource: 'the container' }) : undefined
    throw problem === undefined ? error : new ProblemError(problem)
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
  return {
    ...(session && { session }),
    exitCode: exit?.code ?? Promise.resolve(0),
    leave: () => left.abort(),
    settled,
  }
}

/** A wait could come too late for a container that the engine removes at its end; its event does not. */
async function listenForExit(
  engine: Engine,
  id: string,
  signal: AbortSignal,
): Promise<{ readonly code: Promise<number> }> {
  const opened = deferred<void>()
  const events = engine.events(
    { filters: { type: ['container'], container: [id], event: ['die'] }, opened: () => opened.resolve() },
    signal,
  )
  const code = (async () => {
    for await (const event of events) return Number(event.attributes.exitCode ?? 0)
    throw new EngineError('cancelled', 'the engine was left before the container ended')
  })()
  code.catch(error => opened.reject(error))
  await opened.promise
  // In an object: a bare promise would be awaited with this one.
  return { code }
}

/** Removes it, or waits until the engine has. */
export async function removeOneOff(engine: Engine, id: string): Promise<void> {
  try {
    await engine.containers.remove(id, { force: true, volumes: true })
  } catch (error) {
    if (!(error instanceof EngineError) || !['not-found', 'conflict', 'in-use'].includes(error.kind))
      throw error
    if (error.kind !== 'not-found') await engine.containers.wait(id, 'removed').catch(() => {})
  }
}

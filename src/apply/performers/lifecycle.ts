// Stop, restart, kill, pause, unpause, remove, rename, update: one engine call each, hooks before or after it.
// Each tolerates that the state is already what it asks for: a run that was cut short is run again.
import { EngineError, type EngineErrorKind } from '../../engine/index.ts'
import { runHooks } from '../hooks.ts'
import { containerId, done, type Performer } from '../perform-context.ts'
import type { Outcome } from '../types.ts'

/** Runs a call; an error of one of the kinds means that there is nothing left to do. */
export async function tolerate(call: Promise<unknown>, ...kinds: EngineErrorKind[]): Promise<Outcome> {
  try {
    await call
    return done
  } catch (error) {
    if (error instanceof EngineError && kinds.includes(error.kind)) return { state: 'not-needed' }
    throw error
  }
}

export const performStopContainer: Performer<'stopContainer'> = async (step, { run, engine, report }) => {
  const id = containerId(step.target, run)
  if (step.hooks.length > 0) {
    const live = await engine.containers.inspect(id)
    if (live.State.Running) await runHooks(engine, id, step.hooks, report, run.signal)
  }
  return await tolerate(
    engine.containers.stop(id, { timeout: step.timeout, signal: run.signal }),
    'not-found',
    'not-modified',
  )
}

export const performRestartContainer: Performer<'restartContainer'> = async (step, context) => {
  const { run, engine, report } = context
  const id = containerId(step.target, run)
  await runHooks(engine, id, step.hooks.preStop, report, run.signal)
  if (step.reason.kind === 'follows') {
    // Both halves are told: who follows another is down in between, however short.
    await tolerate(engine.containers.stop(id, { timeout: step.timeout, signal: run.signal }), 'not-modified')
    report.progress('Stopped')
    await engine.containers.start(id)
  } else if ((await engine.containers.inspect(id)).Config.StopTimeout === 0) {
    // Where a container gets no time to stop, an engine 20.10 starts it before it has cleaned up after it, and takes its root away while it
    // runs: nobody can exec into it from then on.
    await tolerate(engine.containers.stop(id, { timeout: step.timeout, signal: run.signal }), 'not-modified')
    await engine.containers.start(id)
  } else await engine.containers.restart(id, { timeout: step.timeout })
  await runHooks(engine, id, step.hooks.postStart, report, run.signal)
  return done
}

export const performKillContainer: Performer<'killContainer'> = (step, { run, engine }) =>
  tolerate(engine.containers.kill(containerId(step.target, run), step.signal), 'not-found', 'conflict')

export const performPauseContainer: Performer<'pauseContainer'> = async (step, { run, engine }) => {
  const id = containerId(step.target, run)
  if ((await engine.containers.inspect(id)).State.Paused) return { state: 'not-needed' }
  await engine.containers.pause(id)
  await run.watcher.until(id, live => (live.State.Paused ? true : undefined), run.signal)
  return done
}

export const performUnpauseContainer: Performer<'unpauseContainer'> = async (step, { run, engine }) => {
  const id = containerId(step.target, run)
  if (!(await engine.containers.inspect(id)).State.Paused) return { state: 'not-needed' }
  await engine.containers.unpause(id)
  // The engine answers before its own record of the state follows, and the next plan would see a paused container.
  await run.watcher.until(id, live => (live.State.Paused ? undefined : true), run.signal)
  return done
}

export const performRemoveContainer: Performer<'removeContainer'> = (step, { run, engine }) =>
  tolerate(
    engine.containers.remove(containerId(step.target, run), {
      force: step.force,
      volumes: step.anonymousVolumes,
    }),
    'not-found',
  )

export const performRenameContainer: Performer<'renameContainer'> = async (step, { run, engine }) => {
  const id = containerId(step.target, run)
  // The engine refuses to rename a container to the name that it has.
  if ((await engine.containers.inspect(id)).Name === `/${step.to}`) return { state: 'not-needed' }
  await engine.containers.rename(id, step.to)
  return done
}

export const performUpdateContainer: Performer<'updateContainer'> = async (step, { run, engine, report }) => {
  const warnings = await engine.containers.update(containerId(step.target, run), { ...step.update })
  for (const warning of warnings) report.progress(warning)
  return done
}

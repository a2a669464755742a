// Starts a container: the service's one-time commands before it, its own commands after it.
import { type Engine, EngineError } from '../../engine/index.ts'
import type { HookSpec } from '../../lower/index.ts'
import { composeLabel } from '../../model/index.ts'
import { hookFailure, lineSplitter, runHooks } from '../hooks.ts'
import { containerId, done, type PerformContext, type Performer } from '../perform-context.ts'

export const performStartContainer: Performer<'startContainer'> = async (step, context) => {
  const { run, engine, report } = context
  const id = containerId(step.target, run)
  for (const hook of step.hooks.preStart) await runBefore(id, hook, context)
  if (step.replica && run.beforeStart) {
    await run.beforeStart({ ...step.replica, id, name: step.target.name })
  }
  await engine.containers.start(id)
  await runHooks(engine, id, step.hooks.postStart, report, run.signal)
  return done
}

/** A `pre_start` command runs in a container of its own that shares the replica's volumes, image and networks. */
async function runBefore(id: string, hook: HookSpec, { run, engine, report }: PerformContext): Promise<void> {
  report.progress(`running ${hook.command.join(' ')}`)
  const live = await engine.containers.inspect(id)
  const project = live.Config.Labels?.[composeLabel.project] ?? run.stack
  const networks = Object.keys(live.NetworkSettings?.Networks ?? {})
  const mode = live.HostConfig.NetworkMode ?? 'default'
  const body = {
    Image: hook.image ?? live.Config.Image,
    Entrypoint: [],
    Cmd: [...hook.command],
    Env: [...(live.Config.Env ?? []), ...hook.env],
    User: hook.user ?? live.Config.User ?? '',
    WorkingDir: hook.workingDir ?? live.Config.WorkingDir ?? '',
    Labels: {
      [composeLabel.project]: project,
      [composeLabel.service]: live.Config.Labels?.[composeLabel.service] ?? '',
      [composeLabel.oneoff]: 'True',
      'com.docker.compose.hook': 'pre_start',
    },
    HostConfig: { VolumesFrom: [id], NetworkMode: mode, Privileged: hook.privileged },
  }
  const name = `${live.Name.replace(/^\//, '')}-pre-start`
  await removeIfThere(engine, name)
  const created = await engine.containers.create(name, body)
  for (const network of networks) {
    if (network !== mode) await engine.networks.connect(network, created.id).catch(tolerateConnected)
  }
  await engine.containers.start(created.id)
  const lines = lineSplitter(report)
  for await (const chunk of engine.containers.logs(
    created.id,
    { follow: true, stdout: true, stderr: true },
    run.signal,
  )) {
    lines.push(chunk.stream, chunk.data)
  }
  lines.end()
  const { exitCode } = await engine.containers.wait(created.id, 'not-running', run.signal)
  // A failed one stays, so that its logs and its state can be looked at.
  if (exitCode !== 0) throw hookFailure(hook, exitCode, lines.last())
  await engine.containers.remove(created.id, { force: true })
}

async function removeIfThere(engine: Engine, name: string): Promise<void> {
  try {
    await engine.containers.remove(name, { force: true })
  } catch (error) {
    if (!(error instanceof EngineError) || error.kind !== 'not-found') throw error
  }
}

function tolerateConnected(error: unknown): void {
  if (!(error instanceof EngineError) || !/already exists in network/.test(error.message)) throw error
}

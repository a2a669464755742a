// Runs a command in every container of a service, and passes on what it prints. One that fails is told.
import { runHooks } from '../../apply/index.ts'
import type { HookSpec } from '../../lower/index.ts'
import { listReplicas } from '../session/find-replica.ts'
import { shortName } from '../session/short-name.ts'
import type { SyncScene } from './types.ts'
import { messageOf } from './words.ts'

/** Those that do not run are passed over. */
export async function runInReplicas(scene: SyncScene, service: string, hook: HookSpec): Promise<void> {
  const { engine, project, desk, signal } = scene
  const running = (await listReplicas(engine, project, service)).filter(one => one.running)
  if (running.length === 0)
    await desk.say(`service ${JSON.stringify(service)} does not run: nothing was run in it`)
  await Promise.all(
    running.map(async replica => {
      const name = shortName(project.stack.name, replica.name)
      const report = {
        progress: () => {},
        output: (stream: 'stdout' | 'stderr', line: string) => void desk.output(name, stream, line),
      }
      try {
        await runHooks(engine, replica.id, [hook], report, signal)
      } catch (error) {
        if (!signal.aborted) await desk.say(`${name}: ${messageOf(error)}`)
      }
    }),
  )
}

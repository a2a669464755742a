// Brings changed files into every container of a service, and takes out what is gone. What does not work is told in a line; nothing here
// ends the watching.
import path from 'node:path'
import { runHooks } from '../../apply/index.ts'
import { type Engine, EngineError, type LiveContainer } from '../../engine/index.ts'
import type { HookSpec } from '../../lower/index.ts'
import type { Project } from '../../model/index.ts'
import { ProblemError } from '../../problem/index.ts'
import { listReplicas, type Replica } from '../session/find-replica.ts'
import { shortName } from '../session/short-name.ts'
import { targetOf } from './decide.ts'
import { listFiles } from './list-files.ts'
import { ownerIn } from './owner.ts'
import { type PackItem, packItems } from './pack.ts'
import type { Rule, SyncItem, WatchDesk } from './types.ts'

export interface SyncScene {
  readonly engine: Engine
  readonly project: Project
  readonly desk: WatchDesk
  readonly signal: AbortSignal
}

/** What is to be in the containers, and what is not. */
interface Cargo {
  readonly put: readonly PackItem[]
  readonly remove: readonly string[]
}

export async function syncItems(
  scene: SyncScene,
  service: string,
  items: readonly SyncItem[],
): Promise<void> {
  await carry(scene, service, await loadCargo(scene, items))
}

/** Everything that the rule means, whatever is in the containers. */
export async function syncAll(scene: SyncScene, rule: Rule): Promise<void> {
  const found = await listFiles(rule, rule.path, error => void scene.desk.say(cannotRead(error)))
  const put = found.map(one => ({ path: one.path, target: targetOf(rule, one.path) }))
  if (put.length > 0) await carry(scene, rule.service, { put, remove: [] })
}

/** Runs a command in every container of the service that runs. */
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

/** Folders stand for all that is in them now; what is gone with its folder is gone once. */
async function loadCargo(scene: SyncScene, items: readonly SyncItem[]): Promise<Cargo> {
  const put = new Map<string, PackItem>()
  const remove = new Set<string>()
  for (const item of items) {
    if (item.now === 'gone' || item.replaced) remove.add(item.target)
    if (item.now === 'file') put.set(item.target, { path: item.path, target: item.target })
    if (item.now !== 'folder') continue
    put.set(item.target, { path: item.path, target: item.target })
    const inside = await listFiles(item.rule, item.path, error => void scene.desk.say(cannotRead(error)))
    for (const { path: file } of inside) {
      const target = targetOf(item.rule, file)
      put.set(target, { path: file, target })
    }
  }
  const gone = [...remove].filter(target => !parents(target).some(parent => remove.has(parent)))
  return { put: [...put.values()].sort((one, other) => (one.target < other.target ? -1 : 1)), remove: gone }
}

async function carry(scene: SyncScene, service: string, cargo: Cargo): Promise<void> {
  const { engine, project, desk, signal } = scene
  const replicas = await listReplicas(engine, project, service)
  if (replicas.length === 0) {
    await desk.say(`service ${JSON.stringify(service)} has no container: nothing was synced`)
    return
  }
  const told = new Set<string>()
  const tellOnce = async (line: string): Promise<void> => {
    if (told.has(line) || signal.aborted) return
    told.add(line)
    await desk.say(line)
  }
  await Promise.all(
    replicas.map(async replica => {
      try {
        await removeFrom(scene, replica, cargo.remove, tellOnce)
        await putInto(scene, replica, cargo.put, tellOnce)
      } catch (error) {
        const name = shortName(project.stack.name, replica.name)
        await tellOnce(`${name} was not synced: ${messageOf(error)}`)
      }
    }),
  )
}

/** How many paths go into one command line. */
const pathsAtOnce = 500

async function removeFrom(
  { engine, project, signal }: SyncScene,
  replica: Replica,
  paths: readonly string[],
  tell: (line: string) => Promise<void>,
): Promise<void> {
  if (paths.length === 0) return
  const name = shortName(project.stack.name, replica.name)
  if (!replica.running) return await tell(`${name} does not run: what was deleted stays in it`)
  for (let from = 0; from < paths.length; from += pathsAtOnce) {
    const command = ['rm', '-rf', '--', ...paths.slice(from, from + pathsAtOnce)]
    // As root: files of the image belong to whom they belong.
    const session = await engine.containers.exec(replica.id, { command, user: '0' }, signal)
    let said = ''
    for await (const { data } of session.output) said += Buffer.from(data).toString()
    const { exitCode } = await engine.containers.execInspect(session.id)
    if (exitCode !== 0)
      await tell(`${name}: rm failed: ${said.trim().split('\n')[0] || `exit code ${exitCode}`}`)
  }
}

async function putInto(
  { engine }: SyncScene,
  replica: Replica,
  items: readonly PackItem[],
  tell: (line: string) => Promise<void>,
): Promise<void> {
  if (items.length === 0) return
  const live = await engine.containers.inspect(replica.id)
  const owner = await ownerIn(engine, replica.id, live.Config?.User ?? '')
  for (const [base, group] of groupByBase(items, live)) {
    for (let attempt = 1; ; attempt += 1) {
      const { sources, unreadable } = await packItems(group, base, owner)
      for (const error of unreadable) await tell(cannotRead(error))
      if (sources.length === 0) break
      try {
        const { packTar } = await import('modern-tar/fs')
        await engine.containers.putArchive(replica.id, base, packTar([...sources], { concurrency: 16 }))
        break
      } catch (error) {
        // Files that are written or go while they are read are looked at again; that is no fault of the engine.
        if (error instanceof EngineError || attempt === packAttempts) throw error
      }
    }
  }
}

const packAttempts = 3

/** The engine takes nothing for the root of a read-only container, but it does for what is mounted there. */
function groupByBase(items: readonly PackItem[], live: LiveContainer): Map<string, PackItem[]> {
  const mounts =
    live.HostConfig?.ReadonlyRootfs === true ? (live.Mounts ?? []).map(one => one.Destination) : []
  const groups = new Map<string, PackItem[]>()
  for (const item of items) {
    const under = mounts.filter(mount => item.target === mount || item.target.startsWith(`${mount}/`))
    const base = under.sort((one, other) => other.length - one.length)[0] ?? '/'
    const group = groups.get(base)
    if (group) group.push(item)
    else groups.set(base, [item])
  }
  return groups
}

function parents(target: string): string[] {
  const found: string[] = []
  for (let at = path.posix.dirname(target); at !== '/' && at !== '.'; at = path.posix.dirname(at))
    found.push(at)
  return found
}

const cannotRead = (error: NodeJS.ErrnoException): string =>
  `cannot read ${error.path ?? 'a file'} (${error.code}): it is not synced`

function messageOf(error: unknown): string {
  if (error instanceof ProblemError)
    return error.problems.map(one => [one.message, one.cause].filter(Boolean).join(': ')).join('; ')
  if (error instanceof EngineError && error.kind === 'not-found') return 'it is gone'
  return (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? ''
}

// Brings changed files into every container of a service, and takes out what is gone. What does not work is told in a line; nothing here
// ends the watching.
import path from 'node:path'
import { listReplicas } from '../session/find-replica.ts'
import { shortName } from '../session/short-name.ts'
import { targetOf } from './decide.ts'
import { listFiles } from './list-files.ts'
import type { PackItem } from './pack.ts'
import { putInto, removeFrom } from './transfer.ts'
import type { Rule, SyncItem, SyncScene } from './types.ts'
import { cannotRead, messageOf } from './words.ts'

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

/** Folders stand for all that is in them now; what is gone with its folder is gone once. */
async function loadCargo(scene: SyncScene, items: readonly SyncItem[]): Promise<Cargo> {
  const put = new Map<string, PackItem>()
  const remove = new Set<string>()
  for (const item of items) {
    if (mustGo(item)) remove.add(item.target)
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

/** What is gone, and what stands in the way of another kind. */
function mustGo({ now, was, path: file, rule, target }: SyncItem): boolean {
  if (now !== 'gone') return was !== undefined && was !== now
  // The folder that a rule is about may hold more in a container than is here: what was in it is told of file by file.
  return target !== '/' && !(file === rule.path && was === 'folder')
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
    replicas.map(async ({ id, name: whole, running }) => {
      const name = shortName(project.stack.name, whole)
      const to = { engine, id, name, running, signal, tell: tellOnce }
      try {
        await removeFrom(to, cargo.remove)
        await putInto(to, cargo.put)
      } catch (error) {
        await tellOnce(`${name} was not synced: ${messageOf(error)}`)
      }
    }),
  )
}

function parents(target: string): string[] {
  const found: string[] = []
  for (let at = path.posix.dirname(target); at !== '/' && at !== '.'; at = path.posix.dirname(at))
    found.push(at)
  return found
}

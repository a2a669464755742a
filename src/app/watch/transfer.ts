// Files into one container, and out of it: by the engine's archive endpoint, and by `rm` in the container.
import type { Engine, LiveContainer } from '../../engine/index.ts'
import { EngineError } from '../../engine/index.ts'
import { ownerIn } from './owner.ts'
import { type PackItem, packItems } from './pack.ts'
import { cannotRead } from './words.ts'

/** A container, and where to tell what went wrong in it. */
export interface Destination {
  readonly engine: Engine
  readonly id: string
  /** Its short name. */
  readonly name: string
  readonly running: boolean
  readonly signal: AbortSignal
  tell(line: string): Promise<void>
}

/** How many paths go into one command line. */
const pathsAtOnce = 500

export async function removeFrom(to: Destination, paths: readonly string[]): Promise<void> {
  const { engine, id, name, signal, tell } = to
  if (paths.length === 0) return
  if (!to.running) return await tell(`${name} does not run: what was deleted stays in it`)
  for (let from = 0; from < paths.length; from += pathsAtOnce) {
    const command = ['rm', '-rf', '--', ...paths.slice(from, from + pathsAtOnce)]
    // As root: files of the image belong to whom they belong.
    const session = await engine.containers.exec(id, { command, user: '0' }, signal)
    let said = ''
    for await (const { data } of session.output) said += Buffer.from(data).toString()
    const { exitCode } = await engine.containers.execInspect(session.id)
    if (exitCode !== 0)
      await tell(`${name}: rm failed: ${said.trim().split('\n')[0] || `exit code ${exitCode}`}`)
  }
}

export async function putInto(to: Destination, items: readonly PackItem[]): Promise<void> {
  const { engine, id, name, tell } = to
  if (items.length === 0) return
  const live = await engine.containers.inspect(id)
  const owner = await ownerIn(engine, id, live.Config?.User ?? '')
  const volatile = inTmpfs(items, live)
  if (volatile !== undefined) {
    await tell(
      `${name}: ${volatile} is in memory (tmpfs), where the engine puts no files: sync them elsewhere`,
    )
  }
  for (const [base, group] of groupByBase(items, live)) {
    for (let attempt = 1; ; attempt += 1) {
      const { sources, unreadable } = await packItems(group, base, owner)
      for (const error of unreadable) await tell(cannotRead(error))
      if (sources.length === 0) break
      try {
        const { packTar } = await import('modern-tar/fs')
        await engine.containers.putArchive(id, base, packTar([...sources], { concurrency: 16 }))
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

/** The tmpfs that a file would go to: it would be taken, and be nowhere. */
function inTmpfs(items: readonly PackItem[], live: LiveContainer): string | undefined {
  const mounted = (live.Mounts ?? []).filter(one => one.Type === 'tmpfs').map(one => one.Destination)
  return [...mounted, ...Object.keys(live.HostConfig?.Tmpfs ?? {})].find(mount =>
    items.some(item => item.target === mount || item.target.startsWith(`${mount}/`)),
  )
}

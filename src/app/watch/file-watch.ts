// Tells what happens to files in folders, by one watch a folder. Folders that come are looked into, folders that go and come back are
// watched again, and a path that is not there yet is waited for. Knows nothing of rules and containers.
//
// The system tells only that something happened to a name in a folder; what, is read from the disk then, name by name and in order.
// So a report may say less than what happened (written twice: told once), but the last one is true.
import { type FSWatcher, watch } from 'node:fs'
import { lstat, readdir, stat } from 'node:fs/promises'
import path from 'node:path'
import type { FileChange, Kind } from './types.ts'

export interface FileWatchRequest {
  /** Files and folders, absolute; they need not be there. */
  readonly paths: readonly string[]
  /** Whether nothing at the path, and below it, is to be told of. Not asked of the paths themselves. */
  skips(path: string, kind: Kind): boolean
  onChange(change: FileChange): void
  /** A folder that cannot be watched or read; told once a folder. */
  onFault(folder: string, error: NodeJS.ErrnoException): void
}

export interface FileWatch {
  close(): void
}

interface Folder {
  readonly watcher: FSWatcher
  /** What is known to be in it; only names that are told of. */
  readonly known: Map<string, Kind>
}

/** Resolves once everything that happens from now on is told. What is there already is not. */
export async function watchFiles(request: FileWatchRequest): Promise<FileWatch> {
  const roots = outermost(request.paths)
  const tree = new Map<string, Folder>()
  /** Folders above the roots, watched for the names that lead there. */
  const ways = new Map<string, FSWatcher>()
  const rootKinds = new Map<string, Kind>()
  const news = new Map<string, Set<string>>()
  const faulty = new Set<string>()
  // While the folders are read for the first time, what happens meanwhile is kept for after it.
  let working = true
  let closed = false

  function fault(folder: string, error: NodeJS.ErrnoException): void {
    if (closed || error.code === 'ENOENT' || error.code === 'ENOTDIR' || faulty.has(folder)) return
    faulty.add(folder)
    request.onFault(folder, error)
  }

  function tell(change: FileChange, silent: boolean): void {
    if (!silent && !closed) request.onChange(change)
  }

  function note(folder: string, name: string): void {
    const names = news.get(folder)
    if (names) names.add(name)
    else news.set(folder, new Set([name]))
    if (!working) void work()
  }

  async function work(): Promise<void> {
    working = true
    while (news.size > 0 && !closed) {
      const [[folder, names]] = news as unknown as [[string, Set<string>]]
      news.delete(folder)
      for (const name of names) {
        if (tree.has(folder)) await lookAt(folder, name)
        else if (ways.has(folder)) await lookAtWay(folder, name)
      }
    }
    working = false
  }

  function open(folder: string): FSWatcher | undefined {
    try {
      const watcher = watch(folder, { persistent: true }, (kind, name) => {
        if (name === null) return
        // A folder that was made anew, or moved here, has to be watched anew: its old watch follows the old one.
        note(folder, kind === 'rename' ? `${name}/` : name)
      })
      watcher.on('error', error => fault(folder, error))
      return watcher
    } catch (error) {
      fault(folder, error as NodeJS.ErrnoException)
      return undefined
    }
  }

  async function lookAt(folder: string, event: string): Promise<void> {
    const renamed = event.endsWith('/')
    const name = renamed ? event.slice(0, -1) : event
    const file = path.join(folder, name)
    const kind = await kindOf(file, false)
    const entry = tree.get(folder)
    if (entry === undefined) return
    const was = entry.known.get(name)
    if (was !== undefined && was !== kind) forget(entry, file, was, false)
    if (kind === undefined || request.skips(file, kind)) return
    entry.known.set(name, kind)
    const before = was === kind ? was : undefined
    if (kind === 'file') tell({ path: file, now: 'file', ...known(before) }, false)
    else if (renamed || before === undefined) await enter(file, before, false)
  }

  /** Watches a folder, and all in it. One that was watched before is compared with what was known of it. */
  async function enter(folder: string, was: Kind | undefined, silent: boolean): Promise<void> {
    const before = tree.get(folder)
    before?.watcher.close()
    const watcher = closed ? undefined : open(folder)
    if (watcher === undefined) {
      tree.delete(folder)
      return
    }
    const entry: Folder = { watcher, known: new Map() }
    tree.set(folder, entry)
    tell({ path: folder, now: 'folder', ...known(was) }, silent)
    const found = await readdir(folder, { withFileTypes: true }).catch(error => {
      fault(folder, error)
      return []
    })
    for (const one of found) {
      const file = path.join(folder, one.name)
      const kind = one.isDirectory() ? 'folder' : one.isFile() || one.isSymbolicLink() ? 'file' : undefined
      if (kind !== undefined && !request.skips(file, kind)) entry.known.set(one.name, kind)
    }
    for (const [name, was] of before?.known ?? []) {
      if (entry.known.get(name) !== was) forget(before as Folder, path.join(folder, name), was, silent)
    }
    for (const [name, kind] of entry.known) {
      const file = path.join(folder, name)
      const was = before?.known.get(name)
      if (kind === 'file') tell({ path: file, now: 'file', ...known(was) }, silent)
      else await enter(file, was, silent)
    }
  }

  /** Something is gone, with all that was in it. The deepest is told first. */
  function forget(parent: Folder | undefined, file: string, was: Kind, silent: boolean): void {
    parent?.known.delete(path.basename(file))
    leave(file, silent)
    tell({ path: file, now: 'gone', was }, silent)
  }

  function leave(folder: string, silent: boolean): void {
    const entry = tree.get(folder)
    if (entry === undefined) return
    tree.delete(folder)
    entry.watcher.close()
    for (const [name, kind] of [...entry.known]) forget(entry, path.join(folder, name), kind, silent)
  }

  /** The nearest folder above a root that is there tells when the root, or the way to it, comes and goes. */
  async function lookAtWay(folder: string, name: string): Promise<void> {
    if (name === itself) {
      ways.get(folder)?.close()
      ways.delete(folder)
    }
    const changed = name === itself ? folder : path.join(folder, name)
    for (const root of roots) if (root === changed || isBelow(changed, root)) await lookAtRoot(root, false)
  }

  async function lookAtRoot(root: string, silent: boolean): Promise<void> {
    await openWay(root)
    const kind = await kindOf(root, true)
    const was = rootKinds.get(root)
    if (was !== undefined && was !== kind) {
      rootKinds.delete(root)
      forget(undefined, root, was, silent)
    }
    if (kind === undefined) return
    rootKinds.set(root, kind)
    const before = was === kind ? was : undefined
    if (kind === 'file') tell({ path: root, now: 'file', ...known(before) }, silent)
    else await enter(root, before, silent)
  }

  async function openWay(root: string): Promise<void> {
    // What came between the look and the watch told nobody: it is looked again, until nothing has come.
    while (!closed) {
      let folder = path.dirname(root)
      while (!(await isFolder(folder)) && path.dirname(folder) !== folder) folder = path.dirname(folder)
      if (closed || ways.has(folder)) return
      const watcher = openWayAt(folder)
      if (watcher === undefined) return
      ways.set(folder, watcher)
    }
  }

  function openWayAt(folder: string): FSWatcher | undefined {
    try {
      const watcher = watch(folder, { persistent: true }, (kind, name) => {
        if (name === null) return
        if (kind === 'rename' && name === path.basename(folder)) note(folder, itself)
        const way = path.join(folder, name)
        // Many other things may happen in that folder; and what is written in a root that is a folder, the root's own watch tells.
        const leads = (root: string) =>
          isBelow(way, root) || (way === root && (kind === 'rename' || rootKinds.get(root) !== 'folder'))
        if (roots.some(leads)) note(folder, name)
      })
      watcher.on('error', error => fault(folder, error))
      return watcher
    } catch (error) {
      fault(folder, error as NodeJS.ErrnoException)
      return undefined
    }
  }

  for (const root of roots) await lookAtRoot(root, true)
  await work()
  return {
    close() {
      closed = true
      for (const watcher of ways.values()) watcher.close()
      for (const { watcher } of tree.values()) watcher.close()
      ways.clear()
      tree.clear()
    },
  }
}

const known = (was: Kind | undefined): { was?: Kind } => (was === undefined ? {} : { was })

/** The name by which a way tells of itself. */
const itself = ''

/** A root may be a link to what is meant; a link in a folder is a file of its own. */
async function kindOf(file: string, follow: boolean): Promise<Kind | undefined> {
  try {
    const found = follow ? await stat(file) : await lstat(file)
    if (found.isDirectory()) return 'folder'
    return found.isFile() || found.isSymbolicLink() ? 'file' : undefined
  } catch {
    return undefined
  }
}

async function isFolder(file: string): Promise<boolean> {
  return (await kindOf(file, true)) === 'folder'
}

/** Whether `file` is somewhere in `folder`. */
export function isBelow(folder: string, file: string): boolean {
  return file !== folder && file.startsWith(folder.endsWith(path.sep) ? folder : folder + path.sep)
}

/** Without those that are in another of them. */
function outermost(paths: readonly string[]): string[] {
  const all = [...new Set(paths)]
  return all.filter(one => !all.some(other => isBelow(other, one)))
}

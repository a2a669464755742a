// Files of this machine as a tar for a container: with their modes, links as links, and owned by whom the container runs as.
import { constants } from 'node:fs'
import { access, lstat } from 'node:fs/promises'
import type { TarSource } from 'modern-tar/fs'
import type { Owner } from './owner.ts'

export interface PackItem {
  readonly path: string
  /** Absolute, in the container. */
  readonly target: string
}

export interface Packed {
  readonly sources: readonly TarSource[]
  /** What cannot be read. What is gone already is not among them: its end is a change of its own. */
  readonly unreadable: readonly NodeJS.ErrnoException[]
}

/** Names in the tar are relative to `base`, a folder of the container. */
export async function packItems(items: readonly PackItem[], base: string, owner: Owner): Promise<Packed> {
  const sources: TarSource[] = []
  const unreadable: NodeJS.ErrnoException[] = []
  for (const { path, target } of items) {
    const name = target.slice(base === '/' ? 1 : base.length + 1)
    if (name === '') continue
    try {
      const found = await lstat(path)
      const { mode, mtime } = found
      if (found.isDirectory())
        sources.push({
          type: 'content',
          target: `${name}/`,
          content: null,
          mode: mode & 0o7777,
          mtime,
          ...owner,
        })
      else if (found.isSymbolicLink()) sources.push({ type: 'file', source: path, target: name, ...owner })
      else if (found.isFile()) {
        await access(path, constants.R_OK)
        sources.push({ type: 'file', source: path, target: name, ...owner })
      }
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') unreadable.push(error as NodeJS.ErrnoException)
    }
  }
  return { sources, unreadable }
}

// A folder of the user's project, as init reads it. The only place of init that touches a disk; it writes nothing.
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'

/** Passed in, so that what is made of a folder can be judged without one. Paths are relative to it. */
export interface Folder {
  /** The text of a file; undefined where there is none, or it is too large to be one that people write. */
  read(path: string): Promise<string | undefined>
  /** Names in a folder below; folders end in a slash. Sorted. */
  names(path?: string): Promise<readonly string[]>
}

const largest = 1_000_000

export function openFolder(root: string): Folder {
  return {
    read: async path => {
      const content = await readFile(join(root, path)).catch(() => undefined)
      return content === undefined || content.length > largest ? undefined : content.toString('utf8')
    },
    names: async (path = '.') => {
      const found = await readdir(join(root, path), { withFileTypes: true }).catch(() => [])
      return found.map(one => (one.isDirectory() ? `${one.name}/` : one.name)).sort()
    },
  }
}

/** A folder below, as a folder of its own. */
export function folderBelow(folder: Folder, below: string): Folder {
  return {
    read: path => folder.read(join(below, path)),
    names: (path = '.') => folder.names(join(below, path)),
  }
}

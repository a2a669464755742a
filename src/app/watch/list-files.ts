// What a rule means in a folder as it is now: the folders and files that it takes, folders first.
import { lstat, readdir } from 'node:fs/promises'
import path from 'node:path'
import type { Kind, Rule } from './types.ts'

export interface FoundFile {
  readonly path: string
  readonly kind: Kind
}

/**
 * Everything below a folder (or the file itself) that the rule takes. What is gone by then is left out; `onFault` is told of folders that
 * cannot be read.
 */
export async function listFiles(
  rule: Rule,
  start: string,
  onFault: (error: NodeJS.ErrnoException) => void,
): Promise<readonly FoundFile[]> {
  const found: FoundFile[] = []

  async function walk(folder: string): Promise<void> {
    const entries = await readdir(folder, { withFileTypes: true }).catch(error => {
      if (error.code !== 'ENOENT') onFault(error)
      return []
    })
    entries.sort((one, other) => (one.name < other.name ? -1 : 1))
    for (const entry of entries) {
      const file = path.join(folder, entry.name)
      if (entry.isDirectory()) {
        if (rule.prunes(file)) continue
        if (rule.takes(file)) found.push({ path: file, kind: 'folder' })
        await walk(file)
      } else if ((entry.isFile() || entry.isSymbolicLink()) && rule.takes(file)) {
        found.push({ path: file, kind: 'file' })
      }
    }
  }

  const kind = await lstat(start).catch(() => undefined)
  // The rule's own path may be a link to a folder.
  if (kind?.isDirectory() || (start === rule.path && kind?.isSymbolicLink())) await walk(start)
  if (kind?.isFile()) found.push({ path: start, kind: 'file' })
  return found
}

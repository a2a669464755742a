// Which files of a folder BuildKit asks for, in the order that its file transfer wants: folders before what they hold, names
// by their bytes. Knows patterns and the file system, no transfer.
import type { Stats } from 'node:fs'
import { lstat, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { type IgnoreRules, parseIgnoreRules } from '../ignore.ts'
import { followPaths } from './followed-paths.ts'

export interface WalkFilter {
  /** Patterns; none: everything. */
  readonly include: readonly string[]
  readonly exclude: readonly string[]
  /** Paths and patterns that are included together with what symbolic links on their way lead to. */
  readonly follow: readonly string[]
}

export interface WalkedFile {
  /** Relative to the folder, with slashes. */
  readonly path: string
  readonly stats: Stats
}

/** Walks. A folder that holds something asked for comes, too, even where it is not asked for itself. */
export async function* walkContext(
  root: string,
  filter: WalkFilter,
): AsyncGenerator<WalkedFile, void, undefined> {
  const followed = filter.follow.length === 0 ? [] : await followPaths(root, filter.follow)
  const patterns = [...filter.include, ...followed]
  const everything = patterns.length === 0 || followed.includes('')
  const included = everything ? undefined : await rulesOf(patterns)
  const excluded = filter.exclude.length === 0 ? undefined : await rulesOf(filter.exclude)
  const leads = patterns.map(pattern => pattern.split('/'))
  /** Folders on the way that stand for themselves once something in them does. */
  const pending: WalkedFile[] = []

  async function* walk(folder: string): AsyncGenerator<WalkedFile, void, undefined> {
    for (const file of await readFolder(root, folder)) {
      const { path } = file
      const out = excluded?.ignores(path) === true
      const chosen = !out && (included === undefined || included.ignores(path))
      if (chosen && isWanted(file.stats)) {
        yield* pending.splice(0)
        yield file
      }
      if (!file.stats.isDirectory() || (out && excluded?.readmits !== true)) continue
      const matched = included === undefined || included.ignores(path)
      if (!matched && !leads.some(lead => mayLeadInto(path, lead))) continue
      if (!chosen) pending.push(file)
      yield* walk(path)
      if (pending.at(-1) === file) pending.pop()
    }
  }

  yield* walk('')
}

/** Sockets, pipes and devices mean nothing in an image. */
const isWanted = (stats: Stats): boolean => stats.isFile() || stats.isDirectory() || stats.isSymbolicLink()

/** A pattern is no line of a file: what would be a comment there, or left out at its ends, is part of a name here. */
const rulesOf = (patterns: readonly string[]): Promise<IgnoreRules> =>
  parseIgnoreRules(patterns.map(pattern => pattern.replace(/^[# ]| $/g, '[$&]')).join('\n'))

/** How many files are looked at side by side. */
const statsAtOnce = 64

async function readFolder(root: string, folder: string): Promise<WalkedFile[]> {
  const names = (await readdir(join(root, folder))).sort(byBytes)
  const files: WalkedFile[] = []
  for (let start = 0; start < names.length; start += statsAtOnce) {
    const some = names.slice(start, start + statsAtOnce).map(async name => {
      const path = folder === '' ? name : `${folder}/${name}`
      return { path, stats: await lstat(join(root, path)) }
    })
    files.push(...(await Promise.all(some)))
  }
  return files
}

/** Strings compare by 16 bits, which differs beyond the basic plane. */
const byBytes = (one: string, other: string): number => Buffer.compare(Buffer.from(one), Buffer.from(other))

/** Whether something below a folder may match a pattern; says yes where only looking can tell. */
function mayLeadInto(folder: string, pattern: readonly string[]): boolean {
  for (const [index, name] of folder.split('/').entries()) {
    const part = pattern[index]
    if (part === undefined) return false
    if (part.includes('**')) return true
    if (part !== name && !/[*?[\\]/.test(part)) return false
  }
  return true
}

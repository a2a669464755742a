// Paths that a Dockerfile copies, with what symbolic links on their way lead to: a copied link is of no use without its
// target. Knows the file system of a context, no patterns but those of names.
import { readdir, readlink } from 'node:fs/promises'
import { join, posix } from 'node:path'
import { parseIgnoreRules } from '../ignore.ts'

/** The paths, and those that links lead to; `''` for the folder itself. Links stay inside the folder. */
export async function followPaths(root: string, paths: readonly string[]): Promise<string[]> {
  const found = new Set<string>()
  for (const path of paths) await follow(root, inside(path), found)
  return [...found]
}

/** Links on one way, as the kernel counts them: a link into itself leads on and on. */
const mostLinks = 40

async function follow(root: string, path: string, found: Set<string>, links = 0): Promise<void> {
  if (links > mostLinks) return
  const parts = path.split('/')
  for (const [index, part] of parts.entries()) {
    const current = parts.slice(0, index + 1).join('/')
    const parent = parts.slice(0, index).join('/')
    const targets = await targetsOf(root, parent, part)
    if (targets.length === 0) continue
    const rest = parts.slice(index + 1).join('/')
    const key = rest === '' ? current : `${current}/${rest}`
    // A ring, or a way that was gone before.
    if (found.has(key)) return
    found.add(current)
    found.add(key)
    for (const target of targets) await follow(root, inside(posix.join('/', target, rest)), found, links + 1)
    return
  }
  found.add(path)
}

/** Where the links of a name, or of the names that a pattern matches, lead. */
async function targetsOf(root: string, parent: string, name: string): Promise<string[]> {
  if (!/[*?[]/.test(name)) {
    const target = await linkOf(root, posix.join(parent, name))
    return target === undefined ? [] : [target]
  }
  const entries = await readdir(join(root, parent), { withFileTypes: true }).catch(() => [])
  const links = entries.filter(entry => entry.isSymbolicLink())
  if (links.length === 0) return []
  const rules = await parseIgnoreRules(name)
  const targets = links
    .filter(link => rules.ignores(link.name))
    .map(link => linkOf(root, posix.join(parent, link.name)))
  return (await Promise.all(targets)).filter(target => target !== undefined)
}

/** As a path of the folder, whose root it cannot leave; undefined for what is no link. */
async function linkOf(root: string, path: string): Promise<string | undefined> {
  try {
    const target = await readlink(join(root, path))
    return posix.isAbsolute(target) ? target : posix.join('/', posix.dirname(path), target)
  } catch {
    return undefined
  }
}

const inside = (path: string): string => posix.join('/', path).replace(/^\/+|\/+$/g, '')

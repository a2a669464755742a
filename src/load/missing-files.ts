// Files of secrets and configs that do not exist. The stack loads without them; nothing starts without them.
import { type Problem, warningProblem } from '../problem/index.ts'
import type { LoadIo } from './io.ts'
import { formatPath, type MapNode } from './node.ts'
import { childOf, textAt } from './scalar-text.ts'
import { usedBy } from './selection.ts'

/** Warns of each file that a service will need and that is not there. Paths are absolute by now. */
export async function findMissingFiles(tree: MapNode, io: LoadIo): Promise<readonly Problem[]> {
  const used = usedBy(childOf(tree, 'services'))
  const problems: Promise<readonly Problem[]>[] = []
  for (const kind of ['secrets', 'configs'] as const) {
    const group = childOf(tree, kind)
    if (group?.kind !== 'map') continue
    for (const [key, entry] of group.entries) {
      const file = textAt(entry.value, 'file')
      if (file === undefined || file === '' || !used[kind].has(key)) continue
      const path = [kind, key, 'file']
      const place = childOf(entry.value, 'file')?.origin.place ?? entry.key.place
      problems.push(findMissing(file, `${kind.slice(0, -1)} ${key}`, { place, path: formatPath(path) }, io))
    }
  }
  return (await Promise.all(problems)).flat()
}

async function findMissing(
  file: string,
  named: string,
  where: Pick<Problem, 'place' | 'path'>,
  io: LoadIo,
): Promise<readonly Problem[]> {
  if ((await io.kind(file)) !== 'missing') return []
  return [
    warningProblem('mounted-file-not-found', `${named}: ${file} does not exist`, {
      hint: 'create the file, or correct its path',
      ...where,
    }),
  ]
}

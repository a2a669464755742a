// From text to located trees: the one way in for every YAML file. Must not know what the trees mean.
// Two readers stand behind it: a quick one for the plain style of nearly every file, and the YAML library for all else.
import type { Problem } from '../problem/index.ts'
import type { Node } from './node.ts'
import { findForbidden, normalizeText } from './parse/scan.ts'
import { readQuickly } from './quick.ts'

/** The documents of a file, in order, without empty ones; and every problem of its text. */
export interface Parsed {
  readonly documents: readonly Node[]
  readonly problems: readonly Problem[]
}

/**
 * Reads YAML as Compose reads it: 1.2 core with merge keys, aliases resolved, `!reset` and `!override` kept as tags. Values that
 * aliases name are the same node, with the place of the anchor. An empty value has the place of its key or dash.
 * Never throws: what cannot be read is a problem with its place, and documents that could be read are returned.
 */
export async function parseDocuments(text: string, file: string): Promise<Parsed> {
  const clean = normalizeText(text)
  const forbidden = findForbidden(clean, file)
  if (forbidden !== undefined) return { documents: [], problems: [forbidden] }
  const documents = readQuickly(clean, file)
  if (documents !== undefined) return { documents, problems: [] }
  const { readWithLibrary } = await import('./parse/library.ts')
  return readWithLibrary(clean, file)
}

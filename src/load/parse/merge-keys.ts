// Merge keys (`<<`): what they add to a map. Shared by both readers, so that they cannot differ.
import type { Entry, Node } from '../node.ts'

/** The maps that the value of a merge key brings, in order; undefined where it is neither a map nor a list of maps. */
export function mergeSources(value: Node): readonly ReadonlyMap<string, Entry>[] | undefined {
  if (value.kind === 'map') return [value.entries]
  if (value.kind !== 'list') return undefined
  const sources: ReadonlyMap<string, Entry>[] = []
  for (const item of value.items) {
    if (item.kind !== 'map') return undefined
    sources.push(item.entries)
  }
  return sources
}

/** Adds what the map does not have itself; of several sources the earlier wins. */
export function addMerged(entries: Map<string, Entry>, sources: readonly ReadonlyMap<string, Entry>[]): void {
  for (const source of sources) {
    for (const [key, entry] of source) if (!entries.has(key)) entries.set(key, entry)
  }
}

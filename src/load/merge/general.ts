// How trees merge where no attribute has a rule of its own.
// Must not know attributes, nor canonical forms: what is merged may be short or long.
import type { Problem } from '../../problem/index.ts'
import { faultAt } from '../fault.ts'
import type { Entry, ListNode, MapNode, Node } from '../node.ts'
import { type PathTable, stepInto, type WalkPath } from '../path-table.ts'

/** A rule merges by itself; `merge` is the way back to the general rules for what lies below. */
export type MergeRule = (base: Node, over: Node, site: MergeSite) => Node

export interface MergeSite {
  readonly path: WalkPath
  readonly table: PathTable<MergeRule> | undefined
  readonly problems: Problem[]
}

/** Merges at a place of the table: by its rule, or else generally. */
export function mergeAt(base: Node, over: Node, site: MergeSite): Node {
  if (base === over) return base
  const rule = site.table?.rule
  if (rule !== undefined) return rule(base, over, site)
  return mergeGenerally(base, over, site)
}

/** Maps recurse, lists append, null keeps the base, all else replaces. */
export function mergeGenerally(base: Node, over: Node, site: MergeSite): Node {
  if (isNull(over)) return base
  if (isNull(base)) return over
  if (base.kind === 'map' && over.kind === 'map') return mergeMaps(base, over, site)
  if (base.kind === 'list' && over.kind === 'list') return appendList(base, over)
  if (base.kind === 'scalar' && over.kind === 'scalar') return over
  return reportMismatch(base, over, site)
}

export function mergeMaps(base: MapNode, over: MapNode, site: MergeSite): MapNode {
  if (over.entries.size === 0) return base
  const entries = new Map<string, Entry>(base.entries)
  for (const [key, entry] of over.entries) {
    const known = entries.get(key)
    // Keys of the user's own merge like all else, but may change their kind.
    if (known === undefined || (key.startsWith('x-') && known.value.kind !== entry.value.kind)) {
      entries.set(key, entry)
      continue
    }
    site.path.push(key)
    const value = mergeAt(known.value, entry.value, { ...site, table: stepInto(site.table, key) })
    site.path.pop()
    // A map stays known by where it was first named; a single value by where it was last given.
    entries.set(key, { key: value === entry.value ? entry.key : known.key, value })
  }
  return { kind: 'map', entries, origin: base.origin }
}

export function appendList(base: ListNode, over: ListNode): ListNode {
  return { kind: 'list', items: [...base.items, ...over.items], origin: over.origin }
}

export const isNull = (node: Node): boolean => node.kind === 'scalar' && node.value === null

export function reportMismatch(base: Node, over: Node, site: MergeSite): Node {
  const words = { scalar: 'a single value', map: 'a map', list: 'a list' }
  site.problems.push(
    faultAt('merge-mismatch', over, site.path, `${words[over.kind]} cannot override ${words[base.kind]}`, {
      hint: `write ${words[base.kind]} here too, or replace the other with !override`,
      related: [{ message: `${words[base.kind]} stands here`, place: base.origin.place }],
    }),
  )
  return over
}

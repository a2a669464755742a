// Variables that a service names without a value take the caller's.
import { derived } from './canonical/rule.ts'
import type { Lookup } from './interpolate.ts'
import type { Entry, MapNode, Node, Origin } from './node.ts'
import { pathTable, rewriteTree } from './path-table.ts'

const places = pathTable<true>({
  'services.*.environment': true,
  'services.*.build.args': true,
  'services.*.pre_start.*.environment': true,
  'services.*.post_start.*.environment': true,
  'services.*.pre_stop.*.environment': true,
})

/** The tree with every bare variable that the environment has filled in; the others stay null. */
export function resolveBareVariables(tree: MapNode, lookup: Lookup): MapNode {
  return rewriteTree(tree, places, (_, node) => fillBare(node, lookup)) as MapNode
}

function fillBare(node: Node, lookup: Lookup): Node {
  if (node.kind !== 'map') return node
  let entries: Map<string, Entry> | undefined
  for (const [name, entry] of node.entries) {
    if (entry.value.kind !== 'scalar' || entry.value.value !== null) continue
    const found = lookup(name)
    if (found === undefined) continue
    const origin: Origin = { ...entry.value.origin, from: found.from, variables: [name] }
    entries ??= new Map(node.entries)
    entries.set(name, { key: entry.key, value: derived(found.value, origin) })
  }
  return entries === undefined ? node : { ...node, entries }
}

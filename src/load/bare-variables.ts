// Variables that a service names without a value take the caller's.
import { derived } from './canonical/rule.ts'
import type { Lookup } from './interpolate.ts'
import type { Entry, MapNode, Node, Origin } from './node.ts'
import { pathTable, rewriteTree } from './path-table.ts'

/** What becomes of a bare name that the environment does not have: it stays, or it goes. */
type Unset = 'stays' | 'goes'

const places = pathTable<Unset>({
  'services.*.environment': 'stays',
  // An argument without a value would empty the default that the Dockerfile gives it.
  'services.*.build.args': 'goes',
  'services.*.pre_start.*.environment': 'stays',
  'services.*.post_start.*.environment': 'stays',
  'services.*.pre_stop.*.environment': 'stays',
})

/** The tree with every bare variable that the environment has filled in. */
export function resolveBareVariables(tree: MapNode, lookup: Lookup): MapNode {
  return rewriteTree(tree, places, (unset, node) => fillBare(node, unset, lookup)) as MapNode
}

function fillBare(node: Node, unset: Unset, lookup: Lookup): Node {
  if (node.kind !== 'map') return node
  let entries: Map<string, Entry> | undefined
  for (const [name, entry] of node.entries) {
    if (entry.value.kind !== 'scalar' || entry.value.value !== null) continue
    const found = lookup(name)
    if (found === undefined && unset === 'stays') continue
    entries ??= new Map(node.entries)
    if (found === undefined) {
      entries.delete(name)
      continue
    }
    const origin: Origin = { ...entry.value.origin, from: found.from, variables: [name] }
    entries.set(name, { key: entry.key, value: derived(found.value, origin) })
  }
  return entries === undefined ? node : { ...node, entries }
}

// What a tree says by leaving it out, where later stages need it said.
import { derived, withEntries } from './canonical/rule.ts'
import type { MapNode, Node } from './node.ts'
import { pathTable, rewriteTree } from './path-table.ts'

type Default = (node: Node) => Node

/** A build without a context builds the folder of its file. */
const buildContext: Default = node =>
  node.kind === 'map' && !node.entries.has('context')
    ? withEntries(node, { context: derived('.', { ...node.origin, from: 'default' }) })
    : node

const defaults = pathTable<Default>({ 'services.*.build': buildContext })

/** The tree with what is left out filled in. */
export function setDefaults(tree: MapNode): MapNode {
  return rewriteTree(tree, defaults, (rule, node) => rule(node)) as MapNode
}

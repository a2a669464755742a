// Brings a tree to its canonical form: every short form written out, every value of the kind that the model has.
import type { Problem } from '../../problem/index.ts'
import type { MapNode } from '../node.ts'
import { rewriteTree } from '../path-table.ts'
import { canonicalTable } from './table.ts'

/**
 * The canonical form of a tree. What is canonical already stays the same node, so that doing it again costs little.
 *
 * @param lenient nothing was interpolated: texts that hold `$` are left as they are, without a word
 */
export function canonicalize(tree: MapNode, problems: Problem[], lenient = false): MapNode {
  const result = rewriteTree(tree, canonicalTable, (rule, node, path) =>
    rule(node, { path, problems, lenient }),
  )
  return result?.kind === 'map' ? result : tree
}

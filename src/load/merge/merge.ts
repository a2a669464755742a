// Lays one tree over another by the rules of the attributes.
import type { Problem } from '../../problem/index.ts'
import type { MapNode, Node, NodePath } from '../node.ts'
import { type PathTable, stepInto } from '../path-table.ts'
import { type MergeRule, mergeAt } from './general.ts'
import { mergeTable } from './rules.ts'

/**
 * Lays `over` over `base`. Neither is changed; what only one of them has is shared with the result.
 *
 * @param path where the two stand in the stack, for the rules and for problems
 */
export function mergeNodes(base: MapNode, over: MapNode, problems: Problem[], path?: NodePath): MapNode
export function mergeNodes(base: Node, over: Node, problems: Problem[], path?: NodePath): Node
export function mergeNodes(base: Node, over: Node, problems: Problem[], path: NodePath = []): Node {
  let table: PathTable<MergeRule> | undefined = mergeTable
  for (const part of path) table = stepInto(table, part)
  return mergeAt(base, over, { path: [...path], table, problems })
}

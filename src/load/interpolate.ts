// Puts the values of variables into a tree. Knows the dialect, no files.
import type { Problem } from '../problem/index.ts'
import type { Node, NodePath } from './node.ts'

/** What a variable holds, and where from. */
export interface VariableValue {
  readonly value: string
  readonly from: 'environment' | 'env_file'
}

export type Lookup = (name: string) => VariableValue | undefined

export interface InterpolationContext {
  readonly lookup: Lookup
  /** Where the root stands in the model: `[]` for a whole file. */
  readonly path: NodePath
}

/** The tree with variables replaced and text cast where the model wants booleans and numbers. Untouched parts are the same objects. */
export function interpolate(
  root: Node,
  context: InterpolationContext,
): { readonly node: Node; readonly problems: readonly Problem[] } {
  void context
  return { node: root, problems: [] }
}

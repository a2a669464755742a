// The text of a node where only text will do. How numbers print is told in scalars.ts.
import type { Node } from './node.ts'
import { printScalar } from './scalars.ts'

export { printScalar as textOf }

/** The text of a scalar, or undefined for null, a list, a map, or nothing at all. */
export function textIn(node: Node | undefined): string | undefined {
  return node === undefined || node.kind !== 'scalar' || node.value === null ? undefined : printScalar(node)
}

/** The text of an entry of a map, or undefined where there is none. */
export function textAt(node: Node | undefined, key: string): string | undefined {
  return node?.kind === 'map' ? textIn(node.entries.get(key)?.value) : undefined
}

/** An entry of a map where it is a map or a list; undefined otherwise. */
export function childOf(node: Node | undefined, key: string): Node | undefined {
  return node?.kind === 'map' ? node.entries.get(key)?.value : undefined
}

// What a canonical rule is given and gives. Every rule is total: a node of a shape that it does not know stays as it is,
// for the schema has told of it already.
import type { Problem, ProblemCode } from '../../problem/index.ts'
import { type FaultRest, faultAt, variableHint, warningAt } from '../fault.ts'
import type { Entry, MapNode, Node, Origin, Scalar } from '../node.ts'
import type { WalkPath } from '../path-table.ts'

export interface CanonicalSite {
  readonly path: WalkPath
  readonly problems: Problem[]
  /** Nothing was interpolated: a text with `$` in it cannot be read, and is left as it is. */
  readonly lenient: boolean
}

/** Gives the canonical form, or undefined where nothing is left. */
export type CanonicalRule = (node: Node, site: CanonicalSite) => Node | undefined

/** Reports a value that cannot be read; gives the node back, unless it may hold variables that are still to come. */
export function refuse<T extends Node>(
  code: ProblemCode,
  node: T,
  site: CanonicalSite,
  message: string,
  rest: FaultRest = {},
): T {
  if (isPending(node, site)) return node
  site.problems.push(
    faultAt(code, node, site.path, message, { ...rest, hint: variableHint(node) ?? rest.hint }),
  )
  return node
}

/** Whether the node is a text that interpolation would still change. */
export function isPending(node: Node, site: CanonicalSite): boolean {
  return site.lenient && node.kind === 'scalar' && typeof node.value === 'string' && node.value.includes('$')
}

export function warn(
  code: ProblemCode,
  node: Node,
  site: CanonicalSite,
  message: string,
  rest: FaultRest = {},
): void {
  site.problems.push(warningAt(code, node, site.path, message, rest))
}

/** A value that stands for (a part of) another one, and comes from where that came from. */
export function derived(value: Scalar, origin: Origin): Node {
  return { kind: 'scalar', value, origin }
}

/** A map that stands for a short form: every part comes from the same place. Undefined values are left out. */
export function derivedMap(
  values: Readonly<Record<string, Scalar | Node | undefined>>,
  origin: Origin,
): MapNode {
  const entries = new Map<string, Entry>()
  for (const [key, value] of Object.entries(values)) {
    if (value === undefined) continue
    const node = value !== null && typeof value === 'object' ? value : derived(value, origin)
    entries.set(key, { key: origin, value: node })
  }
  return { kind: 'map', entries, origin }
}

/** The map with some entries set (or, where undefined, taken out). The map itself where nothing changes. */
export function withEntries(map: MapNode, values: Readonly<Record<string, Node | undefined>>): MapNode {
  let entries: Map<string, Entry> | undefined
  for (const [key, value] of Object.entries(values)) {
    const known = map.entries.get(key)
    if (known?.value === value) continue
    entries ??= new Map(map.entries)
    if (value === undefined) entries.delete(key)
    else entries.set(key, { key: known?.key ?? value.origin, value })
  }
  return entries === undefined ? map : { ...map, entries }
}

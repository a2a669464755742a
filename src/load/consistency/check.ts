// What a check of the composed tree is given, and how it tells.
import type { Problem, ProblemCode } from '../../problem/index.ts'
import { type FaultRest, faultAt, faultAtKey } from '../fault.ts'
import type { Entry, MapNode, Node, NodePath } from '../node.ts'
import { childOf } from '../scalar-text.ts'

export interface CheckSite {
  /** The whole tree, normalized; its services are the enabled ones. */
  readonly tree: MapNode
  readonly services: MapNode
  readonly disabled: ReadonlyMap<string, Entry>
  readonly problems: Problem[]
}

export interface ServiceSite extends CheckSite {
  readonly name: string
  readonly service: MapNode
  /** Where the service's name stands. */
  readonly key: Entry['key']
}

/** Tells of a value of a service; `at` is the path below the service. */
export function tell(
  site: ServiceSite,
  code: ProblemCode,
  node: Node,
  at: NodePath,
  message: string,
  rest: FaultRest = {},
): void {
  site.problems.push(faultAt(code, node, ['services', site.name, ...at], `${site.name} ${message}`, rest))
}

/** Tells of a service as a whole. */
export function tellOfService(
  site: ServiceSite,
  code: ProblemCode,
  message: string,
  rest: FaultRest = {},
): void {
  site.problems.push(faultAtKey(code, site.key, ['services', site.name], `${site.name} ${message}`, rest))
}

export function entriesOf(node: Node | undefined, key: string): ReadonlyMap<string, Entry> {
  const child = childOf(node, key)
  return child?.kind === 'map' ? child.entries : new Map()
}

export function itemsOf(node: Node | undefined, key: string): readonly Node[] {
  const child = childOf(node, key)
  return child?.kind === 'list' ? child.items : []
}

/** A node at a key, for problems of names. */
export const atKey = (entry: Entry): Node => ({ kind: 'scalar', value: null, origin: entry.key })

// The located tree that every stage of loading works on: a value and where it came from, never apart.
// Knows nothing of YAML or of stacks.
import type { Place } from '../problem/index.ts'

/** Where a value came from. One object may be shared by many nodes. */
export interface Origin {
  readonly place: Place
  /** What supplied the value; `file` unless said otherwise. */
  readonly from?: 'file' | 'env_file' | 'label_file' | 'environment' | 'default' | 'argument'
  /** Names of the variables that took part in interpolation. */
  readonly variables?: readonly string[]
  /** The text as written, before interpolation, where it differs. */
  readonly raw?: string
}

export type Scalar = string | number | boolean | null

/** Number literals keep the text they were written as, so that `1.10` can print as the reference prints it. */
export interface ScalarNode {
  readonly kind: 'scalar'
  readonly value: Scalar
  /** The source text of a plain (unquoted) scalar; absent for quoted ones. */
  readonly text?: string
  readonly tag?: NodeTag
  readonly origin: Origin
}

export interface MapNode {
  readonly kind: 'map'
  /** In the order written. Keys are strings; `__proto__` is an ordinary key. */
  readonly entries: ReadonlyMap<string, Entry>
  readonly tag?: NodeTag
  readonly origin: Origin
}

export interface ListNode {
  readonly kind: 'list'
  readonly items: readonly Node[]
  readonly tag?: NodeTag
  readonly origin: Origin
}

/** A key with its own place. */
export interface Entry {
  readonly key: Origin
  readonly value: Node
}

export type Node = ScalarNode | MapNode | ListNode
export type NodeTag = 'reset' | 'override'
export type NodePath = readonly (string | number)[]

export function scalar(value: Scalar, origin: Origin): ScalarNode {
  return { kind: 'scalar', value, origin }
}

export function map(entries: Iterable<readonly [string, Entry]>, origin: Origin): MapNode {
  return { kind: 'map', entries: new Map(entries), origin }
}

export function list(items: readonly Node[], origin: Origin): ListNode {
  return { kind: 'list', items, origin }
}

/** The value without places. Maps become objects without a prototype's dangers (`__proto__` is an own property). */
export function toPlain(node: Node): unknown {
  if (node.kind === 'scalar') return node.value
  if (node.kind === 'list') return node.items.map(toPlain)
  const result: Record<string, unknown> = {}
  for (const [key, entry] of node.entries) {
    const value = toPlain(entry.value)
    if (key === '__proto__')
      Object.defineProperty(result, key, { value, enumerable: true, configurable: true, writable: true })
    else result[key] = value
  }
  return result
}

/** The node at a path, or undefined. */
export function nodeAt(node: Node, path: NodePath): Node | undefined {
  let current: Node | undefined = node
  for (const part of path) {
    if (current === undefined) return undefined
    if (current.kind === 'map') current = current.entries.get(String(part))?.value
    else if (current.kind === 'list') current = current.items[Number(part)]
    else return undefined
  }
  return current
}

/** `services.web.ports[0]`; keys that hold dots or brackets are quoted in brackets. */
export function formatPath(path: NodePath): string {
  let text = ''
  for (const part of path) {
    if (typeof part === 'number') text += `[${part}]`
    else if (/[.[\]]/.test(part)) text += `[${JSON.stringify(part)}]`
    else text += text === '' ? part : `.${part}`
  }
  return text
}

// Brings the short forms that merging may meet to one shape: pairs, lists, maps by name. Knows no attribute.
import type { Entry, ListNode, MapNode, Node } from '../node.ts'
import { textOf } from '../scalar-text.ts'

/** `KEY=value` lines, or a map, as a map; a bare KEY is null. Undefined where the node is neither. */
export function toPairs(node: Node): MapNode | undefined {
  if (node.kind === 'map') return node
  if (node.kind === 'scalar') return undefined
  const entries = new Map<string, Entry>()
  for (const item of node.items) {
    if (item.kind !== 'scalar' || item.value === null) return undefined
    const text = textOf(item)
    const at = text.indexOf('=')
    const value: Node =
      at < 0
        ? { kind: 'scalar', value: null, origin: item.origin }
        : { kind: 'scalar', value: text.slice(at + 1), origin: item.origin }
    entries.set(at < 0 ? text : text.slice(0, at), { key: item.origin, value })
  }
  return { kind: 'map', entries, origin: node.origin }
}

/** One value, or a list of values, as a list. Undefined for a map. */
export function toList(node: Node): ListNode | undefined {
  if (node.kind === 'list') return node
  if (node.kind === 'map') return undefined
  return { kind: 'list', items: [node], origin: node.origin }
}

/** Names, or a map by name, as a map; `value` is what a bare name stands for. Undefined where the node is neither. */
export function toMapOfNames(node: Node, value: (name: Node) => Node): MapNode | undefined {
  if (node.kind === 'map') return node
  if (node.kind === 'scalar') return undefined
  const entries = new Map<string, Entry>()
  for (const item of node.items) {
    if (item.kind !== 'scalar' || item.value === null) return undefined
    const name = textOf(item)
    if (!entries.has(name)) entries.set(name, { key: item.origin, value: value(item) })
  }
  return { kind: 'map', entries, origin: node.origin }
}

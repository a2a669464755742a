// The parts of a build that have short forms of their own.
import type { Node } from '../node.ts'
import { textOf } from '../scalar-text.ts'
import { type CanonicalRule, derived, derivedMap } from './rule.ts'

/** `build: .` is a map with `context`. */
export const build: CanonicalRule = node =>
  node.kind === 'scalar' && node.value !== null ? derivedMap({ context: node }, node.origin) : node

/** `id`, `id=path` or a map, as lines `id` and `id: path`, the way the reference prints them. */
export const sshKeys: CanonicalRule = node => {
  if (node.kind === 'scalar' && node.value !== null) {
    return { kind: 'list', items: [derived(textOf(node), node.origin)], origin: node.origin }
  }
  if (node.kind === 'list') return { ...node, items: node.items.map(readKey) }
  if (node.kind !== 'map') return node
  const items: Node[] = []
  for (const [id, { key, value }] of node.entries) {
    if (value.kind !== 'scalar') return node
    const path = textOf(value)
    items.push(derived(path === '' ? id : `${id}: ${path}`, path === '' ? key : value.origin))
  }
  return { kind: 'list', items, origin: node.origin }
}

function readKey(item: Node): Node {
  if (item.kind !== 'scalar') return item
  const [, id, path] = /^([^=:]+)(?:=|:\s+)(.*)$/s.exec(textOf(item)) ?? []
  if (id === undefined || path === undefined) return item
  return derived(path === '' ? id : `${id}: ${path}`, item.origin)
}

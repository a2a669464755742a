// Short forms of attributes that are too small for a file of their own.
import type { Node } from '../node.ts'
import { textIn } from '../scalar-text.ts'
import { type CanonicalRule, derived, derivedMap, isPending, withEntries } from './rule.ts'
import { texts } from './scalars.ts'

/** `extends: web` is a map with `service`. */
export const extension: CanonicalRule = node =>
  node.kind === 'scalar' && node.value !== null ? derivedMap({ service: node }, node.origin) : node

/** One path or several, as maps with `path`; what is required is left unsaid. */
export const envFiles: CanonicalRule = node => {
  if (node.kind === 'map' || (node.kind === 'scalar' && node.value === null)) return node
  const items = node.kind === 'list' ? node.items : [node]
  return { kind: 'list', items: items.map(envFile), origin: node.origin }
}

function envFile(item: Node): Node {
  if (item.kind === 'scalar' && item.value !== null) return derivedMap({ path: item }, item.origin)
  const required = item.kind === 'map' ? item.entries.get('required')?.value : undefined
  return item.kind === 'map' && required?.kind === 'scalar' && required.value === true
    ? withEntries(item, { required: undefined })
    : item
}

/** A number, or `soft` and `hard` as numbers. */
export const ulimit: CanonicalRule = (node, site) => {
  if (node.kind !== 'scalar' || typeof node.value !== 'string' || isPending(node, site)) return node
  return /^-?[0-9]+$/.test(node.value) ? derived(Number(node.value), node.origin) : node
}

/** A rule with several paths is a rule for each of them. */
export const watchRules: CanonicalRule = node => {
  if (node.kind !== 'list') return node
  const items = node.items.flatMap(rule => {
    const path = rule.kind === 'map' ? rule.entries.get('path')?.value : undefined
    if (rule.kind !== 'map' || path?.kind !== 'list') return [rule]
    return path.items.map(one => withEntries(rule, { path: one }))
  })
  return { ...node, items }
}

/** Options of a provider are lists of texts. */
export const providerOption: CanonicalRule = (node, site) => {
  if (node.kind !== 'scalar') return texts(node, site)
  return { kind: 'list', items: [derived(textIn(node) ?? '', node.origin)], origin: node.origin }
}

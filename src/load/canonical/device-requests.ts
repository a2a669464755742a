// GPUs and other devices by capability.
import { textIn } from '../scalar-text.ts'
import { type CanonicalRule, derived, derivedMap, isPending, refuse, withEntries } from './rule.ts'

const all = -1

/** `gpus: all` is one request for all of them. */
export const gpus: CanonicalRule = (node, site) => {
  if (node.kind !== 'scalar' || node.value === null || isPending(node, site)) return node
  return { kind: 'list', items: [derivedMap({ count: all }, node.origin)], origin: node.origin }
}

/** A request that says neither how many nor which asks for all. */
export const deviceRequest: CanonicalRule = (node, site) => {
  if (node.kind !== 'map') return node
  const count = node.entries.get('count')?.value
  const ids = node.entries.get('device_ids')?.value
  if (count !== undefined && ids !== undefined) {
    return (
      refuse('count-and-ids', count, site, 'count and device_ids exclude each other', {
        hint: 'keep count for any devices, or device_ids for certain ones',
        related: [{ message: 'device_ids stands here', place: ids.origin.place }],
      }) && node
    )
  }
  if (count === undefined) {
    return ids === undefined ? withEntries(node, { count: derived(all, node.origin) }) : node
  }
  if (count.kind !== 'scalar' || typeof count.value !== 'string' || isPending(count, site)) return node
  if (count.value === 'all') return withEntries(node, { count: derived(all, count.origin) })
  if (/^-?[0-9]+$/.test(count.value)) {
    return withEntries(node, { count: derived(Number(count.value), count.origin) })
  }
  refuse('bad-value', count, site, `count ${JSON.stringify(textIn(count))} is neither a number nor all`, {
    hint: 'write a number or all',
  })
  return node
}

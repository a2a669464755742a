// Lists in which an entry has a key: a later entry of the same key replaces the earlier one, at the earlier one's place.

import { mountTargetOf } from './canonical/mount-spec.ts'
import { type ListNode, type MapNode, type Node, nodeAt } from './node.ts'
import { pathTable, rewriteTree } from './path-table.ts'
import { textIn, textOf } from './scalar-text.ts'

/** The key of an item, or undefined where it has none and stands for itself alone. */
type KeyOf = (item: Node) => string | undefined

/** The tree with every list of unique entries in order. */
export function enforceUnicity(tree: MapNode): MapNode {
  return (rewriteTree(tree, uniqueTable, (keyOf, node) =>
    node.kind === 'list' ? withoutDoubles(node, keyOf) : node,
  ) ?? tree) as MapNode
}

function withoutDoubles(list: ListNode, keyOf: KeyOf): ListNode {
  if (list.items.length < 2) return list
  const places = new Map<string, number>()
  const items: Node[] = []
  for (const item of list.items) {
    const key = keyOf(item)
    const at = key === undefined ? undefined : places.get(key)
    if (at !== undefined) {
      items[at] = item
      continue
    }
    if (key !== undefined) places.set(key, items.length)
    items.push(item)
  }
  return items.length === list.items.length ? list : { ...list, items }
}

const wholeText: KeyOf = item => textIn(item)

const beforeEquals: KeyOf = item => {
  const text = textIn(item)
  if (text === undefined) return undefined
  const at = text.indexOf('=')
  return at < 0 ? text : text.slice(0, at)
}

const volumeTarget: KeyOf = item => {
  if (item.kind === 'map') return textIn(nodeAt(item, ['target']))
  return item.kind === 'scalar' && typeof item.value === 'string' ? mountTargetOf(item.value) : undefined
}

const deviceTarget: KeyOf = item => {
  if (item.kind === 'map') return textIn(nodeAt(item, ['target'])) ?? textIn(nodeAt(item, ['source']))
  const parts = textIn(item)?.split(':')
  return parts?.[1] ?? parts?.[0]
}

const grantTarget =
  (folder: string): KeyOf =>
  item => {
    if (item.kind === 'scalar') return `${folder}/${textOf(item)}`
    return textIn(nodeAt(item, ['target'])) ?? `${folder}/${textIn(nodeAt(item, ['source'])) ?? ''}`
  }

const filePath: KeyOf = item => (item.kind === 'map' ? textIn(nodeAt(item, ['path'])) : textIn(item))

const portKey: KeyOf = item => {
  if (item.kind !== 'map') return textIn(item)
  const part = (key: string, otherwise: string) => textIn(nodeAt(item, [key])) || otherwise
  const target = part('target', '')
  if (target === '') return undefined
  return `${part('host_ip', '0.0.0.0')}:${part('published', '')}:${target}/${part('protocol', 'tcp')}`
}

const uniqueTable = pathTable<KeyOf>({
  'networks.*.labels': beforeEquals,
  'volumes.*.labels': beforeEquals,
  'services.*.annotations': beforeEquals,
  'services.*.build.additional_contexts': beforeEquals,
  'services.*.build.args': beforeEquals,
  'services.*.build.extra_hosts': wholeText,
  'services.*.build.labels': beforeEquals,
  'services.*.build.platforms': beforeEquals,
  'services.*.build.tags': beforeEquals,
  'services.*.cap_add': wholeText,
  'services.*.cap_drop': wholeText,
  'services.*.configs': grantTarget(''),
  'services.*.deploy.labels': beforeEquals,
  'services.*.devices': deviceTarget,
  'services.*.dns': wholeText,
  'services.*.dns_opt': wholeText,
  'services.*.dns_search': wholeText,
  'services.*.env_file': filePath,
  'services.*.environment': beforeEquals,
  'services.*.expose': wholeText,
  'services.*.extra_hosts': wholeText,
  'services.*.label_file': wholeText,
  'services.*.labels': beforeEquals,
  'services.*.links': wholeText,
  'services.*.networks.*.aliases': wholeText,
  'services.*.networks.*.link_local_ips': wholeText,
  'services.*.ports': portKey,
  'services.*.profiles': wholeText,
  'services.*.secrets': grantTarget('/run/secrets'),
  'services.*.sysctls': beforeEquals,
  'services.*.tmpfs': wholeText,
  'services.*.volumes': volumeTarget,
})

// `KEY=value` lists and maps: environment, labels, arguments, hosts.

import { hostLines } from '../merge/rules.ts'
import { toPairs } from '../merge/shapes.ts'
import type { Entry, MapNode, Node } from '../node.ts'
import { textOf } from '../scalar-text.ts'
import { type CanonicalRule, type CanonicalSite, derived, refuse } from './rule.ts'

/** A map of texts; a bare key is null. */
export const variables: CanonicalRule = (node, site) => {
  const map = toPairs(node)
  return map === undefined ? node : withTexts(checkKeys(map, site), null)
}

/** A map of texts; a bare key is the empty text. */
export const labels: CanonicalRule = node => {
  const map = toPairs(node)
  return map === undefined ? node : withTexts(map, '')
}

/** A map whose values are texts; null is the empty text. */
export const textValues: CanonicalRule = node => (node.kind === 'map' ? withTexts(node, '') : node)

function withTexts(map: MapNode, empty: '' | null): MapNode {
  let entries: Map<string, Entry> | undefined
  for (const [key, entry] of map.entries) {
    const { value } = entry
    if (value.kind !== 'scalar' || typeof value.value === 'string' || value.value === empty) continue
    entries ??= new Map(map.entries)
    const bare = value.value === null
    entries.set(key, { key: entry.key, value: derived(bare ? empty : textOf(value), value.origin) })
  }
  return entries === undefined ? map : { ...map, entries }
}

/** A blank at the end of a name comes from `NAME = value`, and makes a variable that no program looks for. */
function checkKeys(map: MapNode, site: CanonicalSite): MapNode {
  for (const [key, entry] of map.entries) {
    if (!/\s$/.test(key)) continue
    const at: Node = { kind: 'scalar', value: null, origin: entry.key }
    refuse(
      'bad-variable-name',
      at,
      site,
      `the variable ${JSON.stringify(key)} has a blank at the end of its name`,
      {
        hint: `write ${key.trim()}=… without blanks around the =`,
      },
    )
  }
  return map
}

/** `host=address` lines, hosts in order, the addresses of one host in the order written. */
export const hosts: CanonicalRule = (node, site) => {
  const lines = hostLines(node)
  if (lines === undefined) return node
  const byHost = new Map<string, Map<string, Node>>()
  for (const line of lines.items) {
    if (line.kind !== 'scalar') return node
    const written = textOf(line)
    const at = written.includes('=') ? written.indexOf('=') : written.indexOf(':')
    const host = written.slice(0, at).trim()
    if (at < 0 || host === '') {
      if (site.lenient && written.includes('$')) return node
      refuse('bad-host', line, site, `${JSON.stringify(written)} is not a host and its address`, {
        hint: 'write host=address, such as db.example=10.0.0.5 or host.docker.internal=host-gateway',
      })
      continue
    }
    const addresses = byHost.get(host) ?? new Map<string, Node>()
    byHost.set(host, addresses)
    for (const part of written.slice(at + 1).split(',')) {
      const address = part.trim().replace(/^\[(.*)\]$/, '$1')
      if (!addresses.has(address)) addresses.set(address, derived(`${host}=${address}`, line.origin))
    }
  }
  const names = [...byHost.keys()].sort()
  return {
    kind: 'list',
    items: names.flatMap(name => [...(byHost.get(name)?.values() ?? [])]),
    origin: node.origin,
  }
}

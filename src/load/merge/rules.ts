// Which attributes merge in their own way, and how. Short and long forms may meet.
import type { Entry, ListNode, MapNode, Node } from '../node.ts'
import { pathTable, stepInto } from '../path-table.ts'
import {
  appendList,
  isNull,
  type MergeRule,
  type MergeSite,
  mergeAt,
  mergeGenerally,
  mergeMaps,
  reportMismatch,
} from './general.ts'
import { toList, toMapOfNames, toPairs } from './shapes.ts'

/** The later one counts, even where it is empty. */
const replace: MergeRule = (_base, over) => over

/** A limit is one value, whatever its form. */
const replaceUnlessNull: MergeRule = (base, over) => (isNull(over) ? base : over)

/** Maps, or lists of `KEY=value`, in any mix: by key. A bare key replaces a value. */
const mergePairs: MergeRule = (base, over, site) => {
  if (isNull(over)) return base
  if (isNull(base)) return over
  const left = toPairs(base)
  const right = toPairs(over)
  if (left === undefined || right === undefined) return mergeGenerally(base, over, site)
  const entries = new Map<string, Entry>(left.entries)
  for (const [key, entry] of right.entries) entries.set(key, entry)
  return { kind: 'map', entries, origin: over.origin }
}

/** One text or a list of texts, in any mix: appended. */
const mergeTexts: MergeRule = (base, over, site) => {
  if (isNull(over)) return base
  if (isNull(base)) return over
  const left = toList(base)
  const right = toList(over)
  return left && right ? appendList(left, right) : mergeGenerally(base, over, site)
}

/** A list of names or a map by name, in any mix: maps merge, names add. */
const mergeNamed =
  (value: (name: Node) => Node): MergeRule =>
  (base, over, site) => {
    if (isNull(over)) return base
    if (isNull(base)) return over
    const left = toMapOfNames(base, value)
    const right = toMapOfNames(over, value)
    return left && right ? mergeMaps(left, right, site) : mergeGenerally(base, over, site)
  }

const nullNamed: MergeRule = mergeNamed(name => ({ kind: 'scalar', value: null, origin: name.origin }))

const startedNamed: MergeRule = mergeNamed(name => startedDependency(name))

/** What `depends_on: [db]` says of db. */
export function startedDependency(name: Node): MapNode {
  const { origin } = name
  return {
    kind: 'map',
    entries: new Map([
      ['condition', { key: origin, value: { kind: 'scalar', value: 'service_started', origin } }],
      ['required', { key: origin, value: { kind: 'scalar', value: true, origin } }],
    ]),
    origin,
  }
}

/** `build: .` is `build: {context: .}`. */
const mergeBuild: MergeRule = (base, over, site) => {
  if (isNull(over)) return base
  if (isNull(base)) return over
  const left = toBuild(base)
  const right = toBuild(over)
  return left && right ? mergeMaps(left, right, site) : mergeGenerally(base, over, site)
}

function toBuild(node: Node): MapNode | undefined {
  if (node.kind === 'map') return node
  if (node.kind !== 'scalar') return undefined
  return {
    kind: 'map',
    entries: new Map([['context', { key: node.origin, value: node }]]),
    origin: node.origin,
  }
}

/** Options of one driver mean nothing to another. */
const mergeLogging: MergeRule = (base, over, site) => {
  if (base.kind !== 'map' || over.kind !== 'map') return mergeGenerally(base, over, site)
  const before = base.entries.get('driver')?.value
  const after = over.entries.get('driver')?.value
  const same =
    before?.kind !== 'scalar' || after?.kind !== 'scalar' || before.value === after.value || isNull(after)
  return same ? mergeMaps(base, over, site) : over
}

/** Hosts may have several addresses: both lists stand, equal lines once. */
const mergeHosts: MergeRule = (base, over, site) => {
  if (isNull(over)) return base
  if (isNull(base)) return over
  const left = hostLines(base)
  const right = hostLines(over)
  if (left === undefined || right === undefined) return reportMismatch(base, over, site)
  return appendList(left, right)
}

/** `host=address` lines of either form; undefined for neither. */
export function hostLines(node: Node): ListNode | undefined {
  if (node.kind === 'list') return node
  if (node.kind !== 'map') return undefined
  const items: Node[] = []
  for (const [host, { value }] of node.entries) {
    const addresses = value.kind === 'list' ? value.items : [value]
    for (const address of addresses) {
      if (address.kind !== 'scalar') continue
      items.push({ kind: 'scalar', value: `${host}=${address.value ?? ''}`, origin: address.origin })
    }
  }
  return { kind: 'list', items, origin: node.origin }
}

/** Pools of one subnet are one pool. */
const mergePools: MergeRule = (base, over, site) => {
  if (base.kind !== 'list' || over.kind !== 'list') return mergeGenerally(base, over, site)
  const pools: Node[] = [...base.items]
  const bySubnet = new Map<string, number>()
  for (const [index, pool] of pools.entries()) {
    const subnet = subnetOf(pool)
    if (subnet !== undefined) bySubnet.set(subnet, index)
  }
  for (const pool of over.items) {
    const subnet = subnetOf(pool)
    const at = subnet === undefined ? undefined : bySubnet.get(subnet)
    if (at === undefined) {
      if (subnet !== undefined) bySubnet.set(subnet, pools.length)
      pools.push(pool)
    } else pools[at] = mergeAt(pools[at] as Node, pool, below(site, at))
  }
  return { kind: 'list', items: pools, origin: over.origin }
}

function subnetOf(pool: Node): string | undefined {
  const subnet = pool.kind === 'map' ? pool.entries.get('subnet')?.value : undefined
  return subnet?.kind === 'scalar' && typeof subnet.value === 'string' ? subnet.value : undefined
}

const below = (site: MergeSite, part: string | number): MergeSite => ({
  ...site,
  path: [...site.path, part],
  table: stepInto(site.table, part),
})

/** The attributes with a rule of their own; all else merges generally. */
export const mergeTable = pathTable<MergeRule>({
  'networks.*.ipam.config': mergePools,
  'networks.*.labels': mergePairs,
  'secrets.*.labels': mergePairs,
  'configs.*.labels': mergePairs,
  'volumes.*.labels': mergePairs,
  'services.*.annotations': mergePairs,
  'services.*.build': mergeBuild,
  'services.*.build.additional_contexts': mergePairs,
  'services.*.build.args': mergePairs,
  'services.*.build.extra_hosts': mergeHosts,
  'services.*.build.labels': mergePairs,
  'services.*.build.ulimits.*': replaceUnlessNull,
  'services.*.command': replace,
  'services.*.depends_on': startedNamed,
  'services.*.deploy.labels': mergePairs,
  'services.*.dns': mergeTexts,
  'services.*.dns_opt': mergeTexts,
  'services.*.dns_search': mergeTexts,
  'services.*.entrypoint': replace,
  'services.*.env_file': mergeTexts,
  'services.*.environment': mergePairs,
  'services.*.extra_hosts': mergeHosts,
  'services.*.healthcheck.test': replace,
  'services.*.label_file': mergeTexts,
  'services.*.labels': mergePairs,
  'services.*.logging': mergeLogging,
  'services.*.models': nullNamed,
  'services.*.networks': nullNamed,
  'services.*.sysctls': mergePairs,
  'services.*.tmpfs': mergeTexts,
  'services.*.ulimits.*': replaceUnlessNull,
})

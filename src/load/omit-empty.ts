// Takes out what says nothing: `tty: false`, `hostname: ""`, `cpu_shares: 0`. The reference prints none of them.
// Where false, 0 or an empty text mean something, they stay.
import type { Entry, MapNode, Node } from './node.ts'
import { type PathTable, pathTable, rewriteTree } from './path-table.ts'

/** Keys of a map whose empty values stay. */
type Kept = ReadonlySet<string>

const kept = (keys = ''): Kept => new Set(keys.split(' '))
const nothing = kept()

const table: PathTable<Kept> = pathTable<Kept>({
  'services.*': kept('init attach scale stop_grace_period name'),
  'services.*.blkio_config': nothing,
  'services.*.build': nothing,
  'services.*.build.secrets.*': nothing,
  'services.*.configs.*': nothing,
  'services.*.credential_spec': nothing,
  'services.*.depends_on.*': kept('required'),
  'services.*.deploy': kept('replicas'),
  'services.*.deploy.placement': nothing,
  'services.*.deploy.resources.limits': nothing,
  'services.*.deploy.resources.reservations': nothing,
  'services.*.deploy.resources.reservations.devices.*': nothing,
  'services.*.deploy.restart_policy': kept('delay max_attempts window'),
  'services.*.deploy.rollback_config': kept('parallelism'),
  'services.*.deploy.update_config': kept('parallelism'),
  'services.*.develop.watch.*': nothing,
  'services.*.env_file.*': kept('required'),
  'services.*.gpus.*': nothing,
  'services.*.healthcheck': kept('interval timeout start_period start_interval retries'),
  'services.*.logging': nothing,
  'services.*.networks.*': nothing,
  'services.*.ports.*': nothing,
  'services.*.post_start.*': nothing,
  'services.*.pre_start.*': kept('per_replica'),
  'services.*.pre_stop.*': nothing,
  'services.*.secrets.*': nothing,
  'services.*.volumes.*': nothing,
  'services.*.volumes.*.bind': kept('create_host_path'),
  'services.*.volumes.*.image': nothing,
  'services.*.volumes.*.tmpfs': nothing,
  'services.*.volumes.*.volume': nothing,
  'networks.*': kept('enable_ipv4 enable_ipv6'),
  'networks.*.ipam': nothing,
  'networks.*.ipam.config.*': nothing,
  'volumes.*': nothing,
  'secrets.*': nothing,
  'configs.*': kept('content'),
  'models.*': nothing,
})

/** Durations and sizes are texts by then; a zero among them is as empty as any. */
const zeroTexts = new Set(['0', '0s'])
const zeroKeys = new Set([
  'mem_limit',
  'mem_reservation',
  'memswap_limit',
  'mem_swappiness',
  'shm_size',
  'memory',
  'delay',
  'monitor',
  'size',
])

/** The tree without values that say nothing. */
export function omitEmpty(tree: MapNode): MapNode {
  return rewriteTree(tree, table, (keys, node) =>
    node.kind === 'map' ? withoutEmpty(node, keys) : node,
  ) as MapNode
}

function withoutEmpty(map: MapNode, keys: Kept): MapNode {
  let entries: Map<string, Entry> | undefined
  for (const [key, { value }] of map.entries) {
    if (!isEmpty(key, value) || keys.has(key) || key.startsWith('x-')) continue
    entries ??= new Map(map.entries)
    entries.delete(key)
  }
  return entries === undefined ? map : { ...map, entries }
}

function isEmpty(key: string, node: Node): boolean {
  // A list or a map without anything in it says nothing either, but for commands, which it clears.
  if (node.kind === 'list') return node.items.length === 0 && key !== 'command' && key !== 'entrypoint'
  if (node.kind === 'map') return false
  const { value } = node
  if (value === null) return key !== 'command' && key !== 'entrypoint'
  if (typeof value === 'string') return value === '' || (zeroKeys.has(key) && zeroTexts.has(value))
  return value === false || value === 0
}

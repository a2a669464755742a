// One container as a service of a stack file: the fields that lowering reads back, written as a person would write them.
// Knows the form of fields; of networks and volumes only what their own files make of them.
import type { LiveFields } from '../../lower/index.ts'
import { formatDuration } from '../../support/index.ts'

/** Keys and values of a stack file. */
export type Plain = Record<string, unknown>

/** The order in which a service's keys are written. */
const keyOrder = [
  ...[
    'image',
    'container_name',
    'scale',
    'entrypoint',
    'command',
    'user',
    'group_add',
    'working_dir',
    'init',
  ],
  ...[
    'tty',
    'stdin_open',
    'restart',
    'depends_on',
    'environment',
    'ports',
    'expose',
    'network_mode',
    'networks',
  ],
  ...['links', 'external_links', 'volumes', 'volumes_from', 'tmpfs', 'healthcheck'],
]

const sizes = new Set(['mem_limit', 'memswap_limit', 'mem_reservation', 'shm_size'])
const maps = new Set(['environment', 'labels', 'annotations', 'sysctls', 'storage_opt'])
/** Written by `networks.ts` and `mounts.ts`. */
const elsewhere = new Set([
  'image',
  'network_mode',
  'networks',
  'mac_address',
  'links',
  'volumes',
  'volumes_from',
])

/** What was asked for, without what the image and the engine set by themselves. */
export function readService(fields: LiveFields): Plain {
  const service: Plain = {}
  for (const [name, { value, origin }] of fields) {
    // The engine's own cgroup namespace is told by its origin too; another one was somebody's wish.
    if (origin === 'default' || (origin === 'engine' && name !== 'cgroup')) continue
    const dot = name.indexOf('.')
    const head = dot < 0 ? name : name.slice(0, dot)
    const item = dot < 0 ? '' : name.slice(dot + 1)
    if (elsewhere.has(head)) continue
    if (item !== '') writeItem(service, { head, item, value })
    else if (sizes.has(head)) service[head] = formatSize(value as number)
    else if (head === 'stop_grace_period') service[head] = `${value}s`
    else service[head] = value
  }
  return service
}

interface Item {
  readonly head: string
  readonly item: string
  readonly value: unknown
}

function writeItem(service: Plain, { head, item, value }: Item): void {
  if (maps.has(head)) within(service, head)[item] = value
  else if (head === 'ports')
    for (const binding of value as string[]) list(service, 'ports').push(port(item, binding))
  else if (head === 'expose') list(service, 'expose').push(item.replace(/\/tcp$/, ''))
  else if (head === 'tmpfs') list(service, 'tmpfs').push(value === '' ? item : `${item}:${value}`)
  else if (head === 'ulimits') within(service, 'ulimits')[item] = ulimit(String(value))
  else if (head === 'devices') list(service, 'devices').push(device(item, String(value)))
  else if (head === 'gpus') writeRequest(service, value as Plain)
  else if (head === 'logging') writeLogging(service, item, value)
  else if (head === 'healthcheck') writeHealth(service, item, value)
  else if (head === 'blkio_config') within(service, 'blkio_config')[item] = throttles(item, value)
}

/** `8080/tcp` bound to `127.0.0.1:80` → `127.0.0.1:80:8080`. */
function port(target: string, binding: string): string {
  const container = target.replace(/\/tcp$/, '')
  if (binding === '') return container
  const colon = binding.lastIndexOf(':')
  const ip = colon < 0 ? '' : binding.slice(0, colon)
  const address = ip === '' ? '' : ip.includes(':') ? `[${ip}]:` : `${ip}:`
  return `${address}${binding.slice(colon + 1)}:${container}`
}

function ulimit(limits: string): number | Plain {
  const [soft, hard] = limits.split(':').map(Number)
  return soft === hard ? (soft as number) : { soft, hard }
}

function device(target: string, value: string): string {
  const cut = value.lastIndexOf(':')
  const [source, permissions] = [value.slice(0, cut), value.slice(cut + 1)]
  return permissions === 'rwm' ? `${source}:${target}` : `${source}:${target}:${permissions}`
}

/** The engine's request to a device driver: under `deploy`, as `gpus` would add a capability of its own. */
function writeRequest(service: Plain, request: Plain): void {
  const ids = request.device_ids as string[]
  if (request.driver === 'cdi') {
    list(service, 'devices').push(...ids)
    return
  }
  const deploy = within(service, 'deploy')
  const devices = list(within(within(deploy, 'resources'), 'reservations'), 'devices')
  const options = request.options as Plain
  devices.push({
    ...(request.driver !== '' && { driver: request.driver }),
    ...(ids.length > 0 ? { device_ids: ids } : { count: request.count === -1 ? 'all' : request.count }),
    capabilities: (request.capabilities as string[][])[0] ?? [],
    ...(Object.keys(options).length > 0 && { options }),
  })
}

function writeLogging(service: Plain, item: string, value: unknown): void {
  const logging = within(service, 'logging')
  if (item === 'driver') logging.driver = value
  else within(logging, 'options')[item.slice('options.'.length)] = value
}

function writeHealth(service: Plain, item: string, value: unknown): void {
  const check = within(service, 'healthcheck')
  if (item === 'test' && (value as string[])[0] === 'NONE') check.disable = true
  else check[item] = item === 'test' || item === 'retries' ? value : formatDuration(value as number)
}

function throttles(item: string, value: unknown): unknown {
  if (item === 'weight') return value
  return (value as Plain[]).map(({ Path, Rate, Weight }) => ({
    path: Path,
    ...(Rate === undefined ? { weight: Weight } : { rate: Rate }),
  }))
}

/** `64m` where that is the number to the byte. */
function formatSize(bytes: number): string | number {
  for (const [unit, scale] of [
    ['g', 2 ** 30],
    ['m', 2 ** 20],
    ['k', 2 ** 10],
  ] as const)
    if (bytes > 0 && bytes % scale === 0) return `${bytes / scale}${unit}`
  return bytes
}

function within(parent: Plain, key: string): Plain {
  parent[key] ??= {}
  return parent[key] as Plain
}

export function list(parent: Plain, key: string): unknown[] {
  parent[key] ??= []
  return parent[key] as unknown[]
}

/** In the order in which people read a service; the rest by name. */
export function sortKeys(service: Plain): Plain {
  const rank = (key: string) => (keyOrder.includes(key) ? keyOrder.indexOf(key) : keyOrder.length)
  return Object.fromEntries(
    Object.entries(service).sort(([a], [b]) => rank(a) - rank(b) || (a < b ? -1 : a > b ? 1 : 0)),
  )
}

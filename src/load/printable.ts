// The stack as `config` prints it: what a stack file may say, so that the print is a stack file.
import type { Stack } from '../model/index.ts'

export interface PrintableOptions {
  /**
   * Texts hold variables that are still to come, and stay as they are; keys are in alphabetical order, as Docker Compose then has
   * them. Otherwise `$` is doubled, so that reading it gives it back.
   */
  readonly keepVariables?: boolean
  /** A command of the image's own and settings without anything in them are left out, as in Docker Compose's YAML; its JSON has them. */
  readonly brief?: boolean
}

/** The plain value that `config` prints as YAML or JSON. */
export function toPrintable(stack: Stack, options: PrintableOptions = {}): Record<string, unknown> {
  const copy = (value: unknown): unknown => {
    if (typeof value === 'string') return options.keepVariables ? value : value.replaceAll('$', '$$$$')
    if (Array.isArray(value)) return value.map(copy)
    if (value === null || typeof value !== 'object') return value
    const result: Record<string, unknown> = {}
    for (const [key, inner] of Object.entries(value)) setOwn(result, key, copy(inner))
    return result
  }
  const result: Record<string, unknown> = {}
  for (const [key, value] of Object.entries(stack)) {
    const empty = value !== null && typeof value === 'object' && Object.keys(value).length === 0
    if (empty && key !== 'services' && !key.startsWith('x-')) continue
    result[key] = key === 'services' ? copy(withoutNames(stack.services)) : copy(value)
  }
  if (options.brief) shorten(result)
  return options.keepVariables ? (sorted(result) as Record<string, unknown>) : result
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (value === null || typeof value !== 'object') return value
  const result: Record<string, unknown> = {}
  for (const [key, inner] of Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))) {
    setOwn(result, key, sorted(inner))
  }
  return result
}

function shorten(printable: Record<string, unknown>): void {
  const each = (key: string) =>
    Object.values((printable[key] ?? {}) as Record<string, Record<string, unknown>>)
  for (const service of each('services')) {
    for (const name of ['command', 'entrypoint']) if (service[name] === null) delete service[name]
  }
  for (const network of each('networks')) {
    if (Object.keys(network?.ipam ?? { some: 1 }).length === 0) delete network.ipam
  }
}

/** Docker Compose's order, which people read and scripts compare. */
const portOrder = ['name', 'mode', 'host_ip', 'target', 'published', 'protocol', 'app_protocol']
const mountOrder = [
  'type',
  'source',
  'target',
  'read_only',
  'consistency',
  'bind',
  'volume',
  'tmpfs',
  'image',
]

function inOrder<T extends object>(value: T, order: readonly string[]): T {
  // With --no-interpolate a port or a mount may still be a text.
  if (typeof value !== 'object') return value
  const rank = (key: string) => (order.includes(key) ? order.indexOf(key) : order.length)
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => rank(a) - rank(b))) as T
}

function withoutNames(services: Stack['services']): Record<string, unknown> {
  const result: Record<string, unknown> = {}
  for (const [key, { name: _, ...service }] of Object.entries(services)) {
    setOwn(result, key, {
      ...service,
      ...(service.ports && { ports: service.ports.map(port => inOrder(port, portOrder)) }),
      ...(service.volumes && { volumes: service.volumes.map(volume => inOrder(volume, mountOrder)) }),
    })
  }
  return result
}

function setOwn(target: Record<string, unknown>, key: string, value: unknown): void {
  if (key !== '__proto__') target[key] = value
  else Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true })
}

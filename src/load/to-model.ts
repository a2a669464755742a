// From the composed tree to the model's plain values: the same paths, keys in order.
import type { FileObject, Model, Network, Service, Stack, Volume } from '../model/index.ts'
import type { MapNode, Node } from './node.ts'
import { childOf, textAt } from './scalar-text.ts'

/** The plain value with sorted keys, among them those that are missing. `__proto__` is an ordinary key. */
function toSortedPlain(node: Node, missing: Readonly<Record<string, unknown>> = {}): unknown {
  if (node.kind === 'scalar') return node.value
  if (node.kind === 'list') return node.items.map(item => toSortedPlain(item))
  const result: Record<string, unknown> = {}
  const keys = [...node.entries.keys()]
  for (const key of Object.keys(missing)) if (!node.entries.has(key)) keys.push(key)
  for (const key of keys.sort()) {
    const entry = node.entries.get(key)
    setOwn(result, key, entry === undefined ? missing[key] : toSortedPlain(entry.value))
  }
  return result
}

function setOwn(target: Record<string, unknown>, key: string, value: unknown): void {
  if (key !== '__proto__') target[key] = value
  else Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true })
}

/** A service as the model has it: with its name, and with the two commands said even where they are null. */
export function toService(name: string, node: Node): Service {
  const plain = toSortedPlain(node, { command: null, entrypoint: null }) as object
  return { name, ...plain } as unknown as Service
}

/** The stack of a tree. */
export function toStack(tree: MapNode): Stack {
  const services: Record<string, Service> = {}
  const group = childOf(tree, 'services')
  if (group?.kind === 'map') {
    for (const name of [...group.entries.keys()].sort()) {
      setOwn(services, name, toService(name, (group.entries.get(name) as { value: Node }).value))
    }
  }
  const models = childOf(tree, 'models')
  const extensions: Record<string, unknown> = {}
  for (const [key, { value }] of tree.entries)
    if (key.startsWith('x-')) extensions[key] = toSortedPlain(value)
  return {
    name: textAt(tree, 'name') ?? '',
    services,
    networks: toNetworks(childOf(tree, 'networks')),
    volumes: resources<Volume>(childOf(tree, 'volumes')),
    secrets: resources<FileObject>(childOf(tree, 'secrets')),
    configs: resources<FileObject>(childOf(tree, 'configs')),
    ...(models?.kind === 'map' && models.entries.size > 0 ? { models: resources<Model>(models) } : {}),
    ...extensions,
  }
}

function resources<T>(node: Node | undefined): Record<string, T> {
  return node?.kind === 'map' ? (toSortedPlain(node) as Record<string, T>) : {}
}

function toNetworks(node: Node | undefined): Record<string, Network> {
  const networks: Record<string, Network> = {}
  if (node?.kind !== 'map') return networks
  for (const key of [...node.entries.keys()].sort()) {
    const { value } = node.entries.get(key) as { value: Node }
    setOwn(networks, key, toSortedPlain(value, { ipam: {} }))
  }
  return networks
}

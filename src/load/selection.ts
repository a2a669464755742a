// The part of the stack that a command line names, and the resources that it needs.
import type { Problem } from '../problem/index.ts'
import { errorProblem } from '../problem/index.ts'
import { suggestName } from '../support/index.ts'
import { withEntries } from './canonical/rule.ts'
import type { Entry, MapNode, Node } from './node.ts'
import { childOf, textAt, textIn } from './scalar-text.ts'

export interface Selection {
  readonly selected: MapNode
  /** Enabled services that the selection leaves out. */
  readonly rest: ReadonlyMap<string, Entry>
}

/** The named services, with what they depend on unless told otherwise; every service where none is named. */
export function selectServices(
  services: MapNode,
  names: readonly string[],
  withDependencies: boolean,
  problems: Problem[],
): Selection {
  if (names.length === 0) return { selected: services, rest: new Map() }
  const chosen = new Set<string>()
  const open: string[] = []
  for (const name of names) {
    if (services.entries.has(name)) open.push(name)
    else problems.push(noSuchService(name, services))
  }
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (chosen.has(name)) continue
    chosen.add(name)
    const needs = childOf(services.entries.get(name)?.value, 'depends_on')
    if (withDependencies && needs?.kind === 'map') {
      for (const need of needs.entries.keys()) if (services.entries.has(need)) open.push(need)
    }
  }
  const entries = new Map<string, Entry>()
  const rest = new Map<string, Entry>()
  for (const [name, entry] of services.entries) {
    if (chosen.has(name)) entries.set(name, { key: entry.key, value: keepNeeds(entry.value, chosen) })
    else rest.set(name, entry)
  }
  return { selected: { ...services, entries }, rest }
}

/** What is left out cannot be waited for. */
function keepNeeds(service: Node, services: { has(name: string): boolean }): Node {
  const needs = childOf(service, 'depends_on')
  if (service.kind !== 'map' || needs?.kind !== 'map') return service
  const entries = new Map([...needs.entries].filter(([name]) => services.has(name)))
  if (entries.size === needs.entries.size) return service
  return withEntries(service, { depends_on: entries.size === 0 ? undefined : { ...needs, entries } })
}

function noSuchService(name: string, services: MapNode): Problem {
  const near = suggestName(name, services.entries.keys())
  const all = [...services.entries.keys()]
  return errorProblem('no-such-service', `no such service: ${name}`, {
    hint:
      near !== undefined
        ? `did you mean "${near}"?`
        : `the stack has ${all.slice(0, 8).join(', ')}${all.length > 8 ? ', …' : ''}`,
  })
}

/** The tree without networks, volumes, secrets, configs and models that none of its services uses. */
export function dropUnused(tree: MapNode): MapNode {
  const used = usedBy(childOf(tree, 'services'))
  const changes: Record<string, Node> = {}
  for (const [kind, names] of Object.entries(used)) {
    const group = childOf(tree, kind)
    if (group?.kind !== 'map') continue
    const entries = new Map([...group.entries].filter(([name]) => names.has(name)))
    if (entries.size < group.entries.size) changes[kind] = { ...group, entries }
  }
  return withEntries(tree, changes)
}

/** The keys of the resources that services use, by kind. */
export function usedBy(
  services: Node | undefined,
): Record<'networks' | 'volumes' | 'secrets' | 'configs' | 'models', Set<string>> {
  const used = {
    networks: new Set<string>(),
    volumes: new Set<string>(),
    secrets: new Set<string>(),
    configs: new Set<string>(),
    models: new Set<string>(),
  }
  if (services?.kind !== 'map') return used
  for (const { value: service } of services.entries.values()) {
    for (const name of keysOf(service, 'networks')) used.networks.add(name)
    for (const name of keysOf(service, 'models')) used.models.add(name)
    for (const item of [...itemsOf(service, 'secrets'), ...itemsOf(childOf(service, 'build'), 'secrets')]) {
      used.secrets.add(textAt(item, 'source') ?? textIn(item) ?? '')
    }
    for (const item of itemsOf(service, 'configs'))
      used.configs.add(textAt(item, 'source') ?? textIn(item) ?? '')
    const credentials = textAt(childOf(service, 'credential_spec'), 'config')
    if (credentials !== undefined) used.configs.add(credentials)
    for (const item of itemsOf(service, 'volumes')) {
      const source = textAt(item, 'source')
      if (textAt(item, 'type') === 'volume' && source !== undefined) used.volumes.add(source)
    }
  }
  return used
}

function keysOf(service: Node, key: string): Iterable<string> {
  const node = childOf(service, key)
  return node?.kind === 'map' ? node.entries.keys() : []
}

function itemsOf(service: Node | undefined, key: string): readonly Node[] {
  const node = childOf(service, key)
  return node?.kind === 'list' ? node.items : []
}

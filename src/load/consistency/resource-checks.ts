// Settings of networks, volumes, secrets and configs that exclude each other, or that they cannot be without.
import type { Problem } from '../../problem/index.ts'
import { faultAt, faultAtKey } from '../fault.ts'
import { type Entry, type MapNode, type Node, toPlain } from '../node.ts'
import { childOf } from '../scalar-text.ts'
import { entriesOf } from './check.ts'

/** Tells of resources that cannot be what they say. */
export function checkResources(tree: MapNode, problems: Problem[]): void {
  for (const [name, entry] of entriesOf(tree, 'volumes')) checkExternal('volumes', name, entry, problems)
  for (const [name, entry] of entriesOf(tree, 'networks')) checkExternal('networks', name, entry, problems)
  for (const [name, entry] of entriesOf(tree, 'secrets')) {
    checkSource('secrets', name, entry, ['file', 'environment'], problems)
  }
  for (const [name, entry] of entriesOf(tree, 'configs')) {
    checkSource('configs', name, entry, ['file', 'environment', 'content'], problems)
  }
}

function isExternal(entry: Entry): boolean {
  const external = childOf(entry.value, 'external')
  return external !== undefined && toPlain(external) === true
}

/** What exists already is not described. The reference refuses that of a volume, and passes it over in a network. */
function checkExternal(kind: 'volumes' | 'networks', name: string, entry: Entry, problems: Problem[]): void {
  if (entry.value.kind !== 'map' || !isExternal(entry)) return
  for (const [key, { value, key: at }] of entry.value.entries) {
    if (key === 'name' || key === 'external' || key.startsWith('x-') || saysNothing(value)) continue
    const fault = faultAtKey(
      'external-with-settings',
      at,
      [kind, name, key],
      kind === 'volumes'
        ? `volumes.${name} is external, so ${key} cannot be set`
        : `networks.${name} is external, so ${key} has no effect`,
      { hint: `remove ${key}, or external: true if gantry is to create it` },
    )
    problems.push(kind === 'volumes' ? fault : { ...fault, severity: 'warning' })
  }
}

function saysNothing(node: Node): boolean {
  if (node.kind === 'map') return node.entries.size === 0
  if (node.kind === 'list') return node.items.length === 0
  return node.value === null || node.value === false || node.value === ''
}

/** A secret or a config comes from exactly one place. */
function checkSource(
  kind: 'secrets' | 'configs',
  name: string,
  entry: Entry,
  sources: readonly string[],
  problems: Problem[],
): void {
  if (entry.value.kind !== 'map') return
  const found = sources.flatMap(key => childOf(entry.value, key) ?? [])
  const given = sources.filter(key => childOf(entry.value, key) !== undefined)
  const [first, second] = found
  if (first !== undefined && second !== undefined) {
    problems.push(
      faultAt(
        'source-twice',
        second,
        [kind, name],
        `${kind}.${name} has ${given.join(' and ')}, which exclude each other`,
        {
          hint: 'keep one of them',
          related: [{ message: `${given[0]} stands here`, place: first.origin.place }],
        },
      ),
    )
    return
  }
  if (first !== undefined || isExternal(entry)) return
  if (kind === 'configs' && childOf(entry.value, 'driver') !== undefined) return
  problems.push(
    faultAtKey(
      'no-source',
      entry.key,
      [kind, name],
      `${kind}.${name} says neither ${sources.join(' nor ')}`,
      {
        hint: `add file: and a path, environment: and the name of a variable${kind === 'configs' ? ', content: and the text' : ''}, or external: true`,
      },
    ),
  )
}

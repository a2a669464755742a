// The names that networks, volumes, secrets and configs bear at the engine.
import { derived, withEntries } from '../canonical/rule.ts'
import { type Entry, type MapNode, type Node, toPlain } from '../node.ts'
import { textAt } from '../scalar-text.ts'

const kinds = ['networks', 'volumes', 'secrets', 'configs']

/** The tree with each resource named: as it says, or by its key where it is external, or `<project>_<key>`. */
export function nameResources(tree: MapNode, project: string): MapNode {
  const changes: Record<string, Node> = {}
  for (const kind of kinds) {
    const group = tree.entries.get(kind)?.value
    if (group?.kind !== 'map') continue
    const entries = new Map<string, Entry>()
    for (const [key, entry] of group.entries) {
      entries.set(key, { key: entry.key, value: nameResource(entry.value, key, project) })
    }
    changes[kind] = { ...group, entries }
  }
  return withEntries(tree, changes)
}

function nameResource(node: Node, key: string, project: string): Node {
  if (node.kind !== 'map' || textAt(node, 'name')) return node
  const external = node.entries.get('external')?.value
  const isExternal = external !== undefined && toPlain(external) === true
  const name = isExternal ? key : `${project}_${key}`
  return withEntries(node, { name: derived(name, { ...node.origin, from: 'default' }) })
}

// What exists outside of services (networks, volumes, secrets, configs): the old way to name what is external.

import { textIn } from '../scalar-text.ts'
import { type CanonicalRule, derived, refuse, warn, withEntries } from './rule.ts'

/** As {@link fileObject}; nothing at all is an empty map: a network or a volume needs no settings. */
export const resource: CanonicalRule = (node, site) =>
  node.kind === 'scalar' && node.value === null
    ? { kind: 'map', entries: new Map(), origin: node.origin }
    : fileObject(node, site)

/** `external: {name: x}` is `external: true` with `name: x`. */
export const fileObject: CanonicalRule = (node, site) => {
  if (node.kind !== 'map') return node
  const external = node.entries.get('external')?.value
  if (external?.kind !== 'map') return node
  const inner = external.entries.get('name')?.value
  const name = node.entries.get('name')?.value
  if (inner !== undefined && name !== undefined && textIn(inner) !== textIn(name)) {
    return (
      refuse('name-twice', inner, site, `name is ${textIn(name)} and external.name ${textIn(inner)}`, {
        hint: 'keep name: beside external: true, and drop the other',
        related: [{ message: 'the other name stands here', place: name.origin.place }],
      }) && withEntries(node, { external: derived(true, external.origin) })
    )
  }
  if (inner !== undefined) {
    warn('external-name', inner, site, 'external.name is the old way to name it', {
      hint: `write external: true and name: ${textIn(inner)}`,
    })
  }
  return withEntries(node, { external: derived(true, external.origin), name: inner ?? name })
}

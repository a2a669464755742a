// Lists of names that stand for maps by name: networks, models, dependencies.
import { startedDependency } from '../merge/rules.ts'
import { toMapOfNames } from '../merge/shapes.ts'
import { type CanonicalRule, derived, withEntries } from './rule.ts'

/** A map by name; a bare name has null. */
export const namesToMap: CanonicalRule = node =>
  toMapOfNames(node, name => derived(null, name.origin)) ?? node

/** A map from service to condition; a bare name waits for the start. */
export const dependencies: CanonicalRule = node => toMapOfNames(node, startedDependency) ?? node

/** A dependency is required, and waits for the start, unless it says otherwise. */
export const dependency: CanonicalRule = node => {
  if (node.kind !== 'map') return node
  return withEntries(node, {
    condition: node.entries.get('condition')?.value ?? derived('service_started', node.origin),
    required: node.entries.get('required')?.value ?? derived(true, node.origin),
  })
}

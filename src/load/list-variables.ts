// Which variables a tree mentions, for `config --variables`.

import type { Place } from '../problem/index.ts'
import type { Node } from './node.ts'
import { listTemplateVariables, type TemplateVariable } from './template-value.ts'

export interface MentionedVariable extends TemplateVariable {
  /** The scalar that mentions it first. */
  readonly place: Place
}

/** Every variable once, in the order of first mention; where one is mentioned several times, what says more is kept. */
export function listVariables(root: Node): readonly MentionedVariable[] {
  const found = new Map<string, MentionedVariable>()
  const visit = (node: Node): void => {
    if (node.kind === 'map') for (const entry of node.entries.values()) visit(entry.value)
    else if (node.kind === 'list') node.items.forEach(visit)
    else if (typeof node.value === 'string' && node.value.includes('$')) {
      for (const variable of listTemplateVariables(node.value)) {
        const known = found.get(variable.name)
        found.set(variable.name, {
          name: variable.name,
          required: variable.required || (known?.required ?? false),
          defaultValue: known?.defaultValue ?? variable.defaultValue,
          alternateValue: known?.alternateValue ?? variable.alternateValue,
          place: known?.place ?? node.origin.place,
        })
      }
    }
  }
  visit(root)
  return [...found.values()]
}

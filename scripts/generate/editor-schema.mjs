// Makes schema/stack.schema.json, which editors check a file with while it is written. Knows that a file on the way
// still holds variables: wherever the parts take no text, a text with a `$` is taken too.

import { ownKeywords, without } from './read-parts.mjs'

export function makeEditorSchema(schema) {
  return `${JSON.stringify(allowVariables(without(schema, ownKeywords)), null, 2)}\n`
}

function allowVariables(node) {
  if (node === null || typeof node !== 'object') return node
  const copy = { ...node }
  for (const keyword of ['properties', 'patternProperties', '$defs']) {
    if (!node[keyword]) continue
    const entries = Object.entries(node[keyword]).map(([name, sub]) => [name, allowVariables(sub)])
    copy[keyword] = Object.fromEntries(entries)
  }
  for (const keyword of ['items', 'additionalProperties'])
    if (node[keyword]) copy[keyword] = allowVariables(node[keyword])
  const kinds = [node.type].flat()
  const isScalar = kinds.every(kind => ['string', 'number', 'integer', 'boolean'].includes(kind))
  if (!isScalar || (kinds.includes('string') && !node.enum)) return copy
  const { type, enum: choices, description, examples, ...rest } = copy
  const plain = choices ? { type, enum: choices } : { type }
  return { description, anyOf: [plain, { type: 'string', pattern: '\\$' }], examples, ...rest }
}

// Reads schema/parts and joins them into one schema. Knows the layout of the parts; nothing of what is made of them.
//
// A part holds `$defs`; stack.yaml is the root; service/*.yaml each hold a group of the service's properties.
// Keywords of our own, for messages and documents: `x-accepts` (in words, what a value may be), `x-names` (what a
// key may be), `x-values` (the
// values that a pattern stands for), `x-pairs` (the list form is NAME, this sign, value).

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'

export const ownKeywords = ['x-accepts', 'x-names', 'x-values', 'x-pairs']

const readYaml = file => parse(readFileSync(file, 'utf8'))
const yamlFiles = folder =>
  readdirSync(folder)
    .filter(name => name.endsWith('.yaml'))
    .sort()

/**
 * The joined schema, and the groups of the service's properties in the order of the files.
 * @returns {{ schema: object, groups: { group: string, names: string[] }[] }}
 */
export function readParts(folder) {
  const { $defs: none, ...root } = readYaml(join(folder, 'stack.yaml'))
  if (none) throw new Error('stack.yaml holds no $defs')
  const serviceProperties = {}
  const groups = []
  for (const name of yamlFiles(join(folder, 'service'))) {
    const { group, properties } = readYaml(join(folder, 'service', name))
    groups.push({ group, names: Object.keys(properties) })
    addAll(serviceProperties, properties, name)
  }
  const definitions = {
    service: {
      title: 'Service',
      description: 'One kind of container: what runs, with what, and how many of it.',
      type: 'object',
      properties: serviceProperties,
      patternProperties: { '^x-': {} },
      additionalProperties: false,
      examples: [{ image: 'nginx:1.27', ports: ['8080:80'] }],
    },
  }
  for (const name of yamlFiles(folder)) {
    if (name !== 'stack.yaml') addAll(definitions, readYaml(join(folder, name)).$defs, name)
  }
  const schema = { $schema: 'https://json-schema.org/draft/2020-12/schema', ...root, $defs: definitions }
  checkParts(schema)
  return { schema, groups }
}

function addAll(target, source, file) {
  for (const [name, value] of Object.entries(source)) {
    if (name in target) throw new Error(`${file}: ${name} is defined twice`)
    target[name] = value
  }
}

/** What the parts may use. The messages of src/load/schema.ts know the faults of these keywords and of no others. */
const vocabulary = new Set([
  ...['$schema', '$defs', '$ref', 'title', 'description', 'examples', 'deprecated', ...ownKeywords],
  ...['type', 'enum', 'pattern', 'minimum', 'maximum', 'items', 'uniqueItems'],
  ...['properties', 'patternProperties', 'additionalProperties', 'required'],
])

/** Every property is described, with an example, and every reference leads somewhere and is used. */
function checkParts(schema) {
  const faults = []
  const used = new Set()
  const visit = (node, at) => {
    if (node === null || typeof node !== 'object') return
    for (const keyword of Object.keys(node)) {
      if (!vocabulary.has(keyword)) faults.push(`${at}: the keyword ${keyword} is not one that the parts use`)
    }
    if (typeof node.$ref === 'string') {
      const name = node.$ref.replace('#/$defs/', '')
      used.add(name)
      if (!schema.$defs[name]) faults.push(`${at}: ${node.$ref} does not exist`)
    }
    for (const [name, property] of Object.entries(node.properties ?? {})) {
      if (!property.description) faults.push(`${at}.${name}: no description`)
      if (!property.examples?.length) faults.push(`${at}.${name}: no examples`)
      visit(property, `${at}.${name}`)
    }
    for (const [pattern, property] of Object.entries(node.patternProperties ?? {}))
      visit(property, `${at}.${pattern}`)
    visit(node.items, `${at}[]`)
    visit(node.additionalProperties, `${at}.*`)
  }
  visit(schema, 'stack')
  for (const [name, definition] of Object.entries(schema.$defs)) {
    if (!definition.title || !definition.description || !definition.examples) {
      faults.push(`$defs.${name}: needs title, description, examples`)
    }
    visit(definition, name)
  }
  for (const name of Object.keys(schema.$defs)) if (!used.has(name)) faults.push(`$defs.${name} is not used`)
  if (faults.length > 0) throw new Error(`schema/parts:\n  ${faults.join('\n  ')}`)
}

/** A copy of a schema without the given keywords; names of properties are never taken for keywords. */
export function without(node, keywords) {
  if (Array.isArray(node) || node === null || typeof node !== 'object') return node
  const copy = {}
  for (const [key, value] of Object.entries(node)) {
    if (keywords.includes(key)) continue
    if (key === 'properties' || key === 'patternProperties' || key === '$defs') {
      copy[key] = Object.fromEntries(
        Object.entries(value).map(([name, sub]) => [name, without(sub, keywords)]),
      )
    } else if (key === 'items' || key === 'additionalProperties') copy[key] = without(value, keywords)
    else copy[key] = value
  }
  return copy
}

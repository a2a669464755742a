// Problems of values of the wrong kind: a list for a map, a number for a string, nothing at all.
// Looks at what was given to tell what was probably meant.
import { errorProblem, type Problem } from '../problem/index.ts'
import { formatPath, type ListNode, type MapNode, type Node, type ScalarNode } from './node.ts'
import { kindsOf, nameOf, placeOf, type Site } from './schema-site.ts'
import { durationHint, emptyVariableHint } from './schema-value-fault.ts'
import { acceptedWords, exampleLine, flowText, foundWords, writtenText } from './schema-words.ts'

/** A value whose kind the schema does not take. */
export function describeType(site: Site): Problem {
  const { node } = site
  const rest = { place: placeOf(site), path: formatPath(site.path) }
  const inList = typeof site.path.at(-1) === 'number'
  if (inList && node.kind === 'map') return describeMapInList(site, node)
  if (node.kind === 'scalar' && node.value === null) {
    const what = inList ? `an item of ${nameOf(site)}` : nameOf(site)
    const hint = inList ? 'write a value after the dash, or remove the dash' : emptyHint(site)
    return errorProblem('empty-value', `${what} must be ${acceptedWords(site.schema)}, not empty`, {
      ...rest,
      hint,
    })
  }
  const subject = inList ? 'a list item' : site.path.length === 0 ? 'a stack file' : nameOf(site)
  return errorProblem(
    'wrong-type',
    `${subject} must be ${acceptedWords(site.schema)}, not ${foundWords(node)}`,
    {
      ...rest,
      hint: typeHint(site),
    },
  )
}

function emptyHint(site: Site): string {
  const example = exampleLine(nameOf(site), site.schema)
  if (site.path.length === 2 && site.path[0] === 'services') {
    return `indent what belongs to it below it, for example image: nginx`
  }
  return example === undefined ? 'remove the key, or give it a value' : `remove the key, or write ${example}`
}

function typeHint(site: Site): string | undefined {
  const { node, schema } = site
  const kinds = kindsOf(schema)
  const name = nameOf(site)
  if (node.kind === 'scalar') return emptyVariableHint(site) ?? scalarHint(site, node)
  if (node.kind === 'list' && kinds.includes('object') && !kinds.includes('array')) {
    const isMaps = node.items.length > 0 && node.items.every(item => item.kind === 'map')
    const example = exampleLine(name, schema, 'object')
    if (isMaps) return `drop the dashes, so that it becomes a map${example ? `; for example ${example}` : ''}`
    return example && `for example ${example}`
  }
  if (node.kind === 'list' && node.items.length === 1 && kinds.includes('string')) {
    return `write ${name}: ${flowText(plainItem(node))}`
  }
  const example = exampleLine(name, schema, kinds.includes('array') ? 'array' : undefined)
  return example && `for example ${example}`
}

function scalarHint(site: Site, node: ScalarNode): string | undefined {
  const { schema } = site
  const kinds = kindsOf(schema)
  const name = nameOf(site)
  const written = writtenText(node)
  if (schema['x-accepts']?.startsWith('a duration')) return durationHint(written, name, site)
  if (name === 'restart' && node.value === false) return 'write restart: "no"'
  if (typeof node.value !== 'string' && kinds.includes('string'))
    return `quote it: ${JSON.stringify(written)}`
  if (kinds.includes('array') && typeof site.path.at(-1) === 'string') {
    if (kindsOf(schema.items).includes('string') || schema.items?.$ref) {
      return `write it as a list: ${name}: [${JSON.stringify(written)}]`
    }
  }
  if (kinds.includes('boolean') && /^(yes|on|y|1)$/i.test(written)) return `write ${name}: true`
  if (kinds.includes('boolean') && /^(no|off|n|0)$/i.test(written)) return `write ${name}: false`
  const example = exampleLine(name, schema)
  return example && `for example ${example}`
}

/**
 * A map where a list item is text: nearly always `- NAME: value` for `- NAME=value`, or a colon and a space inside
 * what was meant as one text.
 */
export function describeMapInList(site: Site, node: MapNode): Problem {
  const rest = { place: node.origin.place, path: formatPath(site.path) }
  const holder = site.holderSchema ?? {}
  const [first] = node.entries
  const value = first?.[1].value
  if (first === undefined || value === undefined || node.entries.size > 1 || value.kind !== 'scalar') {
    const accepted = acceptedWords(site.schema)
    const hint = kindsOf(holder).includes('object') ? mapFormHint(site, holder) : undefined
    return errorProblem('map-in-list', `a list item must be ${accepted}, not a map`, { ...rest, hint })
  }
  const key = first[0]
  const text = value.value === null ? '' : writtenText(value)
  if (holder['x-pairs'] !== undefined) {
    const pair = `${key}${holder['x-pairs']}${text}`
    const hint = `write - ${pair}, or drop the dashes for ${key}: ${text}`.trimEnd()
    return errorProblem('map-in-list', `a list item must be "${pair}", not a map`, { ...rest, hint })
  }
  const message = `a list item must be ${acceptedWords(site.schema)}; the space after the colon makes "${key}: ${text}" a map`
  const takesColons = /^(ports|volumes|devices|links|external_links|volumes_from|tmpfs|expose)$/.test(
    nameOf(site),
  )
  const hint = takesColons
    ? `write - "${key}:${text}"`
    : `quote it: - ${JSON.stringify(`${key}: ${text}`.trim())}`
  return errorProblem('map-in-list', message, { ...rest, hint })
}

function mapFormHint(site: Site, holder: Site['schema']): string {
  const example = exampleLine(nameOf(site), holder, 'object')
  return `drop the dashes${example ? `, as in ${example}` : ''}`
}

function plainItem(node: ListNode): unknown {
  const item: Node | undefined = node.items[0]
  return item?.kind === 'scalar' ? item.value : ''
}

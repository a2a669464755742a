// Problems of values of the wrong kind: a list for a map, a number for a string, nothing at all.
// Looks at what was given to tell what was probably meant.
import { errorProblem, type Problem } from '../problem/index.ts'
import { formatPath, type ListNode, type MapNode, type ScalarNode } from './node.ts'
import { kindsOf, nameOf, placeOf, type Site } from './schema-site.ts'
import type { SchemaNode } from './schema-types.ts'
import { durationHint, emptyVariableHint } from './schema-value-fault.ts'
import { acceptedWords, exampleLine, exampleOf, flowText, foundWords, writtenText } from './schema-words.ts'

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
  const sibling = describeKeyAmongServices(site)
  if (sibling !== undefined) return sibling
  const subject = inList ? 'a list item' : site.path.length === 0 ? 'a stack file' : nameOf(site)
  return errorProblem(
    'wrong-type',
    `${subject} must be ${acceptedWords(site.schema)}, not ${foundWords(node)}`,
    {
      ...rest,
      hint:
        site.path.length === 0 ? 'begin with services:, and indent the services below it' : typeHint(site),
    },
  )
}

/** `ports:` at the level of the services: it was to belong to the one above it. */
function describeKeyAmongServices(site: Site): Problem | undefined {
  const [top, key] = site.path
  if (top !== 'services' || site.path.length !== 2 || typeof key !== 'string') return undefined
  if (!Object.hasOwn(site.schema.properties ?? {}, key)) return undefined
  const { holder } = site
  const names = holder?.kind === 'map' ? [...holder.entries.keys()] : []
  const before = names
    .slice(0, names.indexOf(key))
    .filter(name => !Object.hasOwn(site.schema.properties ?? {}, name))
  const owner = before.at(-1)
  return errorProblem(
    'misplaced-key',
    `${JSON.stringify(key)} does not belong here: it is a key of a service, and stands where services are named`,
    {
      place: site.keyPlace ?? placeOf(site),
      path: formatPath(site.path),
      hint: `indent it below ${owner ?? 'the service that it belongs to'}, two spaces further`,
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
  if (node.kind === 'scalar') return emptyVariableHint(site) ?? scalarHint(site, node)
  if (node.kind === 'list') return listHint(site, node)
  const kinds = kindsOf(schema)
  if (site.holderSchema?.['x-pairs'] !== undefined && node.kind === 'map') {
    const [first = 'NAME'] = node.entries.keys()
    return `a value is one text here; write one line for each, such as ${nameOf(site)}_${first}: …`
  }
  if (!kinds.includes('array')) return example(site) ?? 'quote the whole value if the text itself is meant'
  return example(site, 'array')
}

/** A list where the schema takes none: one item that may stand alone, maps behind dashes, or names that want colons. */
function listHint(site: Site, node: ListNode): string | undefined {
  const [first] = node.items
  const { schema } = site
  const kinds = kindsOf(schema)
  if (node.items.length === 1 && first?.kind === 'scalar' && kinds.some(kind => !/object|null/.test(kind))) {
    return `write ${lead(site)}${flowText(first.value)}`
  }
  if (!kinds.includes('object') || first === undefined) return example(site, 'object')
  if (node.items.every(item => item.kind === 'map')) {
    return ['drop the dashes, so that it becomes a map', example(site, 'object')].filter(Boolean).join('; ')
  }
  const takesNames = schema.patternProperties !== undefined || schema.additionalProperties
  if (takesNames && schema.properties === undefined && first.kind === 'scalar') {
    return `write each item as a key, without a dash: ${writtenText(first)}:`
  }
  return example(site, 'object')
}

/** The key that a single text most likely was meant for, where a map is wanted. */
const mainKeys: Readonly<Record<string, string>> = {
  config: 'file',
  dependency: 'condition',
  deviceReservation: 'driver',
  gpu: 'driver',
  healthcheck: 'test',
  hook: 'command',
  logging: 'driver',
  model: 'model',
  network: 'driver',
  preStartHook: 'command',
  provider: 'type',
  secret: 'file',
  volume: 'driver',
}

function scalarHint(site: Site, node: ScalarNode): string | undefined {
  const { schema, shape } = site
  const kinds = kindsOf(schema)
  const name = nameOf(site)
  const written = writtenText(node)
  if (schema['x-accepts']?.startsWith('a duration')) return durationHint(written, name, site)
  if (name === 'restart' && node.value === false) return 'write restart: "no"'
  if (name === 'restart' && node.value === true) return 'write restart: always'
  if (site.path.length === 2 && site.path[0] === 'services') return serviceHint(site, written)
  const choices = schema.enum ?? schema['x-values'] ?? []
  if (choices.length > 0 && typeof node.value !== 'string') return `for example ${name}: ${choices[0]}`
  const [dash] = /^-(?=\S)/.exec(written) ?? []
  if (dash !== undefined && kinds.includes('array'))
    return `write a space after the dash: - ${written.slice(1)}`
  if (schema['x-pairs'] !== undefined && /\s[\w.-]+=/.test(written)) {
    const [first = 'NAME', text = 'value'] = (written.split(/\s/)[0] ?? '').split('=')
    return `write each on a line of its own with a colon, ${first}: ${flowText(text)}, or behind a dash, - ${first}=${text}`
  }
  const mainKey = shape === undefined || !Object.hasOwn(mainKeys, shape) ? undefined : mainKeys[shape]
  if (mainKey !== undefined && typeof node.value === 'string') {
    return `write ${lead(site)}{ ${mainKey}: ${flowText(node.value)} }`
  }
  const pairSign = site.holderSchema?.['x-pairs']
  if (pairSign !== undefined && typeof site.path.at(-1) === 'number')
    return `write - NAME${pairSign}${written}`
  const isFlagOrCount = kinds.some(kind => /boolean|integer|number/.test(kind))
  if (typeof node.value !== 'string' && kinds.includes('string') && !isFlagOrCount) {
    return `quote it: ${JSON.stringify(written)}`
  }
  const takesTexts = kindsOf(schema.items).includes('string') || schema.items?.$ref !== undefined
  if (kinds.includes('array') && takesTexts)
    return `write it as a list: ${lead(site)}[${JSON.stringify(written)}]`
  if (kinds.includes('boolean') && /^(yes|on|y|1)$/i.test(written)) return `write ${name}: true`
  if (kinds.includes('boolean') && /^(no|off|n|0)$/i.test(written)) return `write ${name}: false`
  return example(site)
}

/** A service that is one text: mostly the space after a colon is missing, or the text is its image. */
function serviceHint(site: Site, written: string): string {
  const glued = /^([a-z_]+):(\S.*)$/.exec(written)
  if (glued !== null && Object.hasOwn(site.schema.properties ?? {}, glued[1] as string)) {
    return `write a space after the colon: ${glued[1]}: ${glued[2]}`
  }
  return `write ${nameOf(site)}: { image: ${flowText(written)} }`
}

/** What stands before a value: its key, or a dash. */
const lead = (site: Site): string => (typeof site.path.at(-1) === 'number' ? '- ' : `${nameOf(site)}: `)

function example(site: Site, kind?: 'object' | 'array'): string | undefined {
  const value = exampleOf(site.schema, kind)
  return value === undefined ? undefined : `for example ${lead(site)}${flowText(value)}`
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
  if (site.shape === 'grant') {
    const hint = `write - ${key}, or - { source: ${flowText(key)}, target: ${flowText(text)} }`
    return errorProblem('map-in-list', `a list item must be ${acceptedWords(site.schema)}`, { ...rest, hint })
  }
  const takesColons = /^(ports|volumes|devices|links|external_links|volumes_from|tmpfs|expose)$/.test(
    nameOf(site),
  )
  const hint = takesColons
    ? `write - "${key}:${text}"`
    : `quote it: - ${JSON.stringify(`${key}: ${text}`.trim())}`
  return errorProblem('map-in-list', message, { ...rest, hint })
}

function mapFormHint(site: Site, holder: SchemaNode): string {
  const value = exampleOf(holder, 'object')
  return `drop the dashes${value === undefined ? '' : `, as in ${nameOf(site)}: ${flowText(value)}`}`
}

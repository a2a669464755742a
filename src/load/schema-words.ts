// How messages about the shape of a file speak of values: what was found, what is accepted, how it may look.
// Knows nodes and the schema's vocabulary; no faults.
import type { Node, ScalarNode } from './node.ts'
import { kindsOf } from './schema-site.ts'
import type { SchemaNode } from './schema-types.ts'

const kindWords: Readonly<Record<string, string>> = {
  string: 'a string',
  number: 'a number',
  integer: 'a whole number',
  boolean: 'true or false',
  null: 'empty',
  array: 'a list',
  object: 'a map',
}

/** The text as the user wrote it, before interpolation. */
export function writtenText(node: ScalarNode): string {
  return node.origin.raw ?? node.text ?? String(node.value)
}

/** What stands there: `a number (8080)`, `the string "x"`, `a list`. */
export function foundWords(node: Node): string {
  if (node.kind !== 'scalar') return node.kind === 'map' ? 'a map' : 'a list'
  if (node.value === null) return 'empty'
  const text = shorten(node.text ?? String(node.value))
  const written = node.origin.raw === undefined ? '' : `, which is what ${shorten(node.origin.raw)} became`
  if (typeof node.value === 'string') return `the string "${text}"${written}`
  if (typeof node.value === 'boolean') return `${text}${written}`
  return `the number ${text}${written}`
}

/** What may stand there, in words. */
export function acceptedWords(schema: SchemaNode): string {
  // The parts are written for Markdown; messages quote names as all others do.
  if (schema['x-accepts'] !== undefined) return schema['x-accepts'].replaceAll('`', '"')
  if (schema.enum) return joinWords(schema.enum, 'or')
  const kinds = kindsOf(schema)
  // Flags and counts also take strings, for variables; saying so would only confuse.
  const isFlagOrCount = kinds.some(kind => /boolean|integer|number/.test(kind))
  const told = kinds.filter(
    kind => !(kind === 'string' && isFlagOrCount) && !(kind === 'null' && kinds.length > 1),
  )
  return joinWords(
    told.map(kind =>
      kind === 'array' && takesStrings(schema.items) ? 'a list of strings' : (kindWords[kind] ?? kind),
    ),
    'or',
  )
}

function takesStrings(items: SchemaNode | undefined): boolean {
  return kindsOf(items).includes('string')
}

/** `a, b or c` */
export function joinWords(words: readonly string[], last: 'or' | 'and'): string {
  if (words.length < 2) return words.join('')
  return `${words.slice(0, -1).join(', ')} ${last} ${words.at(-1)}`
}

/** An example of the schema, the first of a kind that is wanted. */
export function exampleOf(schema: SchemaNode, kind?: 'object' | 'array'): unknown {
  const examples = schema.examples ?? []
  if (kind === undefined) return examples[0]
  return (
    examples.find(value => value !== null && (Array.isArray(value) ? 'array' : typeof value) === kind) ??
    examples[0]
  )
}

/** The same as one line of YAML, `name: value`. */
export function exampleLine(name: string, schema: SchemaNode): string | undefined {
  const value = exampleOf(schema)
  return value === undefined ? undefined : `${flowKey(name)}: ${flowText(value)}`
}

/** A value in YAML's flow style, quoted only where it must be. */
export function flowText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(flowText).join(', ')}]`
  if (value !== null && typeof value === 'object') {
    const entries = Object.entries(value).map(([key, sub]) => `${flowKey(key)}: ${flowText(sub)}`)
    return `{ ${entries.join(', ')} }`
  }
  return typeof value === 'string' ? flowKey(value) : String(value)
}

const plain = /^[A-Za-z./_][\w./@+=-]*( [\w./@+=-]+)*$/
const sized = /^[1-9]\d*[a-df-zA-DF-Z]\w*$/
const notString = /^(true|false|null|yes|no|on|off|~)$/i

function flowKey(text: string): string {
  return (plain.test(text) || sized.test(text)) && !notString.test(text) ? text : JSON.stringify(text)
}

function shorten(text: string): string {
  const line = text.replace(/\s+/g, ' ')
  return line.length > 40 ? `${line.slice(0, 37)}…` : line
}

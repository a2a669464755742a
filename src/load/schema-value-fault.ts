// Problems of values that have the right kind but not a right content: choices, patterns, ranges, doubles.
import { errorProblem, type Problem } from '../problem/index.ts'
import { suggestName } from '../support/index.ts'
import { formatPath, type ScalarNode } from './node.ts'
import { nameOf, placeOf, type Site } from './schema-site.ts'
import type { SchemaFault } from './schema-types.ts'
import { acceptedWords, exampleLine, foundWords, writtenText } from './schema-words.ts'

/** A value that is not one of the few that are allowed, or that does not look as it must. */
export function describeChoice(site: Site): Problem {
  const node = site.node as ScalarNode
  const text = String(node.value)
  const accepted = acceptedWords(site.schema)
  const hint = emptyVariableHint(site) ?? choiceHint(site, text)
  const code = site.schema['x-accepts']?.startsWith('a duration') ? 'bad-duration' : 'bad-value'
  return errorProblem(code, `${nameOf(site)} must be ${accepted}, not ${foundWords(node)}`, {
    hint,
    place: placeOf(site),
    path: formatPath(site.path),
  })
}

function choiceHint(site: Site, text: string): string | undefined {
  const { schema } = site
  if (schema['x-accepts']?.startsWith('a duration')) return durationHint(text, nameOf(site), site)
  const choices = schema.enum ?? schema['x-values'] ?? []
  const near = suggestName(text, choices) ?? choices.find(choice => text.length > 2 && choice.includes(text))
  if (near !== undefined) return `did you mean "${near}"?`
  const example = exampleLine(nameOf(site), schema)
  return example && `for example ${example}`
}

/** What to write instead of a number without a unit, or of other words. */
export function durationHint(text: string, name: string, site: Site): string {
  const number = /^\s*(\d+(?:\.\d+)?)\s*(?:sec|secs|second|seconds)?\s*$/i.exec(text)
  if (number) return `write ${name}: ${number[1]}s`
  const minutes = /^\s*(\d+)\s*(?:min|mins|minute|minutes)\s*$/i.exec(text)
  if (minutes) return `write ${name}: ${minutes[1]}m`
  return `for example ${exampleLine(name, site.schema) ?? `${name}: 30s`}`
}

/** Where a variable that has no value left nothing to read. */
export function emptyVariableHint(site: Site): string | undefined {
  const { node } = site
  if (node.kind !== 'scalar' || node.value !== '' || !node.origin.variables?.length) return undefined
  const name = node.origin.variables[0]
  const example = site.schema.examples?.find(value => typeof value !== 'object')
  return `${name} is empty or unset; set it, or use \${${name}:-${example ?? 'default'}}`
}

/** A number below or above what is allowed. */
export function describeRange(site: Site, fault: SchemaFault): Problem {
  const bound = fault.keyword === 'minimum' ? 'at least' : 'at most'
  const limit = String(fault.params.limit)
  const written = writtenText(site.node as ScalarNode)
  return errorProblem('out-of-range', `${nameOf(site)} must be ${bound} ${limit}, not ${written}`, {
    hint: exampleLine(nameOf(site), site.schema)?.replace(/^/, 'for example '),
    place: placeOf(site),
    path: formatPath(site.path),
  })
}

/** A list that must not repeat itself, and does. */
export function describeDouble(site: Site, fault: SchemaFault): Problem | undefined {
  if (site.node.kind !== 'list') return undefined
  const first = Math.min(Number(fault.params.i), Number(fault.params.j))
  const second = Math.max(Number(fault.params.i), Number(fault.params.j))
  const [one, two] = [site.node.items[first], site.node.items[second]]
  if (one === undefined || two === undefined) return undefined
  const text = two.kind === 'scalar' ? ` "${writtenText(two)}"` : ''
  return errorProblem('duplicate-item', `${nameOf(site)} lists${text} twice`, {
    hint: 'remove one',
    place: two.origin.place,
    path: formatPath([...site.path, second]),
    related: [{ message: 'first here', place: one.origin.place }],
  })
}

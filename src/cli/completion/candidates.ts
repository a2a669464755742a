// What could stand at the cursor: a command, a flag, a flag's value, a service. Nothing is printed, and no fault is told: where the stack
// cannot be read, there is just less to offer.
import type { Command, Option } from 'commander'
import type { CatalogEntry } from '../catalog-entry.ts'
import { findEntry, makeCommand, makeRoot } from '../make-command.ts'
import { operandsOf } from './operands.ts'
import { createStackNames, type StackNames } from './stack-names.ts'
import { type Candidate, type Values, valuesOf } from './values.ts'

export interface Candidates {
  readonly values: readonly Candidate[]
  readonly files: 'none' | 'any' | 'folders'
  /** More is to follow without a space: `web=`. */
  readonly noSpace?: boolean
}

export interface CandidateRequest {
  readonly catalog: readonly CatalogEntry[]
  readonly words: readonly string[]
  readonly environment: Readonly<Record<string, string>>
  readonly program: string
  readonly workingDirectory: string
}

const nothing: Candidates = { values: [], files: 'none' }

export async function findCandidates(request: CandidateRequest): Promise<Candidates> {
  const { catalog, program } = request
  const typed = request.words.slice(0, -1)
  const current = request.words.at(-1) ?? ''
  const root = makeRoot(program)
  const outer = readLine(root, typed)
  const own: Record<string, unknown> = outer.values
  const names = createStackNames(request, own)
  const [name, ...rest] = outer.operands
  if (outer.open) return await complete(valuesOf('', outer.open, names), current)
  if (name === undefined) {
    if (current.startsWith('-')) return await flagCandidates(root, '', current, names, outer.seen)
    return matching(commandCandidates(catalog), current)
  }
  if (name === 'help') return rest.length === 0 ? matching(commandCandidates(catalog), current) : nothing
  const [wanted, ...words] = name === 'alpha' ? rest : [name, ...rest]
  if (wanted === undefined) return matching(alphaCandidates, current)
  const entry = findEntry(catalog, wanted)
  if (entry === undefined) return nothing
  const { command } = await makeCommand(entry, program)
  const inner = readLine(command, words)
  if (inner.open) return await complete(valuesOf(entry.name, inner.open, names), current)
  if (current.startsWith('-') && !inner.past)
    return await flagCandidates(command, entry.name, current, names, inner.seen)
  return await complete(operandsOf(entry.name, inner.operands, current, names), current)
}

interface ReadLine {
  /** A flag that waits for its value. */
  readonly open?: Option
  readonly operands: readonly string[]
  /** `--`, or the operand after which nothing is a flag of ours. */
  readonly past: boolean
  readonly seen: ReadonlySet<Option>
  readonly values: Record<string, unknown>
}

/** Reads words as commander would, and forgives everything. */
function readLine(command: Command, words: readonly string[]): ReadLine {
  const passes = (command as unknown as { _passThroughOptions?: boolean })._passThroughOptions === true
  const operands: string[] = []
  const seen = new Set<Option>()
  const values: Record<string, unknown> = {}
  const keep = (option: Option, value: string) => {
    const before = values[option.attributeName()]
    values[option.attributeName()] = option.parseArg ? [...((before as string[]) ?? []), value] : value
  }
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] as string
    if (word === '--') return { operands: [...operands, ...words.slice(at + 1)], past: true, seen, values }
    if (!word.startsWith('-') || word === '-') {
      operands.push(word)
      if (passes) return { operands: [...operands, ...words.slice(at + 1)], past: true, seen, values }
      continue
    }
    const [flag, attached] = splitFlag(word)
    const option = command.options.find(one => one.long === flag || one.short === flag)
    if (option === undefined) continue
    seen.add(option)
    if (attached !== undefined) keep(option, attached)
    else if (option.required) {
      at += 1
      if (at >= words.length) return { open: option, operands, past: false, seen, values }
      keep(option, words[at] as string)
    } else values[option.attributeName()] = true
  }
  return { operands, past: false, seen, values }
}

function splitFlag(word: string): [string, string | undefined] {
  const at = word.indexOf('=')
  return at < 0 ? [word, undefined] : [word.slice(0, at), word.slice(at + 1)]
}

async function flagCandidates(
  command: Command,
  name: string,
  current: string,
  names: StackNames,
  seen: ReadonlySet<Option>,
): Promise<Candidates> {
  const [flag, begun] = splitFlag(current)
  if (begun !== undefined) {
    const option = command.options.find(one => one.long === flag)
    if (option === undefined || !(option.required || option.optional)) return nothing
    const found = await complete(valuesOf(name, option, names), begun)
    return { ...found, values: found.values.map(one => ({ ...one, value: `${flag}=${one.value}` })) }
  }
  const offered = command.options.filter(
    option => !option.hidden && (!seen.has(option) || option.parseArg !== undefined),
  )
  return matching(
    [
      ...offered.map(option => ({ value: option.long ?? option.short ?? '', about: option.description })),
      help,
    ],
    current,
  )
}

const help: Candidate = { value: '--help', about: 'show help' }

async function complete(offer: Values | Promise<Values>, current: string): Promise<Candidates> {
  const { values, files = 'none', noSpace } = await offer
  const found = matching(values, current)
  return { ...found, files, ...(noSpace && { noSpace }) }
}

function matching(all: readonly Candidate[], current: string): Candidates {
  return { values: all.filter(one => one.value.startsWith(current)), files: 'none' }
}

function commandCandidates(catalog: readonly CatalogEntry[]): Candidate[] {
  return catalog
    .filter(entry => entry.hidden !== true)
    .flatMap(entry => [entry.name, ...(entry.aliases ?? [])].map(value => ({ value, about: entry.summary })))
    .concat({ value: 'help', about: 'Help on a command' })
    .sort((one, other) => (one.value < other.value ? -1 : 1))
}

const alphaCandidates: readonly Candidate[] = ['dry-run', 'generate', 'publish', 'scale', 'viz', 'watch'].map(
  value => ({ value }),
)

/** The functions that templates call by name: Go's built-in ones and docker's additions. All are pure. */
import { areEqual, compareOrder } from './compare.ts'
import { TemplateFault } from './nodes.ts'
import { formatGoPrint, formatGoPrintf } from './printf.ts'
import {
  formatGoValue,
  goTypeName,
  isList,
  isMap,
  isTrue,
  memberOf,
  type TemplateFunction,
} from './values.ts'

/** The number of arguments that a function takes; no maximum where the second is left out. */
type Arity = readonly [least: number, most?: number]

const checked =
  (arity: Arity, run: TemplateFunction): TemplateFunction =>
  (...args) => {
    const [least, most = Number.POSITIVE_INFINITY] = arity
    if (args.length >= least && args.length <= most) return run(...args)
    const want = least === most ? String(least) : `at least ${least}`
    throw new TemplateFault(`wrong number of args: want ${want} got ${args.length}`)
  }

const textOf = (value: unknown): string => {
  if (typeof value === 'string') return value
  throw new TemplateFault(`wrong type for value; expected string; got ${goTypeName(value)}`)
}

const wholeOf = (value: unknown): number => {
  if (typeof value === 'bigint') return Number(value)
  if (typeof value === 'number' && Number.isInteger(value)) return value
  throw new TemplateFault(`expected integer; found ${formatGoValue(value)}`)
}

const onText = (run: (text: string) => string): TemplateFunction =>
  checked([1, 1], value => run(textOf(value)))
const onOrder = (run: (order: number) => boolean): TemplateFunction =>
  checked([2, 2], (first, second) => run(compareOrder(first, second)))

/** Every function by its name. `and` and `or` stop at the first argument that decides; the evaluator sees to that. */
export const BUILT_INS: Readonly<Record<string, TemplateFunction>> = {
  eq: checked([1], (first, ...others) => areEqual(first, others)),
  ne: checked([2, 2], (first, second) => !areEqual(first, [second])),
  lt: onOrder(order => order < 0),
  le: onOrder(order => order <= 0),
  gt: onOrder(order => order > 0),
  ge: onOrder(order => order >= 0),
  not: checked([1, 1], value => !isTrue(value)),
  index: checked([1], (value, ...keys) => keys.reduce(indexInto, value)),
  slice: checked([1, 4], (value, ...bounds) => sliceOf(value, bounds.map(wholeOf))),
  len: checked([1, 1], lengthOf),
  print: (...args) => formatGoPrint(args),
  println: (...args) => `${args.map(formatGoValue).join(' ')}\n`,
  printf: checked([1], (format, ...args) => formatGoPrintf(textOf(format), args)),
  json: checked([1, 1], value => JSON.stringify(value, jsonReplacer) ?? 'null'),
  join: checked([2, 2], (list, separator) => joinList(list, textOf(separator))),
  split: checked([2, 2], (text, separator) => splitText(textOf(text), textOf(separator))),
  lower: onText(text => mapCharacters(text, character => character.toLowerCase())),
  upper: onText(text => mapCharacters(text, character => character.toUpperCase())),
  title: onText(text => text.replace(/(?<![\p{L}\p{N}_])\p{L}/gu, letter => letter.toUpperCase())),
  pad: checked([3, 3], (text, before, after) => padWithSpaces(textOf(text), wholeOf(before), wholeOf(after))),
  truncate: checked([2, 2], (text, length) =>
    [...textOf(text)].slice(0, Math.max(0, wholeOf(length))).join(''),
  ),
}

// One character for one: Go's ToUpper leaves "ß" alone where JavaScript makes it "SS".
const mapCharacters = (text: string, change: (character: string) => string): string =>
  Array.from(text, character => {
    const changed = change(character)
    return [...changed].length === 1 ? changed : character
  }).join('')

function indexInto(container: unknown, key: unknown): unknown {
  if (container === null || container === undefined) throw new TemplateFault('index of untyped nil')
  if (isList(container) || typeof container === 'string') {
    const items = typeof container === 'string' ? Buffer.from(container) : container
    const at = wholeOf(key)
    if (at < 0 || at >= items.length) throw new TemplateFault(`index out of range: ${at}`)
    return items[at]
  }
  if (!isMap(container)) throw new TemplateFault(`can't index item of type ${goTypeName(container)}`)
  const isForeignKey = container instanceof Map && typeof key !== 'string'
  const member = isForeignKey ? container.get(key) : memberOf(container, textOf(key))
  if (member !== undefined) return member
  // Go answers with the zero value of the map's element type: "" in maps of strings, such as labels.
  const values = container instanceof Map ? [...container.values()] : Object.values(container)
  return values.every(value => typeof value === 'string') ? '' : undefined
}

function sliceOf(value: unknown, [start = 0, end, max]: readonly number[]): unknown {
  if (typeof value !== 'string' && !isList(value))
    throw new TemplateFault(`can't slice item of type ${goTypeName(value)}`)
  if (max !== undefined && typeof value === 'string') throw new TemplateFault('cannot 3-index slice a string')
  const items = typeof value === 'string' ? Buffer.from(value) : Array.from(value)
  const stop = end ?? items.length
  for (const bound of [start, stop]) {
    if (bound < 0 || bound > items.length) throw new TemplateFault(`index out of range: ${bound}`)
  }
  if (start > stop) throw new TemplateFault(`invalid slice index: ${start} > ${stop}`)
  return Buffer.isBuffer(items) ? items.subarray(start, stop).toString() : items.slice(start, stop)
}

function lengthOf(value: unknown): number {
  if (value === null || value === undefined) throw new TemplateFault('len of untyped nil')
  if (typeof value === 'string') return Buffer.byteLength(value)
  if (isList(value)) return value.length
  if (value instanceof Map) return value.size
  if (isMap(value)) return Object.keys(value).length
  throw new TemplateFault(`len of type ${goTypeName(value)}`)
}

function joinList(list: unknown, separator: string): string {
  if (list === null || list === undefined) return ''
  if (!isList(list))
    throw new TemplateFault(`wrong type for value; expected []string; got ${goTypeName(list)}`)
  return Array.from(list, formatGoValue).join(separator)
}

// By characters where the separator is empty, as Go splits into code points and JavaScript does not.
const splitText = (text: string, separator: string): readonly string[] =>
  separator === '' ? [...text] : text.split(separator)

const padWithSpaces = (text: string, before: number, after: number): string =>
  text === '' ? text : ' '.repeat(Math.max(0, before)) + text + ' '.repeat(Math.max(0, after))

/** JSON knows neither bigint nor Map: they become a number (exact up to 2^53) and an object. */
function jsonReplacer(_key: string, value: unknown): unknown {
  if (typeof value === 'bigint') return Number(value)
  return value instanceof Map ? Object.fromEntries(value) : value
}

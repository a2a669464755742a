// What plain scalars mean, and how they print: the rules of the YAML reader that Compose uses (go-yaml: the 1.2 core schema,
// the octals of 1.1, underscores in numbers, no yes or no). Knows no syntax around them.
import type { Scalar, ScalarNode } from './node.ts'

const words = new Map<string, Scalar>([
  ['', null],
  ['~', null],
  ['null', null],
  ['Null', null],
  ['NULL', null],
  ['true', true],
  ['True', true],
  ['TRUE', true],
  ['false', false],
  ['False', false],
  ['FALSE', false],
  ['.nan', Number.NaN],
  ['.NaN', Number.NaN],
  ['.NAN', Number.NaN],
  ['.inf', Number.POSITIVE_INFINITY],
  ['.Inf', Number.POSITIVE_INFINITY],
  ['.INF', Number.POSITIVE_INFINITY],
  ['+.inf', Number.POSITIVE_INFINITY],
  ['+.Inf', Number.POSITIVE_INFINITY],
  ['+.INF', Number.POSITIVE_INFINITY],
  ['-.inf', Number.NEGATIVE_INFINITY],
  ['-.Inf', Number.NEGATIVE_INFINITY],
  ['-.INF', Number.NEGATIVE_INFINITY],
])

const decimal = /^[-+]?(?:0|[1-9][0-9]*)$/
const prefixed = /^([-+]?)0([xXoObB]?)([0-9a-fA-F]+)$/
const float = /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/
const digitsOf = { '': /^[0-7]+$/, o: /^[0-7]+$/, x: /^[0-9a-fA-F]+$/, b: /^[01]+$/ }
const largest = 2n ** 64n - 1n
const smallest = -(2n ** 63n)

/** The value of a plain (unquoted) scalar. */
export function resolvePlain(text: string): Scalar {
  // Most scalars are words: one look at the first character tells them from everything else.
  const first = text.charCodeAt(0)
  const numeric = (first >= 48 && first <= 57) || first === 43 || first === 45 || first === 46
  if (!numeric) {
    if (text.length > 5) return text
    const word = words.get(text)
    return word === undefined ? text : word
  }
  const word = words.get(text)
  if (word !== undefined) return word
  return resolveNumber(text) ?? text
}

function resolveNumber(text: string): number | undefined {
  // A leading dot is a float without underscores, or a word.
  if (text.charCodeAt(0) === 46) return float.test(text) ? Number(text) : undefined
  const plain = text.includes('_') ? text.replaceAll('_', '') : text
  const integer = parseInteger(plain)
  if (integer !== undefined) return Number(integer)
  return float.test(plain) ? Number(plain) : undefined
}

/** An integer as the reader takes it, if it fits 64 bits; a larger one is a float. */
function parseInteger(plain: string): bigint | number | undefined {
  if (decimal.test(plain)) {
    if (plain.length < 16) return Number(plain)
    const value = BigInt(plain.startsWith('+') ? plain.slice(1) : plain)
    return value > largest || value < smallest ? undefined : value
  }
  const match = prefixed.exec(plain)
  if (match === null) return undefined
  const [, sign, letter = '', digits = ''] = match
  const base = letter.toLowerCase() as keyof typeof digitsOf
  if (!digitsOf[base].test(digits)) return undefined
  const value = BigInt(`0${base === '' ? 'o' : base}${digits}`)
  if (value > largest) return undefined
  return sign === '-' ? -value : value
}

/** A scalar as text, for places that hold text alone (environment, labels): `0440` prints `288`, `1.10` prints `1.1`; null is ''. */
export function printScalar(node: ScalarNode): string {
  const { value, text } = node
  if (value === null) return ''
  if (typeof value !== 'number') return String(value)
  if (text !== undefined && !Number.isSafeInteger(value)) {
    const integer = parseInteger(text.replaceAll('_', ''))
    if (integer !== undefined) return String(integer)
  }
  const isFloat = text !== undefined && parseInteger(text.replaceAll('_', '')) === undefined
  return isFloat ? printFloat(value) : String(value)
}

/** As Go prints a float by default: the shortest digits that read back, with an exponent from a million on or below 0.0001. */
function printFloat(value: number): string {
  if (Number.isNaN(value)) return 'NaN'
  if (!Number.isFinite(value)) return value > 0 ? '+Inf' : '-Inf'
  if (value === 0) return Object.is(value, -0) ? '-0' : '0'
  const [mantissa = '', exponent = '0'] = value.toExponential().split('e')
  const power = Number(exponent)
  if (power >= -4 && power < 6) return String(value)
  return `${mantissa}e${power < 0 ? '-' : '+'}${String(Math.abs(power)).padStart(2, '0')}`
}

/**
 * How Go sees the values that a template is given: truth, type names, iteration order, and fmt's %v.
 * A whole number is an int, any other number a float64; null is nil; undefined is a value that is not there.
 */

/** A JavaScript function as a member of the data, or registered by name. Arguments come as they are. */
export type TemplateFunction = (...args: readonly unknown[]) => unknown

/** What prints where there is no value. */
export const NO_VALUE = '<no value>'

/** The type name that Go's messages would give. */
export function goTypeName(value: unknown): string {
  if (value === null || value === undefined) return 'nil'
  if (typeof value === 'number') return Number.isInteger(value) ? 'int' : 'float64'
  if (typeof value === 'bigint') return 'int'
  if (typeof value === 'boolean') return 'bool'
  if (typeof value === 'function') return 'func'
  if (typeof value === 'string') return 'string'
  if (value instanceof Date) return 'time.Time'
  return isList(value) ? 'slice' : 'map'
}

/** Arrays and typed arrays. */
export const isList = (value: unknown): value is readonly unknown[] =>
  Array.isArray(value) || (ArrayBuffer.isView(value) && !(value instanceof DataView))

/** Plain objects, instances and Maps, but not lists and dates. */
export const isMap = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !isList(value) && !(value instanceof Date)

/** Key and value pairs of a map, sorted by key (numbers by size), as Go prints and ranges over maps. */
export function sortedEntries(map: object): readonly (readonly [key: unknown, value: unknown])[] {
  const entries: [unknown, unknown][] = map instanceof Map ? [...map.entries()] : Object.entries(map)
  return entries.sort(([a], [b]) => {
    if (typeof a === 'number' && typeof b === 'number') return a - b
    const [left, right] = [String(a), String(b)]
    return left < right ? -1 : left > right ? 1 : 0
  })
}

/**
 * The member of a map or of an instance; undefined where there is none. What comes from JavaScript's own prototypes
 * (`constructor`, `toString`) is no member.
 */
export function memberOf(value: object, name: string): unknown {
  if (value instanceof Map) return value.get(name)
  for (
    let owner: object | null = value;
    owner !== null && !isBuiltIn(owner);
    owner = Object.getPrototypeOf(owner)
  ) {
    if (Object.hasOwn(owner, name) && name !== 'constructor') return (value as Record<string, unknown>)[name]
  }
  return undefined
}

const isBuiltIn = (owner: object): boolean => owner === Object.prototype || owner === Function.prototype

/** Instances of classes: their fields have an order, and no names where they are printed. */
const isStruct = (value: unknown): value is object =>
  isMap(value) && !(value instanceof Map) && ![Object.prototype, null].includes(Object.getPrototypeOf(value))

/** False for what is empty in Go: false, 0, "", nil, and lists and maps without elements. */
export function isTrue(value: unknown): boolean {
  if (isList(value)) return value.length > 0
  if (value instanceof Map) return value.size > 0
  if (isMap(value)) return Object.getPrototypeOf(value) !== Object.prototype || Object.keys(value).length > 0
  return Boolean(value) || Number.isNaN(value)
}

/** Prints a value as Go's fmt prints it with %v: `[a b]`, `map[a:1 b:2]`, `{1 2}` for a struct, `<nil>`, `1e+06` never for whole numbers. */
export function formatGoValue(value: unknown): string {
  if (value === null || value === undefined) return '<nil>'
  if (typeof value === 'number') return formatGoNumber(value)
  if (typeof value === 'string') return value
  if (value instanceof Date) return formatGoTime(value)
  if (isList(value)) return `[${Array.from(value, formatGoValue).join(' ')}]`
  if (isStruct(value)) return `{${Object.values(value).map(formatGoValue).join(' ')}}`
  if (isMap(value)) {
    const members = sortedEntries(value).map(
      ([key, member]) => `${formatGoValue(key)}:${formatGoValue(member)}`,
    )
    return `map[${members.join(' ')}]`
  }
  return typeof value === 'function' ? 'func' : String(value)
}

const formatGoNumber = (value: number): string =>
  Number.isInteger(value) ? BigInt(value).toString() : formatGoFloat(value)

/** Prints a float64 as %g does without a precision: the fewest digits, with an exponent below 1e-4 and from 1e+06 on. */
export function formatGoFloat(value: number): string {
  if (Number.isNaN(value)) return 'NaN'
  if (!Number.isFinite(value)) return value > 0 ? '+Inf' : '-Inf'
  const size = Math.abs(value)
  if (size === 0 || (size >= 1e-4 && size < 1e6)) return String(value)
  return twoDigitExponent(value.toExponential())
}

/** JavaScript writes `1e-5`, Go `1e-05`. */
export const twoDigitExponent = (text: string): string => text.replace(/e([+-])(\d)$/, 'e$10$2')

function formatGoTime(time: Date): string {
  if (Number.isNaN(time.getTime())) return '0001-01-01 00:00:00 +0000 UTC'
  const text = time.toISOString().replace('T', ' ').replace('Z', '')
  return `${text.replace(/0+$/, '').replace(/\.$/, '')} +0000 UTC`
}

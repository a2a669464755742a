/** Go's template comparisons: eq, ne, lt, le, gt, ge over basic values. */
import { TemplateFault } from './nodes.ts'
import { goTypeName, isList, isMap } from './values.ts'

type Basic = {
  readonly kind: 'number' | 'string' | 'bool' | 'time'
  readonly value: number | bigint | string | boolean
}

/** True where the first equals any of the others. Nil equals nil alone. */
export function areEqual(first: unknown, others: readonly unknown[]): boolean {
  if (others.length === 0) throw new TemplateFault('missing argument for comparison')
  return others.some(other => isEqual(first, other))
}

/** Negative, zero or positive. Only numbers, strings and times have an order. */
export function compareOrder(first: unknown, second: unknown): number {
  const [left, right] = [basicOf(first), basicOf(second)]
  if (left === undefined || right === undefined || left.kind === 'bool') {
    throw new TemplateFault('invalid type for comparison')
  }
  if (left.kind !== right.kind) throw incompatible(first, second)
  return left.value < right.value ? -1 : left.value > right.value ? 1 : 0
}

function isEqual(first: unknown, second: unknown): boolean {
  const [left, right] = [nilAsNull(first), nilAsNull(second)]
  if (left === null || right === null) return left === right
  if (isList(left) || isMap(left) || isList(right) || isMap(right)) {
    throw new TemplateFault(`non-comparable type ${goTypeName(isList(left) || isMap(left) ? left : right)}`)
  }
  const [a, b] = [basicOf(left), basicOf(right)]
  if (a === undefined || b === undefined) throw new TemplateFault('invalid type for comparison')
  if (a.kind !== b.kind) throw incompatible(first, second)
  // Loose on purpose: an int may be a number here and a bigint there.
  // biome-ignore lint/suspicious/noDoubleEquals: both are of one kind by now
  return a.value == b.value
}

const nilAsNull = (value: unknown): unknown => value ?? null

function basicOf(value: unknown): Basic | undefined {
  if (typeof value === 'number' || typeof value === 'bigint') return { kind: 'number', value }
  if (typeof value === 'string') return { kind: 'string', value }
  if (typeof value === 'boolean') return { kind: 'bool', value }
  return value instanceof Date ? { kind: 'time', value: value.getTime() } : undefined
}

const incompatible = (first: unknown, second: unknown): TemplateFault =>
  new TemplateFault(`incompatible types for comparison: ${goTypeName(first)} and ${goTypeName(second)}`)

/**
 * Ranges of whole numbers, `8000-8010` or `80`. Knows no bounds of what the numbers mean: callers check those.
 */

/** Both ends belong to the range; `first` is never above `last`. */
export type IntegerRange = { readonly first: number; readonly last: number }

/** Parses `80` or `8000-8010`. Undefined where the text is neither, where an end is not exact, or the ends are the wrong way round. */
export function parseIntegerRange(text: string): IntegerRange | undefined {
  const match = /^(\d+)(?:-(\d+))?$/.exec(text)
  if (match === null) return undefined
  const first = Number(match[1])
  const last = match[2] === undefined ? first : Number(match[2])
  return Number.isSafeInteger(first) && Number.isSafeInteger(last) && first <= last
    ? { first, last }
    : undefined
}

/** Prints `80` where both ends are equal, else `8000-8010`. */
export const formatIntegerRange = (range: IntegerRange): string =>
  range.first === range.last ? String(range.first) : `${range.first}-${range.last}`

/** How many numbers the range holds. */
export const integerRangeSize = (range: IntegerRange): number => range.last - range.first + 1

/** Every number of the range, ascending. Bound the size first: the text of a range is cheap, its numbers are not. */
export function* integersInRange(range: IntegerRange): Generator<number> {
  for (let value = range.first; value <= range.last; value += 1) yield value
}

/** Joins numbers into the fewest ranges, ascending: 1, 2, 3, 7 become 1-3 and 7. */
export function collectIntegerRanges(values: Iterable<number>): readonly IntegerRange[] {
  const ranges: { first: number; last: number }[] = []
  for (const value of [...new Set(values)].sort((a, b) => a - b)) {
    const current = ranges.at(-1)
    if (current !== undefined && current.last + 1 === value) current.last = value
    else ranges.push({ first: value, last: value })
  }
  return ranges
}

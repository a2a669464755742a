/**
 * The name that was probably meant, for "did you mean". Knows no list of names of its own.
 */

/**
 * The candidate nearest to what was written, ignoring case, or undefined where none is near enough: one edit for up to four
 * characters, two up to seven, then one for every three. Of equally near ones the first wins.
 */
export function suggestName(written: string, candidates: Iterable<string>): string | undefined {
  const wanted = written.toLowerCase()
  let best: string | undefined
  let least = Number.POSITIVE_INFINITY
  for (const candidate of candidates) {
    if (candidate === written) continue
    const longest = Math.max(candidate.length, written.length)
    const allowed = Math.min(allowedEdits(longest), least - 1)
    if (Math.abs(candidate.length - written.length) > allowed) continue
    const distance = editDistance(wanted, candidate.toLowerCase())
    // A distance as long as the shorter name shares nothing with it: "x" is no misspelling of "y".
    if (distance > allowed || distance >= Math.min(candidate.length, written.length)) continue
    best = candidate
    least = distance
  }
  return best
}

const allowedEdits = (length: number): number => (length <= 4 ? 1 : length <= 7 ? 2 : Math.floor(length / 3))

/** Damerau–Levenshtein distance in its optimal-alignment form: inserting, deleting, replacing, or swapping two neighbours costs one. */
export function editDistance(a: string, b: string): number {
  let beforeLast: number[] = []
  let last = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i]
    for (let j = 1; j <= b.length; j += 1) {
      const same = a[i - 1] === b[j - 1]
      let cost = Math.min(
        (last[j] as number) + 1,
        (row[j - 1] as number) + 1,
        (last[j - 1] as number) + (same ? 0 : 1),
      )
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        cost = Math.min(cost, (beforeLast[j - 2] as number) + 1)
      }
      row.push(cost)
    }
    beforeLast = last
    last = row
  }
  return last[b.length] as number
}

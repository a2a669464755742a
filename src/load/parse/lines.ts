// Turns offsets of a text into lines and columns. Knows no syntax.
import type { Place } from '../../problem/index.ts'

export interface Lines {
  /** The place of an offset, or of a span where `end` is given and stands on the same line. */
  place(offset: number, end?: number): Place
  /** Offset of the start of the line that holds an offset. */
  startOf(offset: number): number
  /** The text of the line that holds an offset, without its end. */
  textAt(offset: number): string
}

export function createLines(text: string, file: string): Lines {
  const starts = [0]
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1)

  const indexOf = (offset: number): number => {
    let low = 0
    let high = starts.length - 1
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if ((starts[middle] as number) <= offset) low = middle
      else high = middle - 1
    }
    return low
  }
  return {
    place(offset, end) {
      const index = indexOf(offset)
      const start = starts[index] as number
      const line = index + 1
      const column = offset - start + 1
      const next = starts[index + 1] ?? text.length + 1
      if (end === undefined || end <= offset || end >= next) return { file, line, column }
      return { file, line, column, endLine: line, endColumn: end - start + 1 }
    },
    startOf: offset => starts[indexOf(offset)] as number,
    textAt(offset) {
      const index = indexOf(offset)
      return text.slice(starts[index] as number, (starts[index + 1] ?? text.length + 1) - 1)
    },
  }
}

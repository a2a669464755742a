// Where the reader of an env file stands in its text.
import type { Place } from '../../problem/index.ts'

export interface Cursor {
  /** With `\n` as the only line end. */
  readonly text: string
  readonly file: string
  at: number
  /** A position, and the number of its line: what lines are counted from. */
  counted: { position: number; line: number; lineStart: number }
}

export function createCursor(text: string, file: string): Cursor {
  const bare = text.replace(/^\ufeff/, '').replaceAll('\r\n', '\n')
  return { text: bare, file, at: 0, counted: { position: 0, line: 1, lineStart: 0 } }
}

/** The place of a span that starts on or after the line of the last one asked for. */
export function placeAt(cursor: Cursor, start: number, end: number): Place {
  const { text, file, counted } = cursor
  for (
    let next = text.indexOf('\n', counted.position);
    next !== -1 && next < start;
    next = text.indexOf('\n', next + 1)
  ) {
    counted.line += 1
    counted.lineStart = next + 1
    counted.position = next + 1
  }
  const { line, lineStart } = counted
  const place = { file, line, column: start - lineStart + 1 }
  const oneLine = !text.slice(start, end).includes('\n')
  return oneLine ? { ...place, endLine: line, endColumn: end - lineStart + 1 } : place
}

export function restOfLine({ text, at }: Cursor): string {
  const end = text.indexOf('\n', at)
  return text.slice(at, end === -1 ? text.length : end)
}

/** Goes to the line end, which blank lines are skipped from. */
export function toNextLine(cursor: Cursor): void {
  const end = cursor.text.indexOf('\n', cursor.at)
  cursor.at = end === -1 ? cursor.text.length : end
}

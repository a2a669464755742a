// Where the quick reader stands in the text: position, line and indentation, and the moves from line to line.
import type { Place } from '../../problem/index.ts'
import type { Node, Scalar, ScalarNode } from '../node.ts'
import type { AliasBudget } from '../parse/bounds.ts'

/** Thrown where the text needs the whole language, or has a fault. */
export class Declined extends Error {}

export function decline(): never {
  throw new Declined()
}

export interface Cursor {
  readonly text: string
  readonly file: string
  position: number
  /** Counts from 1. */
  line: number
  lineStart: number
  /** Spaces before the first character of the current line; -1 at the end of the text. */
  indent: number
  readonly anchors: Map<string, { readonly node: Node; readonly size: number }>
  readonly budget: AliasBudget
}

export const char = {
  newline: 10,
  tab: 9,
  space: 32,
  doubleQuote: 34,
  hash: 35,
  percent: 37,
  ampersand: 38,
  singleQuote: 39,
  star: 42,
  plus: 43,
  comma: 44,
  dash: 45,
  dot: 46,
  colon: 58,
  greater: 62,
  openBracket: 91,
  backslash: 92,
  closeBracket: 93,
  openBrace: 123,
  pipe: 124,
  closeBrace: 125,
} as const

export function createCursor(text: string, file: string): Cursor {
  return {
    text,
    file,
    position: 0,
    line: 0,
    lineStart: 0,
    indent: -1,
    anchors: new Map(),
    budget: { total: 0, aliased: 0 },
  }
}

/** Goes to the first character of the next line that holds more than a comment, from the end of a line (or before the first). */
export function nextLine(cursor: Cursor): void {
  const { text } = cursor
  const end = text.length
  let at = cursor.line === 0 ? 0 : cursor.position + 1
  for (;;) {
    if (at >= end) {
      cursor.position = end
      cursor.indent = -1
      return
    }
    cursor.line += 1
    cursor.lineStart = at
    let code = text.charCodeAt(at)
    while (code === char.space) {
      at += 1
      code = text.charCodeAt(at)
    }
    if (code === char.newline) {
      at += 1
      continue
    }
    if (code === char.hash) {
      at = text.indexOf('\n', at)
      if (at === -1) at = end
      else at += 1
      continue
    }
    if (code === char.tab) decline()
    if (at >= end) continue
    cursor.position = at
    cursor.indent = at - cursor.lineStart
    if (cursor.indent === 0) refuseMarkers(cursor, code)
    return
  }
}

/** Document markers and directives: more than one document, or a version. */
function refuseMarkers({ text, position }: Cursor, code: number): void {
  if (code === char.percent) decline()
  if (code === char.dash && text.startsWith('---', position)) decline()
  if (code === char.dot && text.startsWith('...', position)) decline()
}

/** After a value: nothing but space and a comment may follow. Then goes to the next line. */
export function finishLine(cursor: Cursor): void {
  const { text } = cursor
  let at = cursor.position
  let code = text.charCodeAt(at)
  while (code === char.space) {
    at += 1
    code = text.charCodeAt(at)
  }
  if (code === char.hash && at > cursor.position) {
    at = text.indexOf('\n', at)
    if (at === -1) at = text.length
  } else if (code !== char.newline && at < text.length) decline()
  cursor.position = at
  nextLine(cursor)
}

/** Passes spaces; answers the character that follows, NaN at the end of the text. */
export function skipSpaces(cursor: Cursor): number {
  const { text } = cursor
  let code = text.charCodeAt(cursor.position)
  while (code === char.space) {
    cursor.position += 1
    code = text.charCodeAt(cursor.position)
  }
  return code
}

export function pointPlace(cursor: Cursor, position: number): Place {
  return { file: cursor.file, line: cursor.line, column: position - cursor.lineStart + 1 }
}

export function spanPlace(cursor: Cursor, start: number, end: number): Place {
  const { file, line, lineStart } = cursor
  return { file, line, column: start - lineStart + 1, endLine: line, endColumn: end - lineStart + 1 }
}

/** A scalar of the current line. `text` is undefined for quoted ones. */
export function makeScalar(
  cursor: Cursor,
  value: Scalar,
  text: string | undefined,
  start: number,
  end: number,
): ScalarNode {
  cursor.budget.total += 1
  return { kind: 'scalar', value, text, origin: { place: spanPlace(cursor, start, end) } }
}

// Literal and folded block scalars (`|` and `>`).
import type { ScalarNode } from '../node.ts'
import { type Cursor, char, decline, nextLine, pointPlace } from './cursor.ts'

/** Reads the block text whose header is at the cursor; `parent` is the indentation of what holds it. Ends at the next content line. */
export function readBlockText(cursor: Cursor, parent: number): ScalarNode {
  const { text } = cursor
  const folded = text.charCodeAt(cursor.position) === char.greater
  const origin = { place: pointPlace(cursor, cursor.position) }
  const chomp = text.charCodeAt(cursor.position + 1)
  const chomped = chomp === char.dash || chomp === char.plus
  const header = cursor.position + (chomped ? 2 : 1)
  if (text.charCodeAt(header) !== char.newline) decline()
  cursor.position = header
  const lines = readLines(cursor, parent)
  let kept = lines.length
  while (kept > 0 && lines[kept - 1] === '') kept -= 1
  if (kept === 0) decline()
  const body = lines.slice(0, kept)
  const value = folded ? fold(body) : body.join('\n')
  const end = chomp === char.dash ? '' : chomp === char.plus ? '\n'.repeat(lines.length - kept + 1) : '\n'
  cursor.budget.total += 1
  nextLine(cursor)
  return { kind: 'scalar', value: value + end, text: undefined, origin }
}

/** The lines of the text without their indentation. Leaves the cursor at the end of the last one. */
function readLines(cursor: Cursor, parent: number): string[] {
  const { text } = cursor
  const lines: string[] = []
  let indent = -1
  for (;;) {
    const start = cursor.position + 1
    let at = start
    while (text.charCodeAt(at) === char.space) at += 1
    const code = text.charCodeAt(at)
    const width = at - start
    if (code === char.newline) {
      // A line of nothing but space is empty, or has content that only the library should judge.
      if (indent === -1 ? width > parent + 1 : width > indent) decline()
      lines.push('')
      cursor.position = at
    } else if (Number.isNaN(code)) {
      // The last line has no line end: what the text ends with is a question of its own.
      if (width > 0 || cursor.position >= text.length) decline()
      return lines
    } else {
      if (indent === -1 && width > parent) indent = width
      if (indent === -1 || width < indent) {
        if (width > parent || code === char.tab) decline()
        return lines
      }
      let end = text.indexOf('\n', at)
      if (end === -1) end = decline()
      lines.push(text.slice(start + indent, end))
      cursor.position = end
    }
    cursor.line += 1
    cursor.lineStart = start
  }
}

/** Lines become words of one line; an empty line becomes a line end. */
function fold(lines: readonly string[]): string {
  let value = ''
  let breaks = 0
  for (const [index, line] of lines.entries()) {
    if (line === '') {
      breaks += 1
      continue
    }
    const first = line.charCodeAt(0)
    // Lines that are indented further keep their line ends, and so do their neighbours.
    if (first === char.space || first === char.tab) decline()
    if (index > 0) value += breaks === 0 ? ' ' : '\n'.repeat(breaks)
    value += line
    breaks = 0
  }
  return value
}

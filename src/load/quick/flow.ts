// Lists and maps in brackets that end on the line that they start on.
import type { Entry, Node } from '../node.ts'
import { spendAlias } from '../parse/bounds.ts'
import { resolvePlain } from '../scalars.ts'
import { type Cursor, char, decline, makeScalar, pointPlace, skipSpaces, spanPlace } from './cursor.ts'
import { readQuoted } from './quoted.ts'

const maxFlowDepth = 20

/** The list or map at the cursor, which moves behind its closing bracket. */
export function readFlow(cursor: Cursor, depth = 0): Node {
  if (depth > maxFlowDepth) decline()
  const start = cursor.position
  const isMap = cursor.text.charCodeAt(start) === char.openBrace
  const closing = isMap ? char.closeBrace : char.closeBracket
  const origin = { place: pointPlace(cursor, start) }
  const entries = new Map<string, Entry>()
  const items: Node[] = []
  cursor.position += 1
  cursor.budget.total += 1
  if (skipSpaces(cursor) === closing) cursor.position += 1
  else {
    for (;;) {
      if (isMap) readFlowEntry(cursor, entries, depth)
      else items.push(readFlowValue(cursor, depth))
      const code = skipSpaces(cursor)
      cursor.position += 1
      if (code === closing) break
      if (code !== char.comma) decline()
      const next = skipSpaces(cursor)
      if (next === closing || next === char.hash) decline()
    }
  }
  return isMap ? { kind: 'map', entries, origin } : { kind: 'list', items, origin }
}

function readFlowEntry(cursor: Cursor, entries: Map<string, Entry>, depth: number): void {
  const { text } = cursor
  const start = cursor.position
  const first = text.charCodeAt(start)
  let key: string
  if (first === char.doubleQuote || first === char.singleQuote) {
    key = readQuoted(cursor)
  } else {
    key = readFlowPlain(cursor, true)
    if (typeof resolvePlain(key) !== 'string' || key === '<<') decline()
  }
  const origin = { place: spanPlace(cursor, start, cursor.position) }
  if (text.charCodeAt(cursor.position) !== char.colon || entries.has(key)) decline()
  cursor.position += 1
  // A colon next to its value is for quoted keys alone, and left to the library even there.
  if (text.charCodeAt(cursor.position) !== char.space) decline()
  skipSpaces(cursor)
  cursor.budget.total += 1
  entries.set(key, { key: origin, value: readFlowValue(cursor, depth) })
}

function readFlowValue(cursor: Cursor, depth: number): Node {
  const { text } = cursor
  const start = cursor.position
  const first = text.charCodeAt(start)
  if (first === char.openBracket || first === char.openBrace)
    return endOfFlowValue(cursor, readFlow(cursor, depth + 1))
  if (first === char.doubleQuote || first === char.singleQuote) {
    const value = readQuoted(cursor)
    return endOfFlowValue(cursor, makeScalar(cursor, value, undefined, start, cursor.position))
  }
  if (first === char.star) return readAlias(cursor)
  const plain = readFlowPlain(cursor, false)
  return makeScalar(cursor, resolvePlain(plain), plain, start, start + plain.length)
}

/** A colon here would make the value a key. */
function endOfFlowValue(cursor: Cursor, value: Node): Node {
  const code = cursor.text.charCodeAt(cursor.position)
  if (code !== char.space && code !== char.comma && code !== char.closeBracket && code !== char.closeBrace) {
    decline()
  }
  return value
}

/** Plain text up to a comma or a closing bracket, or up to the colon of a key. */
function readFlowPlain(cursor: Cursor, isKey: boolean): string {
  const { text } = cursor
  const start = cursor.position
  if (isReserved(text, start)) decline()
  let end = start
  for (let at = start; ; at += 1) {
    const code = text.charCodeAt(at)
    if (code === char.comma || code === char.closeBracket || code === char.closeBrace) break
    if (code === char.openBracket || code === char.openBrace) decline()
    if (code === char.newline || code === char.tab || Number.isNaN(code)) decline()
    if (code === char.hash && text.charCodeAt(at - 1) === char.space) decline()
    if (code === char.colon && endsKey(text.charCodeAt(at + 1))) {
      if (!isKey) decline()
      break
    }
    if (code !== char.space) end = at + 1
  }
  if (end === start) decline()
  cursor.position = end
  return text.slice(start, end)
}

const endsKey = (code: number): boolean =>
  code === char.space ||
  code === char.newline ||
  code === char.tab ||
  code === char.comma ||
  code === char.openBracket ||
  code === char.openBrace ||
  code === char.closeBracket ||
  code === char.closeBrace ||
  Number.isNaN(code)

/** Whether plain text may not start here: an indicator, but for a dash that something follows. */
export function isReserved(text: string, position: number): boolean {
  const code = text.charCodeAt(position)
  if (code === char.dash) {
    const next = text.charCodeAt(position + 1)
    return endsKey(next)
  }
  return '?:,[]{}#&*!|>\'"%@`'.includes(text.charAt(position))
}

/** The value that the alias at the cursor names. */
export function readAlias(cursor: Cursor): Node {
  const name = readName(cursor)
  const anchor = cursor.anchors.get(name)
  if (anchor === undefined || !spendAlias(cursor.budget, anchor.size)) return decline()
  return anchor.node
}

/** The name of an anchor or alias, whose sign is at the cursor. */
export function readName(cursor: Cursor): string {
  const { text } = cursor
  const start = cursor.position + 1
  let end = start
  while (isNameCharacter(text.charCodeAt(end))) end += 1
  const next = text.charCodeAt(end)
  const ends = next === char.space || next === char.newline || next === char.comma || Number.isNaN(next)
  if (end === start || !(ends || next === char.closeBracket || next === char.closeBrace)) decline()
  cursor.position = end
  return text.slice(start, end)
}

/** Letters, digits, dash and underscore: what every reader takes for a part of a name. */
const isNameCharacter = (code: number): boolean =>
  (code >= 97 && code <= 122) ||
  (code >= 65 && code <= 90) ||
  (code >= 48 && code <= 57) ||
  code === 95 ||
  code === char.dash

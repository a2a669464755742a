// Maps and lists in block style, and the values on their lines.
import type { Entry, Node, Origin } from '../node.ts'
import { addMerged, mergeSources } from '../parse/merge-keys.ts'
import { resolvePlain } from '../scalars.ts'
import { readBlockText } from './block-text.ts'
import {
  type Cursor,
  char,
  decline,
  finishLine,
  makeScalar,
  nextLine,
  pointPlace,
  skipSpaces,
  spanPlace,
} from './cursor.ts'
import { isReserved, readAlias, readFlow, readName } from './flow.ts'
import { readQuoted } from './quoted.ts'

const maxBlockDepth = 60
const maxKeyLength = 1000

/** The one document of the text; none where it holds only comments. */
export function readDocument(cursor: Cursor): readonly Node[] {
  if (cursor.text.startsWith('---\n')) {
    cursor.line = 1
    cursor.position = 3
  }
  nextLine(cursor)
  if (cursor.indent === -1) return []
  const node = readBlock(cursor, 0)
  if (cursor.indent !== -1) decline()
  return [node]
}

/** The map or list whose first line is the current one. Other values of several lines are declined. */
function readBlock(cursor: Cursor, depth: number): Node {
  if (depth > maxBlockDepth) decline()
  if (isDash(cursor)) return readList(cursor, cursor.indent, depth)
  const colon = findColon(cursor)
  if (colon === -1) return decline()
  return readMap(cursor, cursor.indent, colon, depth)
}

function readList(cursor: Cursor, indent: number, depth: number): Node {
  const origin = { place: pointPlace(cursor, cursor.position) }
  const items: Node[] = []
  cursor.budget.total += 1
  do {
    const dash = { place: pointPlace(cursor, cursor.position) }
    cursor.position += 1
    const code = skipSpaces(cursor)
    if (isLineEnd(cursor, code)) {
      finishLine(cursor)
      items.push(cursor.indent > indent ? readBlock(cursor, depth + 1) : makeEmpty(cursor, dash))
    } else items.push(readListItem(cursor, indent, depth))
    if (cursor.indent > indent) decline()
  } while (cursor.indent === indent && isDash(cursor))
  return { kind: 'list', items, origin }
}

/** What follows a dash on its line: a map or list that starts there, or a value. */
function readListItem(cursor: Cursor, indent: number, depth: number): Node {
  const column = cursor.position - cursor.lineStart
  if (depth > maxBlockDepth) decline()
  if (isDash(cursor)) return readList(cursor, column, depth + 1)
  const colon = findColon(cursor)
  return colon === -1 ? readValue(cursor, indent) : readMap(cursor, column, colon, depth + 1)
}

/** The map whose first key starts at the cursor, in column `indent`; `colon` is where that key's colon stands. */
function readMap(cursor: Cursor, indent: number, colon: number, depth: number): Node {
  const origin = { place: pointPlace(cursor, cursor.position) }
  const entries = new Map<string, Entry>()
  let merge: Node | undefined
  cursor.budget.total += 1
  for (let next = colon; ; next = findColon(cursor)) {
    if (next === -1) decline()
    const start = cursor.position
    const quoted = isQuote(cursor.text.charCodeAt(start))
    const key = quoted ? readQuoted(cursor) : readPlainKey(cursor, next)
    const keyOrigin = { place: spanPlace(cursor, start, next) }
    cursor.position = next + 1
    cursor.budget.total += 1
    const value = readEntryValue(cursor, indent, keyOrigin, depth)
    if (key === '<<') {
      if (merge !== undefined || quoted) decline()
      merge = value
    } else {
      if (entries.has(key)) decline()
      entries.set(key, { key: keyOrigin, value })
    }
    if (cursor.indent > indent) decline()
    if (cursor.indent < indent) break
  }
  if (merge !== undefined) addMerged(entries, mergeSources(merge) ?? decline())
  return { kind: 'map', entries, origin }
}

function readPlainKey(cursor: Cursor, colon: number): string {
  const key = cursor.text.slice(cursor.position, colon)
  if (typeof resolvePlain(key) !== 'string') decline()
  return key
}

/** What follows a key's colon: a value on the line, a block below it, or nothing. */
function readEntryValue(cursor: Cursor, indent: number, key: Origin, depth: number): Node {
  const code = skipSpaces(cursor)
  if (code === char.ampersand) return readAnchored(cursor, indent, key, depth)
  if (isLineEnd(cursor, code)) {
    finishLine(cursor)
    return readBelow(cursor, indent, key, depth)
  }
  return readValue(cursor, indent)
}

function readBelow(cursor: Cursor, indent: number, key: Origin, depth: number): Node {
  if (cursor.indent > indent) return readBlock(cursor, depth + 1)
  // A list may stand at the level of its key.
  if (cursor.indent === indent && isDash(cursor)) return readList(cursor, indent, depth + 1)
  return makeEmpty(cursor, key)
}

function readAnchored(cursor: Cursor, indent: number, key: Origin, depth: number): Node {
  const name = readName(cursor)
  if (cursor.anchors.has(name)) decline()
  const before = cursor.budget.total
  const code = skipSpaces(cursor)
  if (code === char.star || code === char.ampersand) decline()
  let node: Node
  if (isLineEnd(cursor, code)) {
    finishLine(cursor)
    node = readBelow(cursor, indent, key, depth)
  } else node = readValue(cursor, indent)
  if (cursor.anchors.has(name)) decline()
  cursor.anchors.set(name, { node, size: cursor.budget.total - before })
  return node
}

/** A value that starts on the current line, and the move to the next line. `indent` is the one of the map or list around it. */
function readValue(cursor: Cursor, indent: number): Node {
  const { text } = cursor
  const start = cursor.position
  const code = text.charCodeAt(start)
  if (code === char.pipe || code === char.greater) return readBlockText(cursor, indent)
  let node: Node
  if (isQuote(code)) {
    const value = readQuoted(cursor)
    node = makeScalar(cursor, value, undefined, start, cursor.position)
  } else if (code === char.openBracket || code === char.openBrace) node = readFlow(cursor, 0)
  else if (code === char.star) node = readAlias(cursor)
  else {
    if (isReserved(text, start)) decline()
    const plain = readPlain(cursor)
    node = makeScalar(cursor, resolvePlain(plain), plain, start, start + plain.length)
  }
  finishLine(cursor)
  return node
}

/** Plain text up to the end of the line or a comment. */
function readPlain(cursor: Cursor): string {
  const { text } = cursor
  const start = cursor.position
  let end = start
  for (let at = start; ; at += 1) {
    const code = text.charCodeAt(at)
    if (code === char.newline || Number.isNaN(code)) break
    if (code === char.space) continue
    if (code === char.tab) decline()
    if (code === char.hash && text.charCodeAt(at - 1) === char.space) break
    if (code === char.colon && isBlank(text.charCodeAt(at + 1))) decline()
    end = at + 1
  }
  cursor.position = end
  return text.slice(start, end)
}

/** Where the colon of the key at the cursor stands; -1 where the line holds no key. */
function findColon(cursor: Cursor): number {
  const { text } = cursor
  const start = cursor.position
  const first = text.charCodeAt(start)
  if (isQuote(first)) {
    readQuoted(cursor)
    const at = cursor.position
    cursor.position = start
    return text.charCodeAt(at) === char.colon && isBlank(text.charCodeAt(at + 1)) ? at : -1
  }
  // `<<` is no indicator; an alias as a key, and all else that starts with one, is for the library or is a value.
  if (isReserved(text, start)) return -1
  for (let at = start; ; at += 1) {
    const code = text.charCodeAt(at)
    if (code === char.newline || Number.isNaN(code)) return -1
    if (code === char.tab) decline()
    if (code === char.hash && text.charCodeAt(at - 1) === char.space) return -1
    if (code === char.colon && isBlank(text.charCodeAt(at + 1))) {
      if (text.charCodeAt(at - 1) === char.space || at - start > maxKeyLength) decline()
      return at
    }
  }
}

function makeEmpty(cursor: Cursor, origin: Origin): Node {
  cursor.budget.total += 1
  return { kind: 'scalar', value: null, text: '', origin }
}

const isQuote = (code: number): boolean => code === char.doubleQuote || code === char.singleQuote

/** Space or line end: what makes a colon or a dash before it a sign. */
const isBlank = (code: number): boolean =>
  code === char.space || code === char.newline || code === char.tab || Number.isNaN(code)

const isDash = ({ text, position }: Cursor): boolean =>
  text.charCodeAt(position) === char.dash && isBlank(text.charCodeAt(position + 1))

/** Nothing more, or a comment: `code` is the first character after spaces. */
function isLineEnd(cursor: Cursor, code: number): boolean {
  if (code === char.newline || Number.isNaN(code)) return true
  if (code === char.tab) decline()
  if (code !== char.hash || cursor.text.charCodeAt(cursor.position - 1) !== char.space) return false
  // finishLine wants to see the space before the comment.
  cursor.position -= 1
  return true
}

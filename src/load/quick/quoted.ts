// Quoted scalars that end on the line that they start on.
import { type Cursor, char, decline } from './cursor.ts'

/** The value of the quoted text at the cursor, which moves behind the closing quote. */
export function readQuoted(cursor: Cursor): string {
  return cursor.text.charCodeAt(cursor.position) === char.doubleQuote
    ? readDouble(cursor)
    : readSingle(cursor)
}

function readDouble(cursor: Cursor): string {
  const { text } = cursor
  const start = cursor.position
  let escaped = false
  for (let at = start + 1; ; at += 1) {
    const code = text.charCodeAt(at)
    if (code === char.doubleQuote) {
      cursor.position = at + 1
      return escaped ? readEscapes(text.slice(start, at + 1)) : text.slice(start + 1, at)
    }
    if (code === char.backslash) {
      escaped = true
      at += 1
      if (text.charCodeAt(at) === char.newline) decline()
    } else if (code === char.newline || Number.isNaN(code)) decline()
  }
}

/** The escapes that YAML shares with JSON, which has the quicker reader; others are rare. */
function readEscapes(quoted: string): string {
  try {
    return JSON.parse(quoted) as string
  } catch {
    return decline()
  }
}

function readSingle(cursor: Cursor): string {
  const { text } = cursor
  const start = cursor.position
  let doubled = false
  for (let at = start + 1; ; at += 1) {
    const code = text.charCodeAt(at)
    if (code === char.singleQuote) {
      if (text.charCodeAt(at + 1) === char.singleQuote) {
        doubled = true
        at += 1
        continue
      }
      cursor.position = at + 1
      const inner = text.slice(start + 1, at)
      return doubled ? inner.replaceAll("''", "'") : inner
    }
    if (code === char.newline || Number.isNaN(code)) decline()
  }
}

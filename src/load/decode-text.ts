// From bytes to text: UTF-8, or UTF-16 where a byte order mark says so. Reads no files.
import { isUtf8 } from 'node:buffer'
import { errorProblem, type Place, type Problem } from '../problem/index.ts'

export interface DecodedText {
  /** Without a byte order mark. Where bytes are wrong, with U+FFFD in their place, which is good enough to show. */
  readonly text: string
  readonly problem?: Problem
}

/** The text of a file's bytes; `file` is how places name it. */
export function decodeText(bytes: Uint8Array, file: string): DecodedText {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return { text: new TextDecoder('utf-16le').decode(bytes) }
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return { text: new TextDecoder('utf-16be').decode(bytes) }
  const text = new TextDecoder().decode(bytes)
  return isUtf8(bytes) ? { text } : { text, problem: describeBadBytes(bytes, text, file) }
}

function describeBadBytes(bytes: Uint8Array, text: string, file: string): Problem {
  const hasMark = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf
  let at = text.indexOf('\ufffd')
  let offset = 0
  for (; at !== -1; at = text.indexOf('\ufffd', at + 1)) {
    offset = Buffer.byteLength(text.slice(0, at)) + (hasMark ? 3 : 0)
    // The character itself may stand in the file; it is three bytes of good UTF-8.
    if (!(bytes[offset] === 0xef && bytes[offset + 1] === 0xbf && bytes[offset + 2] === 0xbd)) break
  }
  const byte = bytes[offset] ?? 0
  const shown = `0x${byte.toString(16).toUpperCase().padStart(2, '0')}`
  const latin = byte >= 0xa0 ? `; if it is meant as ${String.fromCharCode(byte)}, the file is Latin-1` : ''
  return errorProblem('bad-encoding', `the byte ${shown} here is not UTF-8`, {
    place: placeOf(text, Math.max(at, 0), file),
    hint: `save the file as UTF-8${latin}`,
  })
}

function placeOf(text: string, offset: number, file: string): Place {
  const before = text.slice(0, offset)
  const line = before.split('\n').length
  return { file, line, column: offset - before.lastIndexOf('\n') }
}

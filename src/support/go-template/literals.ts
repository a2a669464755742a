/** Go's quoted literals: interpreted strings, raw strings, characters; reading them, and writing them for %q. */
import { TemplateFault } from './nodes.ts'

const ESCAPES: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\\': '\\',
  "'": "'",
  '"': '"',
}
const CODES = /x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([0-7]{3})/y

/**
 * Reads the literal that starts at `at` with a double quote, a single quote or a backquote.
 *
 * @throws TemplateFault where it does not end, or has an escape that Go does not know.
 */
export function readQuoted(source: string, at: number): { readonly text: string; readonly next: number } {
  const quote = source[at] as string
  if (quote === '`') {
    const end = source.indexOf('`', at + 1)
    if (end === -1) throw new TemplateFault('unterminated raw quoted string', at)
    return { text: source.slice(at + 1, end).replaceAll('\r', ''), next: end + 1 }
  }
  const what = quote === '"' ? 'quoted string' : 'character constant'
  let text = ''
  for (let place = at + 1; place < source.length && source[place] !== '\n'; ) {
    const character = source[place] as string
    if (character === quote) {
      const characters = [...text].length
      if (quote === "'" && characters !== 1) throw new TemplateFault('malformed character constant', at)
      return { text, next: place + 1 }
    }
    if (character === '\\') {
      const [value, length] = readEscape(source, place + 1)
      text += value
      place += 1 + length
    } else {
      text += character
      place += 1
    }
  }
  throw new TemplateFault(`unterminated ${what}`, at)
}

function readEscape(source: string, at: number): readonly [value: string, length: number] {
  const character = source[at] ?? ''
  if (Object.hasOwn(ESCAPES, character)) return [ESCAPES[character] as string, 1]
  const codes = new RegExp(CODES)
  codes.lastIndex = at
  const match = codes.exec(source)
  const digits = match?.[1] ?? match?.[2] ?? match?.[3]
  const code =
    match === null
      ? Number.NaN
      : digits === undefined
        ? Number.parseInt(match[4] ?? '', 8)
        : Number.parseInt(digits, 16)
  if (match === null || Number.isNaN(code) || code > 0x10ffff)
    throw new TemplateFault('unknown escape sequence', at - 1)
  return [String.fromCodePoint(code), match[0].length]
}

/** The text in double quotes, with Go's escapes for what cannot be printed. */
export function quoteGoString(text: string): string {
  let quoted = ''
  for (const character of text) quoted += quoteCharacter(character, '"')
  return `"${quoted}"`
}

/** A character in single quotes, as %q prints a number. */
export const quoteGoCharacter = (code: number): string =>
  `'${quoteCharacter(String.fromCodePoint(code), "'")}'`

function quoteCharacter(character: string, quote: string): string {
  if (character === quote || character === '\\') return `\\${character}`
  const letter = Object.keys(ESCAPES).find(key => /[a-z]/.test(key) && ESCAPES[key] === character)
  if (letter !== undefined) return `\\${letter}`
  const code = character.codePointAt(0) as number
  if (code < 0x20 || code === 0x7f) return `\\x${code.toString(16).padStart(2, '0')}`
  if (/[\p{C}\p{Z}]/u.test(character) && character !== ' ') {
    return code > 0xffff
      ? `\\U${code.toString(16).padStart(8, '0')}`
      : `\\u${code.toString(16).padStart(4, '0')}`
  }
  return character
}

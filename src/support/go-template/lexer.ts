/** Text of a template → tokens. Knows delimiters, trimming, comments and literals; knows no grammar. */
import { readQuoted } from './literals.ts'
import { TemplateFault } from './nodes.ts'

/** A token. `spaced` says that white space stands before it: `.A .B` are two operands, `.A.B` is one. */
export type Token = { readonly offset: number; readonly spaced: boolean } & (
  | { readonly kind: 'text' | 'identifier' | 'variable' | 'field'; readonly text: string }
  | { readonly kind: 'string'; readonly text: string }
  | { readonly kind: 'number'; readonly value: number | bigint }
  | { readonly kind: 'symbol'; readonly text: Symbol }
  | { readonly kind: 'open' | 'close' | 'end' }
)
type Symbol = '.' | '|' | '(' | ')' | ',' | ':=' | '='

const OPEN = '{{'
const CLOSE = '}}'
const SPACE = /\s/
const SYMBOLS: readonly Symbol[] = [':=', '=', '|', '(', ')', ',']
const NAME = /[\p{L}_][\p{L}\p{N}_]*/uy
const NUMBER =
  /[+-]?(?:0[xX][0-9a-fA-F_]+|0[bB][01_]+|0[oO][0-7_]+|(?:\d[\d_]*(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?)/y

/**
 * Splits a template into tokens, the last of kind `end`.
 *
 * @throws TemplateFault where an action, a comment or a literal does not end, or a character has no meaning.
 */
export function lexTemplate(source: string): readonly Token[] {
  const tokens: Token[] = []
  let at = 0
  let trimNext = false
  while (at < source.length) {
    const open = source.indexOf(OPEN, at)
    const end = open === -1 ? source.length : open
    const trimsBefore = open !== -1 && source[open + 2] === '-' && SPACE.test(source[open + 3] ?? '')
    let text = source.slice(at, end)
    if (trimNext) text = text.trimStart()
    if (trimsBefore) text = text.trimEnd()
    if (text !== '') tokens.push({ kind: 'text', text, offset: at, spaced: false })
    if (open === -1) break

    const inside = open + (trimsBefore ? 3 : 2)
    const closed = skipComment(source, inside, trimsBefore) ?? lexAction(source, open, inside, tokens)
    at = closed.at
    trimNext = closed.trims
  }
  tokens.push({ kind: 'end', offset: source.length, spaced: false })
  return tokens
}

type Closed = { readonly at: number; readonly trims: boolean }

/** A closing delimiter at this place, if there is one; ` -}}` also trims the text that follows. */
function closeAt(source: string, at: number): Closed | undefined {
  if (source.startsWith(CLOSE, at)) return { at: at + 2, trims: false }
  const trims = SPACE.test(source[at] ?? '') && source.startsWith(`-${CLOSE}`, at + 1)
  return trims ? { at: at + 4, trims } : undefined
}

function skipComment(source: string, inside: number, trimsBefore: boolean): Closed | undefined {
  const start = trimsBefore ? inside + 1 : inside
  if (!source.startsWith('/*', start)) return undefined
  const end = source.indexOf('*/', start + 2)
  if (end === -1) throw new TemplateFault('unclosed comment', start)
  const closed = closeAt(source, end + 2)
  if (closed === undefined) throw new TemplateFault('comment ends before closing delimiter', end)
  return closed
}

function lexAction(source: string, open: number, inside: number, tokens: Token[]): Closed {
  tokens.push({ kind: 'open', offset: open, spaced: false })
  let at = inside
  let spaced = false
  for (;;) {
    const closed = closeAt(source, at)
    if (closed !== undefined) {
      tokens.push({ kind: 'close', offset: at, spaced })
      return closed
    }
    const character = source[at]
    if (character === undefined) throw new TemplateFault('unclosed action', open)
    if (SPACE.test(character)) {
      at += 1
      spaced = true
      continue
    }
    const [token, next] = lexToken(source, at, spaced)
    tokens.push(token)
    at = next
    spaced = false
  }
}

function lexToken(source: string, at: number, spaced: boolean): readonly [Token, number] {
  const place = { offset: at, spaced }
  const character = source[at] as string
  if (character === '"' || character === '`' || character === "'") {
    const { text, next } = readQuoted(source, at)
    if (character === "'") return [{ kind: 'number', value: text.codePointAt(0) ?? 0, ...place }, next]
    return [{ kind: 'string', text, ...place }, next]
  }
  if (character === '$') {
    const name = `$${match(NAME, source, at + 1) ?? ''}`
    return [{ kind: 'variable', text: name, ...place }, at + name.length]
  }
  const number = match(NUMBER, source, at)
  if (number !== undefined) {
    return [{ kind: 'number', value: readNumber(number, at), ...place }, at + number.length]
  }
  if (character === '.') {
    const field = match(NAME, source, at + 1)
    if (field !== undefined) return [{ kind: 'field', text: field, ...place }, at + 1 + field.length]
    return [{ kind: 'symbol', text: '.', ...place }, at + 1]
  }
  const symbol = SYMBOLS.find(text => source.startsWith(text, at))
  if (symbol !== undefined) return [{ kind: 'symbol', text: symbol, ...place }, at + symbol.length]
  const name = match(NAME, source, at)
  if (name !== undefined) return [{ kind: 'identifier', text: name, ...place }, at + name.length]
  throw new TemplateFault(`unexpected ${JSON.stringify(character)} in an action`, at)
}

function match(pattern: RegExp, source: string, at: number): string | undefined {
  // A copy: the position of a sticky pattern is state, and this one is shared.
  const sticky = new RegExp(pattern)
  sticky.lastIndex = at
  return sticky.exec(source)?.[0]
}

function readNumber(text: string, offset: number): number | bigint {
  const plain = text.replaceAll('_', '').replace(/^\+/, '')
  const negative = plain.startsWith('-')
  const digits = negative ? plain.slice(1) : plain
  const value = Number(digits)
  if (Number.isNaN(value)) throw new TemplateFault(`bad number syntax: "${text}"`, offset)
  if (!Number.isSafeInteger(value) && /^\d+$/.test(digits)) return negative ? -BigInt(digits) : BigInt(digits)
  return negative ? -value : value
}

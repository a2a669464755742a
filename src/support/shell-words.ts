/**
 * Splitting a command line into words as mattn/go-shellwords does (that is how Compose reads a command written as one string),
 * and quoting words so that a POSIX shell reads them back. Nothing is expanded or run.
 */
import { failure, type Result, success, type TextFault } from './result.ts'

/** The words, and where an unquoted operator cut the command short: what stands from there on is in no word. */
export type ShellWords = {
  readonly words: readonly string[]
  /** `character` is the operator (`&`, `|`, `;`, `<`, `>`); `offset` is where the lost part starts, which is the `2` of `2>file`. */
  readonly cut?: { readonly offset: number; readonly character: string }
}

type Region = { readonly kind: 'single' | 'double' | 'backtick' | 'substitution'; readonly offset: number }

const REGION_NAMES = {
  single: 'single quote',
  double: 'double quote',
  backtick: 'backquote',
  substitution: 'command substitution "$("',
} as const

/**
 * Splits at spaces, tabs and line breaks outside quotes. A backslash takes the next character as it is, except that `\t` and
 * `\n` become a tab and a line break (also in double quotes, unlike a shell); in single quotes it stands for itself.
 * Backquotes and `$(…)` are kept as they are written, as part of one word.
 */
export function splitShellWords(text: string): Result<ShellWords, TextFault> {
  const words: string[] = []
  let word = ''
  let started = false
  let region: Region | undefined
  const finishWord = () => {
    if (started) words.push(word)
    word = ''
    started = false
  }

  for (let at = 0; at < text.length; at += 1) {
    const character = text[at] as string
    if (character === '\\' && region?.kind !== 'single') {
      const next = text[at + 1]
      if (next === undefined)
        return failure({ offset: at, message: 'a backslash at the end escapes nothing' })
      const verbatim = region?.kind === 'backtick' || region?.kind === 'substitution'
      word += verbatim ? `\\${next}` : escaped(next)
      started = true
      at += 1
      continue
    }
    if (region !== undefined) {
      const isQuote = region.kind === 'single' || region.kind === 'double'
      if (region.kind === 'substitution' && character === '(') {
        return failure({
          offset: at,
          message: 'a parenthesis inside a command substitution is not supported',
        })
      }
      const closes = character === closing[region.kind]
      if (!isQuote || !closes) word += character
      if (closes) {
        started = true
        region = undefined
      } else if (!isQuote) started = true
      continue
    }
    if (isSpace(character)) finishWord()
    else if (character === "'") region = { kind: 'single', offset: at }
    else if (character === '"') region = { kind: 'double', offset: at }
    else if (character === '(' || character === ')') {
      if (character === ')' || !word.endsWith('$')) {
        return failure({ offset: at, message: `an unquoted "${character}" is not part of a word` })
      }
      region = { kind: 'substitution', offset: at - 1 }
      word += character
    } else if (isOperator(character)) {
      // "2>file" redirects descriptor 2: the digits are part of the operator, not a word.
      const descriptor = character === '>' && /^\d+$/.test(word) ? word.length : 0
      if (descriptor === 0) finishWord()
      return success({ words, cut: { offset: at - descriptor, character } })
    } else {
      if (character === '`') region = { kind: 'backtick', offset: at }
      word += character
      started = true
    }
  }
  if (region !== undefined)
    return failure({ offset: region.offset, message: `unterminated ${REGION_NAMES[region.kind]}` })
  finishWord()
  return success({ words })
}

const closing = { single: "'", double: '"', backtick: '`', substitution: ')' } as const
const isSpace = (character: string): boolean => ' \t\r\n'.includes(character)
const isOperator = (character: string): boolean => '&|;<>'.includes(character)
const escaped = (character: string): string =>
  character === 't' ? '\t' : character === 'n' ? '\n' : character

/** The word so that a POSIX shell, and {@link splitShellWords}, read it as one word: bare where it can be, else in single quotes. */
export function quoteShellWord(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'"'"'`)}'`
}

/** One command line of all the words, each quoted where it must be. */
export const joinShellWords = (words: Iterable<string>): string => Array.from(words, quoteShellWord).join(' ')

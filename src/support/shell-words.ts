/**
 * Splitting a command line into words as mattn/go-shellwords 1.0.12 does (that is how Compose reads a command written as one
 * string), and quoting words so that a POSIX shell reads them back. Nothing is expanded or run.
 */
import { failure, type Result, success, type TextFault } from './result.ts'

/** The words, and what a user may have meant otherwise. */
export type ShellWords = {
  readonly words: readonly string[]
  /**
   * Where an unquoted operator cut the command short: what stands from there on is in no word. `character` is the operator
   * (`&`, `|`, `;`, `<`, `>`); `offset` is where the lost part starts, which is the `2` of `2>file`.
   */
  readonly cut?: { readonly offset: number; readonly character: string }
  /** Offsets of backslashes in double quotes that were dropped although a shell keeps them: `"a\nb"` becomes `anb`. */
  readonly lostBackslashes?: readonly number[]
}

type Region = {
  readonly kind: 'single quote' | 'double quote' | 'backquote' | 'substitution' | 'parenthesis'
  readonly offset: number
}

/**
 * Splits at spaces, tabs and line breaks outside quotes. A backslash takes the next character as it is, also in double quotes;
 * in single quotes it stands for itself. Backquotes and `$(…)` are kept as they are written, as part of one word, but quotes
 * inside backquotes are dropped.
 */
export function splitShellWords(text: string): Result<ShellWords, TextFault> {
  const words: string[] = []
  const lost: number[] = []
  let word = ''
  let wordStart = 0
  let started = false
  // A quote may stand inside an expansion, and an expansion in a quote is plain text.
  let quote: Region | undefined
  let expansion: Region | undefined
  const finishWord = () => {
    if (started) words.push(word)
    word = ''
    started = false
  }
  const finish = (cut?: ShellWords['cut']): Result<ShellWords, TextFault> =>
    success({ words, ...(cut && { cut }), ...(lost.length > 0 && { lostBackslashes: lost }) })

  for (let at = 0; at < text.length; at += 1) {
    const character = text[at] as string
    if (word === '' && !started && quote === undefined) wordStart = at
    const inSubstitution = expansion !== undefined && expansion.kind !== 'backquote'
    if (character === '\\' && quote?.kind !== 'single quote') {
      const next = text[at + 1]
      if (next === undefined)
        return failure({ offset: at, message: 'a backslash at the end escapes nothing' })
      if (quote !== undefined && !KEPT_ESCAPES.has(next)) lost.push(at)
      word += next
      started = true
      at += 1
    } else if ((character === '"' || character === "'") && !inSubstitution && canToggle(quote, character)) {
      if (quote !== undefined) started = true
      quote = quote === undefined ? { kind: QUOTES[character], offset: at } : undefined
    } else if (quote !== undefined) {
      word += character
    } else if (isSpace(character)) {
      if (expansion === undefined) finishWord()
      else word += character
    } else if (expansion === undefined && isOperator(character)) {
      // "2>file" redirects descriptor 2. Any word that starts with a digit is taken for one, and is lost with the rest.
      const isDescriptor = character === '>' && /^\d/.test(word)
      if (!isDescriptor) finishWord()
      return finish({ offset: isDescriptor ? wordStart : at, character })
    } else {
      if (character === '(' && expansion?.kind !== 'backquote') {
        if (inSubstitution || !word.endsWith('$')) return failure(strayParenthesis(at, character))
        expansion = { kind: 'substitution', offset: at - 1 }
      } else if (character === '`' && !inSubstitution) {
        expansion = expansion === undefined ? { kind: 'backquote', offset: at } : undefined
      } else if (character === ')' && expansion?.kind !== 'backquote') {
        // A closing parenthesis without an opening one holds words together up to the next: ":) and :)" is one word.
        expansion = expansion === undefined ? { kind: 'parenthesis', offset: at } : undefined
      }
      word += character
      started = true
    }
  }
  const open = quote ?? expansion
  if (open !== undefined) return failure(unterminated(open))
  finishWord()
  return finish()
}

const QUOTES = { "'": 'single quote', '"': 'double quote' } as const
/** What a POSIX shell unescapes in double quotes (POSIX.1-2017, 2.2.3); before all else it keeps the backslash. */
const KEPT_ESCAPES: ReadonlySet<string> = new Set(['$', '`', '"', '\\', '\n'])
const isSpace = (character: string): boolean => ' \t\r\n'.includes(character)
const isOperator = (character: string): boolean => '&|;<>'.includes(character)
const canToggle = (quote: Region | undefined, character: '"' | "'"): boolean =>
  quote === undefined || quote.kind === QUOTES[character]

const strayParenthesis = (offset: number, character: string): TextFault => ({
  offset,
  message: `an unquoted "${character}" is not part of a word`,
})

function unterminated({ kind, offset }: Region): TextFault {
  if (kind === 'parenthesis') return strayParenthesis(offset, ')')
  return { offset, message: kind === 'substitution' ? 'unterminated "$("' : `unterminated ${kind}` }
}

/** The word so that a POSIX shell, and {@link splitShellWords}, read it as one word: bare where it can be, else in single quotes. */
export function quoteShellWord(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'"'"'`)}'`
}

/** One command line of all the words, each quoted where it must be. */
export const joinShellWords = (words: Iterable<string>): string => Array.from(words, quoteShellWord).join(' ')

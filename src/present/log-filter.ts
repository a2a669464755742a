// Which lines of a log are shown, by regular expressions, and where in them the match stands. Judges what the process wrote: not the
// engine's time before it, not the colours in it.
import { stripAnsi } from '../support/index.ts'
import { type Output, paint, type Style } from './terminal.ts'

export interface LogFilterOptions {
  /** A line fits that one of them matches. */
  readonly patterns: readonly string[]
  readonly ignoreCase: boolean
  /** Lines that do not fit are shown. */
  readonly invert: boolean
  /** Whether lines begin with the engine's time. */
  readonly timestamps: boolean
  /** Matches are marked where it wants colours. */
  readonly output: Output
}

/** Takes a line with its end; gives it as it is to be shown, or nothing. */
export type LineFilter = (line: Buffer) => Buffer | undefined

/** @throws SyntaxError where a pattern is none. */
export function createLogFilter(options: LogFilterOptions): LineFilter {
  const { patterns, invert, timestamps, output } = options
  // Each by itself first: a mistake must not be mended by the brackets of the whole.
  for (const pattern of patterns) new RegExp(pattern)
  const wanted = new RegExp(
    patterns.map(pattern => `(?:${pattern})`).join('|'),
    options.ignoreCase ? 'gi' : 'g',
  )

  return line => {
    const text = line.toString('utf8')
    const [, time = '', said = '', end = ''] = (timestamps ? timed : plain).exec(text) ?? []
    const bare = said.includes('\x1b') ? stripAnsi(said) : said
    wanted.lastIndex = 0
    if (wanted.test(bare) === invert) return undefined
    // Bytes that are no text, and colours of the process's own, stay as they are.
    if (invert || !output.color || bare !== said || said.includes('\ufffd')) return line
    return Buffer.from(
      time + said.replace(wanted, found => (found === '' ? '' : paint(output, mark, found))) + end,
    )
  }
}

const mark: Style = ['bold', 'red']
const plain = /^()(.*?)(\r?\n?)$/s
const timed = /^(\S* ?)(.*?)(\r?\n?)$/s

// What the explanations of syntax errors share: where the reader stopped, and what they answer.
import type { Document, YAMLParseError } from 'yaml'
import type { ProblemCode, Related } from '../../problem/index.ts'
import type { Lines } from './lines.ts'

export interface FaultSite {
  readonly text: string
  readonly lines: Lines
  readonly error: YAMLParseError
  /** What was read in spite of the error. */
  readonly document: Document.Parsed
}

/** Offsets of the text to point at, and the words. */
export interface Fault {
  readonly code: ProblemCode
  readonly message: string
  readonly hint?: string
  readonly start: number
  readonly end: number
  readonly related?: readonly Related[]
}

export interface LineAbove {
  /** Counts from 1. */
  readonly number: number
  readonly start: number
  readonly indent: number
  readonly text: string
}

/** The lines above an offset's line that hold more than space and comments, nearest first. */
export function* linesAbove({ text, lines }: FaultSite, offset: number): Generator<LineAbove> {
  let start = lines.startOf(offset)
  while (start > 0) {
    start = lines.startOf(start - 1)
    const line = lines.textAt(start)
    const bare = line.trimStart()
    if (bare === '' || bare.startsWith('#')) continue
    yield { number: lines.place(start).line, start, indent: line.length - bare.length, text: line }
  }
  void text
}

/** Offset of the first character of a line that is no space. */
export function firstOf({ lines }: FaultSite, offset: number): number {
  const start = lines.startOf(offset)
  const line = lines.textAt(offset)
  return start + (line.length - line.trimStart().length)
}

/** The line without a comment at its end, and without space there. */
export function withoutComment(line: string): string {
  const comment = line.indexOf(' #')
  return (comment === -1 ? line : line.slice(0, comment)).trimEnd()
}

/** `command`, of a line `  - command: x`; the start of the text where there is no colon. */
export function keyOf(line: string): string {
  // A bounded piece: the patterns are not meant for lines of a million spaces.
  const bare = line
    .trimStart()
    .slice(0, 200)
    .trimEnd()
    .replace(/^(?:- +)+/, '')
  const key = /^("[^"]*"|'[^']*'|[^:#]*?)\s*:(?:\s|$)/.exec(bare)?.[1] ?? bare.split(/\s/)[0] ?? bare
  return key.length > 30 ? `${key.slice(0, 29)}…` : key
}

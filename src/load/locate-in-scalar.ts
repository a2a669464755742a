// Finds the exact place of a piece of a scalar's value in the text of its file. Knows scalars' looks, not their meaning.
import type { Place } from '../problem/index.ts'

/** The text of a file, with the starts of its lines. */
export interface SourceText {
  readonly text: string
  /** Offsets, the first line's first. */
  readonly lineStarts: readonly number[]
}

export function createSource(text: string): SourceText {
  const lineStarts = [text.charCodeAt(0) === 0xfeff ? 1 : 0]
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) lineStarts.push(at + 1)
  return { text, lineStarts }
}

/**
 * The place of `value.slice(start, end)`, where `place` is the scalar's own. In a one-line scalar without escapes it is counted;
 * otherwise the same piece is looked up in the source, so escapes, folding and indentation need no rules here.
 */
export function locateInScalar(
  place: Place,
  value: string,
  span: { readonly start: number; readonly end: number },
  source: () => SourceText | undefined,
): Place {
  const piece = (value.slice(span.start, span.end).split('\n')[0] ?? '').trimEnd()
  if (piece === '') return place
  if (place.endLine === place.line && place.endColumn !== undefined) {
    const lead = (place.endColumn - place.column - value.length) / 2
    if (lead === 0 || lead === 1)
      return spanAt(place.file, place.line, place.column + lead + span.start, piece)
  }
  const found = source()
  return (found && findInSource(place, value, span.start, piece, found)) ?? place
}

function findInSource(
  place: Place,
  value: string,
  start: number,
  piece: string,
  { text, lineStarts }: SourceText,
): Place | undefined {
  const lineStart = lineStarts[place.line - 1]
  if (lineStart === undefined) return undefined
  let at = text.indexOf(piece, lineStart + place.column - 1)
  // As many equal pieces stand before it in the file as in the value.
  let before = value.indexOf(piece)
  while (before !== -1 && before < start && at !== -1) {
    at = text.indexOf(piece, at + 1)
    before = value.indexOf(piece, before + 1)
  }
  if (at === -1) return undefined
  let line = place.line
  while ((lineStarts[line] ?? Number.POSITIVE_INFINITY) <= at) line += 1
  return spanAt(place.file, line, at - (lineStarts[line - 1] as number) + 1, piece)
}

const spanAt = (file: string, line: number, column: number, piece: string): Place => ({
  file,
  line,
  column,
  endLine: line,
  endColumn: column + piece.length,
})

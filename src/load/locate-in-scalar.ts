// Finds the exact place of a piece of a scalar's value in the text of its file. Knows scalars' looks, not their meaning.
import type { Place } from '../problem/index.ts'

/**
 * The place of `value.slice(start, end)`, where `place` is the scalar's own. With the source, the same piece is looked up in it,
 * so quotes, escapes, folding and indentation need no rules here; without it, only one-line scalars can be told exactly.
 */
export function locateInScalar(
  place: Place,
  value: string,
  span: { readonly start: number; readonly end: number },
  source: string | undefined,
): Place {
  const piece = (value.slice(span.start, span.end).split('\n')[0] ?? '').trimEnd()
  if (piece === '') return place
  if (source !== undefined) return findInSource(place, value, span.start, piece, source) ?? place
  if (place.endLine !== place.line || place.endColumn === undefined) return place
  const width = place.endColumn - place.column
  const lead = width === value.length ? 0 : 1
  if (width !== value.length + 2 * lead) return place
  const column = place.column + lead + span.start
  return { file: place.file, line: place.line, column, endLine: place.line, endColumn: column + piece.length }
}

function findInSource(
  place: Place,
  value: string,
  start: number,
  piece: string,
  source: string,
): Place | undefined {
  const lineStart = offsetOfLine(source, place.line)
  if (lineStart === undefined) return undefined
  let at = source.indexOf(piece, lineStart + place.column - 1)
  // As many equal pieces stand before it in the file as in the value.
  for (
    let before = value.indexOf(piece);
    before !== -1 && before < start;
    before = value.indexOf(piece, before + 1)
  ) {
    if (at === -1) return undefined
    at = source.indexOf(piece, at + 1)
  }
  if (at === -1) return undefined
  let line = place.line
  let from = lineStart
  for (let next = source.indexOf('\n', from); next !== -1 && next < at; next = source.indexOf('\n', from)) {
    line += 1
    from = next + 1
  }
  const column = at - from + 1
  return { file: place.file, line, column, endLine: line, endColumn: column + piece.length }
}

function offsetOfLine(source: string, line: number): number | undefined {
  let offset = source.charCodeAt(0) === 0xfeff ? 1 : 0
  for (let current = 1; current < line; current += 1) {
    const next = source.indexOf('\n', offset)
    if (next === -1) return undefined
    offset = next + 1
  }
  return offset
}

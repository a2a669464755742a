/**
 * Text as a terminal shows it: escape sequences, cell widths, cutting, padding and wrapping.
 * Must not know which terminal, if any, shows it; widths are passed in.
 */

// CSI sequences (colours, cursor), OSC sequences (titles, links) up to BEL or ST, and two-character escapes.
const ANSI = /(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b[ -/]*[0-Z\\^-~]/g
// Control characters take no cell.
const CONTROL = /[\x00-\x1f\x7f]/g
// One cell a unit for certain: ASCII, Latin letters, and what progress displays draw with. Segmenting costs a hundred times more.
const SINGLE_CELLS =
  /^[ -~\u00a1-\u00ac\u00ae-\u02ff\u2026\u2500-\u259f\u2713\u2714\u2717\u2718\u2800-\u28ff]*$/
// East Asian wide blocks, a base character that variation selector 16 makes an emoji, and emoji as such.
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe10-\ufe19\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{20000}-\u{3fffd}]|\ufe0f|\p{Emoji_Presentation}/u
const INVISIBLE = /^[\p{M}\p{Cc}\p{Cf}\u2028\u2029]+$/u
// Made where it is needed: the first one loads ICU's tables, which takes longer than a whole `gantry version` should.
const graphemesOf = (text: string) => new Intl.Segmenter('en', { granularity: 'grapheme' }).segment(text)

/** The text without terminal escape sequences. */
export const stripAnsi = (text: string): string => text.replace(ANSI, '')

/**
 * How many terminal cells the text takes on one line: two for East Asian wide characters and emoji, none for combining marks,
 * control characters and escape sequences. Tabs count as nothing: where they lead depends on the column.
 */
export function cellWidth(text: string): number {
  if (SINGLE_CELLS.test(text)) return text.length
  const visible = stripAnsi(text).replace(CONTROL, '')
  if (SINGLE_CELLS.test(visible)) return visible.length
  let width = 0
  for (const { segment } of graphemesOf(visible)) width += graphemeWidth(segment)
  return width
}

/**
 * Cuts to at most `width` cells and ends what was cut with the ellipsis. Escape sequences are all kept, also those after the
 * cut, so that a colour that the text switched on is switched off again.
 */
export function truncateText(text: string, width: number, ellipsis = '…'): string {
  if (cellWidth(text) <= width) return text
  const room = width - cellWidth(ellipsis)
  if (room < 0) return ''
  let result = ''
  let used = 0
  let cut = false
  for (const piece of pieces(text)) {
    if (piece.width === 0) {
      if (!cut || piece.escape) result += piece.text
    } else if (!cut && used + piece.width <= room) {
      result += piece.text
      used += piece.width
    } else if (!cut) {
      result += ellipsis
      cut = true
    }
  }
  return result
}

/** Fills up with spaces to `width` cells, behind the text or (`'start'`) before it. Longer text stays as it is. */
export function padText(text: string, width: number, side: 'end' | 'start' = 'end'): string {
  const filler = ' '.repeat(Math.max(0, width - cellWidth(text)))
  return side === 'end' ? text + filler : filler + text
}

/**
 * Breaks text into lines of at most `width` cells, at spaces where it can, inside a word where the word alone is wider.
 * Line breaks of the text stay; runs of spaces inside a line become one where the line is broken or joined.
 */
export function wrapText(text: string, width: number): readonly string[] {
  const limit = Math.max(1, width)
  return text.split(/\r?\n/).flatMap(line => (cellWidth(line) <= limit ? [line] : wrapLine(line, limit)))
}

function wrapLine(line: string, width: number): string[] {
  const lines: string[] = []
  let current = ''
  let used = 0
  for (const word of line.split(' ').filter(part => part !== '')) {
    const needed = cellWidth(word)
    if (current !== '' && used + 1 + needed <= width) {
      current += ` ${word}`
      used += 1 + needed
      continue
    }
    if (current !== '') lines.push(current)
    const parts = needed <= width ? [word] : breakWord(word, width)
    current = parts.pop() ?? ''
    used = cellWidth(current)
    lines.push(...parts)
  }
  if (current !== '' || lines.length === 0) lines.push(current)
  return lines
}

function breakWord(word: string, width: number): string[] {
  const parts: string[] = []
  let current = ''
  let used = 0
  for (const piece of pieces(word)) {
    if (used > 0 && used + piece.width > width) {
      parts.push(current)
      current = ''
      used = 0
    }
    current += piece.text
    used += piece.width
  }
  return [...parts, current]
}

type Piece = { readonly text: string; readonly width: number; readonly escape: boolean }

/** The text as graphemes and escape sequences: what must not be cut in two. */
function* pieces(text: string): Generator<Piece> {
  let at = 0
  for (const match of text.matchAll(ANSI)) {
    yield* visiblePieces(text.slice(at, match.index))
    yield { text: match[0], width: 0, escape: true }
    at = match.index + match[0].length
  }
  yield* visiblePieces(text.slice(at))
}

function* visiblePieces(text: string): Generator<Piece> {
  for (const { segment } of graphemesOf(text)) {
    yield { text: segment, width: graphemeWidth(segment), escape: false }
  }
}

function graphemeWidth(grapheme: string): number {
  if (INVISIBLE.test(grapheme)) return 0
  return WIDE.test(grapheme) ? 2 : 1
}

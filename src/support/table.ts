/**
 * Text tables in columns, as docker prints them. Must not know what stands in the cells.
 */
import { cellWidth, padText } from './text.ts'

/** How a table is laid out. */
export type TableOptions = {
  /** Printed first, in upper case. */
  readonly header?: readonly string[]
  /** Spaces between a column's widest cell and the next column; 3 by default. */
  readonly padding?: number
  /** The least width of a column, its padding included; 0 by default. docker uses 10 (20 in older releases). */
  readonly minWidth?: number
}

/**
 * Lays out rows in columns. The last cell of a row is never padded, so that no line ends in spaces of ours.
 *
 * @returns one line a row, each ended by a line feed; an empty text where there is neither header nor row.
 */
export function formatTable(rows: Iterable<readonly string[]>, options: TableOptions = {}): string {
  const { header, padding = 3, minWidth = 0 } = options
  const lines = header === undefined ? [...rows] : [header.map(name => name.toUpperCase()), ...rows]
  const widths: number[] = []
  for (const line of lines) {
    line.slice(0, -1).forEach((cell, column) => {
      widths[column] = Math.max(widths[column] ?? minWidth, cellWidth(cell) + padding)
    })
  }
  return lines.map(line => `${formatLine(line, widths)}\n`).join('')
}

const formatLine = (line: readonly string[], widths: readonly number[]): string =>
  line
    .map((cell, column) => (column === line.length - 1 ? cell : padText(cell, widths[column] ?? 0)))
    .join('')

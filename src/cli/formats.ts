// Rows as `--format` wants them: a table, JSON (one object a line), or a Go template, with or without `table` before it.
import { executeTemplate, formatTable, parseTemplate } from '../support/index.ts'
import { usage } from './usage.ts'

export interface TableView<T> {
  readonly header: readonly string[]
  readonly cells: (row: T) => readonly string[]
  /** The least width of a column; 0 unless given. */
  readonly minWidth?: number
  /** Docker Compose prints some lists as one JSON array; else one object a line. */
  readonly jsonArray?: boolean
  /** Headings of fields in `table` templates, where they are not the field's own name. */
  readonly headings?: Readonly<Record<string, string>>
}

export function renderRows<T extends object>(rows: readonly T[], format: string, view: TableView<T>): string {
  if (format === 'table' || format === '') {
    return withLineEnd(
      formatTable(
        rows.map(row => [...view.cells(row)]),
        { header: [...view.header], minWidth: view.minWidth ?? 0 },
      ),
    )
  }
  if (format === 'json' && view.jsonArray) return `${JSON.stringify(rows)}\n`
  if (format === 'json') return rows.map(row => `${JSON.stringify(row)}\n`).join('')
  const isTable = /^table\s/.test(format)
  const source = (isTable ? format.replace(/^table\s+/, '') : format)
    .replaceAll('\\t', '\t')
    .replaceAll('\\n', '\n')
  const template = parseTemplate(source)
  if (!template.ok) throw usage(`--format has a mistake: ${template.error.message}`)
  const lines = rows.map(row => {
    const result = executeTemplate(template.value, row)
    if (!result.ok) throw usage(`--format has a mistake: ${result.error.message}`)
    return result.value
  })
  if (!isTable) return lines.map(line => `${line}\n`).join('')
  const header = source
    .split('\t')
    .map(cell =>
      [...cell.matchAll(/\.([A-Za-z]+)/g)].map(match => heading(match[1] ?? '', view.headings)).join(' '),
    )
  return withLineEnd(
    formatTable(
      lines.map(line => line.split('\t')),
      { header },
    ),
  )
}

/** `RunningFor` → `RUNNING FOR`, with docker's own words where they differ. */
function heading(name: string, headings: Readonly<Record<string, string>> = {}): string {
  const own: Record<string, string> = {
    ID: 'CONTAINER ID',
    RunningFor: 'CREATED',
    CreatedAt: 'CREATED AT',
    ExitCode: 'EXIT CODE',
    ...headings,
  }
  return own[name] ?? name.replace(/([a-z])([A-Z])/g, '$1 $2').toUpperCase()
}

function withLineEnd(text: string): string {
  return text === '' || text.endsWith('\n') ? text : `${text}\n`
}

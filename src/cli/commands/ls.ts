// gantry ls
import { listProjects, type ProjectRow } from '../../app/index.ts'
import type { CommandModule } from '../command-module.ts'
import { renderRows } from '../formats.ts'
import { collect, flag, list, text } from '../options.ts'
import { usage } from '../usage.ts'

export const command: CommandModule = {
  configure: command => {
    command
      .option('-a, --all', 'projects of which nothing runs, too')
      .option('--filter <filter>', 'name=PATTERN (repeatable)', collect)
      .option('--format <format>', 'table, json or a template', 'table')
      .option('-q, --quiet', 'print names alone')
      .addHelpText('after', '\nExample: gantry ls -a')
  },
  async run({ options, app, terminal }) {
    const patterns = list(options, 'filter').map(namePattern)
    const rows = await listProjects(await app.engine(), {
      all: flag(options, 'all'),
      ...(patterns.length > 0 && { matches: name => patterns.some(pattern => pattern.test(name)) }),
    })
    await terminal.stdout.write(
      flag(options, 'quiet')
        ? rows.map(row => `${row.Name}\n`).join('')
        : renderRows(rows, text(options, 'format') ?? 'table', table),
    )
    return 0
  },
}

const table = {
  header: ['NAME', 'STATUS', 'CONFIG FILES'],
  cells: (row: ProjectRow) => [row.Name, row.Status, row.ConfigFiles],
  minWidth: 20,
  jsonArray: true,
  headings: { ConfigFiles: 'CONFIG FILES' },
}

function namePattern(filter: string): RegExp {
  const source = /^name=(.*)$/.exec(filter)?.[1]
  if (source === undefined) throw usage(`--filter takes name=PATTERN, not ${JSON.stringify(filter)}`)
  try {
    return new RegExp(source)
  } catch {
    throw usage(`--filter name=${source} is no pattern`, 'write a regular expression, such as name=^shop')
  }
}

// gantry volumes
import { checkServices, listVolumes, loadOrRecall, type VolumeRow } from '../../app/index.ts'
import type { CommandModule } from '../command-module.ts'
import { renderRows } from '../formats.ts'
import { flag, text } from '../options.ts'

export const command: CommandModule = {
  configure: command => {
    command
      .argument('[service...]')
      .option('--format <format>', 'table, json or a template', 'table')
      .option('-q, --quiet', 'print names alone')
      .addHelpText('after', "\nExample: gantry volumes --format '{{.Name}} {{.Mountpoint}}'")
  },
  async run({ options, args, app, globals, terminal }) {
    const { project } = await loadOrRecall(app, globals, { allResources: true })
    const services = await checkServices(app, project, args)
    const rows = await listVolumes(await app.engine(), project, services)
    await terminal.stdout.write(
      flag(options, 'quiet')
        ? rows.map(row => `${row.Name}\n`).join('')
        : renderRows(rows, text(options, 'format') ?? 'table', table),
    )
    return 0
  },
}

const table = {
  header: ['DRIVER', 'VOLUME NAME'],
  cells: (row: VolumeRow) => [row.Driver, row.Name],
  minWidth: 10,
  headings: { Name: 'VOLUME NAME' },
}

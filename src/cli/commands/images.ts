// gantry images
import { checkServices, type ImageRow, listImages, loadOrRecall } from '../../app/index.ts'
import { formatHumanSize, formatTimeAgo } from '../../support/index.ts'
import type { CommandModule } from '../command-module.ts'
import { renderRows } from '../formats.ts'
import { flag, text } from '../options.ts'

export const command: CommandModule = {
  configure: command => {
    command
      .argument('[service...]')
      .option('--format <format>', 'table, json or a template', 'table')
      .option('-q, --quiet', 'print ids alone')
      .addHelpText('after', '\nExample: gantry images')
  },
  async run({ options, args, app, globals, terminal }) {
    const { project } = await loadOrRecall(app, globals, { allResources: true })
    const services = await checkServices(app, project, args)
    const rows = await listImages(await app.engine(), {
      project: project.stack.name,
      ...(services && { services }),
    })
    if (flag(options, 'quiet')) {
      const ids = new Set(rows.map(row => row.ID.replace(/^[^:]*:/, '')))
      await terminal.stdout.write([...ids].map(id => `${id}\n`).join(''))
      return 0
    }
    const now = app.now()
    await terminal.stdout.write(
      renderRows(rows, text(options, 'format') ?? 'table', {
        header: ['CONTAINER', 'REPOSITORY', 'TAG', 'PLATFORM', 'IMAGE ID', 'SIZE', 'CREATED'],
        cells: row => cells(row, now),
        minWidth: 20,
        jsonArray: true,
        headings: { ID: 'IMAGE ID', ContainerName: 'CONTAINER' },
      }),
    )
    return 0
  },
}

const cells = (row: ImageRow, now: number): readonly string[] => [
  row.ContainerName,
  row.Repository,
  row.Tag,
  row.Platform,
  row.ID.replace(/^[^:]*:/, '').slice(0, 12),
  formatHumanSize(row.Size, 3),
  row.Created === undefined ? 'N/A' : formatTimeAgo(Date.parse(row.Created), now),
]

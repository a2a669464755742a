// gantry ps
import { Option } from 'commander'
import { type ContainerRow, checkServices, listContainers, loadOrRecall } from '../../app/index.ts'
import { formatTimeAgo } from '../../support/index.ts'
import type { CommandModule } from '../command-module.ts'
import { renderRows } from '../formats.ts'
import { collect, flag, list, text } from '../options.ts'
import { usage } from '../usage.ts'

const states = ['paused', 'restarting', 'removing', 'running', 'dead', 'created', 'exited']

export const command: CommandModule = {
  configure: command => {
    command
      .argument('[service...]')
      .option('-a, --all', 'those that are stopped, and one-offs, too')
      .option('--filter <filter>', 'status=STATE')
      .option('--format <format>', 'table, json or a template', 'table')
      .option('--no-trunc', 'do not shorten')
      .addOption(
        new Option('--orphans', 'containers of services that the files no longer have, too').default(true),
      )
      .option('--no-orphans', 'leave them out')
      .option('-q, --quiet', 'print ids alone')
      .option('--services', 'print service names alone')
      .option('--status <state>', 'only containers in this state (repeatable)', collect)
      .addHelpText('after', '\nExample: gantry ps -a')
  },
  async run({ options, args, app, globals, terminal }) {
    const { project } = await loadOrRecall(app, globals, { allResources: true })
    const services = await checkServices(app, project, args)
    const filter = /^status=(.+)$/.exec(text(options, 'filter') ?? '')?.[1]
    if (options.filter !== undefined && filter === undefined) throw usage('--filter takes status=STATE')
    const wanted = [...list(options, 'status'), ...(filter ? [filter] : [])]
    for (const state of wanted) {
      if (!states.includes(state))
        throw usage(`unknown state ${JSON.stringify(state)}`, `one of ${states.join(', ')}`)
    }
    const now = app.now()
    const rows = await listContainers(
      await app.engine(),
      {
        project: project.stack.name,
        all: flag(options, 'all'),
        ...(services && { services }),
        states: wanted,
        known: new Set(Object.keys({ ...project.stack.services, ...project.disabled })),
        orphans: options.orphans !== false,
        // Quiet prints ids for other programs: whole, as Docker Compose does.
        truncate: options.trunc !== false && !flag(options, 'quiet'),
      },
      { ago: seconds => formatTimeAgo(seconds * 1000, now), date: localDate },
    )
    if (flag(options, 'quiet')) {
      await terminal.stdout.write(rows.map(row => `${row.ID}\n`).join(''))
      return 0
    }
    if (flag(options, 'services')) {
      const names = [...new Set(rows.map(row => row.Service))]
      await terminal.stdout.write(names.map(name => `${name}\n`).join(''))
      return 0
    }
    await terminal.stdout.write(renderRows(rows, text(options, 'format') ?? 'table', table))
    return 0
  },
}

const table = {
  header: ['NAME', 'IMAGE', 'COMMAND', 'SERVICE', 'CREATED', 'STATUS', 'PORTS'],
  cells: (row: ContainerRow) => [
    row.Name,
    row.Image,
    row.Command,
    row.Service,
    row.RunningFor,
    row.Status,
    row.Ports,
  ],
  minWidth: 10,
}

/** `2024-05-01 12:30:00 +0000 UTC`, as Go prints a local time. */
function localDate(seconds: number): string {
  const date = new Date(seconds * 1000)
  const pad = (value: number) => String(Math.abs(value)).padStart(2, '0')
  const offset = -date.getTimezoneOffset()
  const zone = `${offset < 0 ? '-' : '+'}${pad(Math.trunc(offset / 60))}${pad(offset % 60)}`
  const name = offset === 0 ? 'UTC' : zone
  const day = `${date.getFullYear()}-${pad(date.getMonth() + 1)}-${pad(date.getDate())}`
  return `${day} ${pad(date.getHours())}:${pad(date.getMinutes())}:${pad(date.getSeconds())} ${zone} ${name}`
}

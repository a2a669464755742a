// gantry stats

import {
  checkServices,
  emptyStats,
  followStats,
  loadOrRecall,
  type StatsRow,
  statsContainers,
} from '../../app/index.ts'
import { createScreen } from '../../present/index.ts'
import type { CommandModule } from '../command-module.ts'
import { renderRows } from '../formats.ts'
import { flag, text } from '../options.ts'

export const command: CommandModule = {
  configure: command => {
    command
      .argument('[service...]')
      .option('-a, --all', 'containers that do not run, too')
      .option('--format <format>', 'table, json or a template', 'table')
      .option('--no-stream', 'print the figures once')
      .option('--no-trunc', 'do not shorten')
      .addHelpText('after', '\nExample: gantry stats --no-stream')
  },
  async run({ options, args, app, globals, terminal }) {
    const { project } = await loadOrRecall(app, globals, { allResources: true })
    const services = await checkServices(app, project, args)
    const engine = await app.engine()
    const stream = options.stream !== false
    const truncate = options.trunc !== false
    const format = text(options, 'format') ?? 'table'
    const containers = await statsContainers(engine, {
      project: project.stack.name,
      ...(services && { services }),
      all: flag(options, 'all'),
    })
    const rows = new Map<string, StatsRow>(containers.map(one => [one.Id, emptyStats(one, truncate)]))
    const screen = stream ? createScreen(terminal.stdout) : undefined
    const waiting = new Set(containers.filter(one => one.State === 'running').map(one => one.Id))
    const draw = () => screen?.draw(renderRows([...rows.values()], format, table))
    try {
      await Promise.all(
        containers
          .filter(one => waiting.has(one.Id))
          .map(async one => {
            for await (const row of followStats(engine, one, { stream, truncate }, app.signal)) {
              rows.set(one.Id, row)
              waiting.delete(one.Id)
              // Once all have spoken, each frame of the first one draws all: one picture a second.
              if (waiting.size === 0 && one.Id === containers.find(first => first.State === 'running')?.Id)
                await draw()
            }
            if (stream && !flag(options, 'all')) rows.delete(one.Id)
          }),
      )
    } finally {
      await screen?.close()
    }
    if (!stream) await terminal.stdout.write(renderRows([...rows.values()], format, table))
    return app.signal.aborted ? 130 : 0
  },
}

const table = {
  header: ['CONTAINER ID', 'NAME', 'CPU %', 'MEM USAGE / LIMIT', 'MEM %', 'NET I/O', 'BLOCK I/O', 'PIDS'],
  cells: (row: StatsRow) => [
    row.ID,
    row.Name,
    row.CPUPerc,
    row.MemUsage,
    row.MemPerc,
    row.NetIO,
    row.BlockIO,
    row.PIDs,
  ],
  minWidth: 10,
  headings: {
    Container: 'CONTAINER',
    CPUPerc: 'CPU %',
    MemUsage: 'MEM USAGE / LIMIT',
    MemPerc: 'MEM %',
    NetIO: 'NET I/O',
    BlockIO: 'BLOCK I/O',
    PIDs: 'PIDS',
  },
}

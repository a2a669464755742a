// gantry logs
import { checkServices, followLogs, loadOrRecall, shortName, stackContainers } from '../../app/index.ts'
import { createLogFilter, createLogWriter, type Terminal } from '../../present/index.ts'
import { parseTimestamp } from '../../support/index.ts'
import type { CommandModule } from '../command-module.ts'
import { collect, count, flag, list, text } from '../options.ts'
import { usage } from '../usage.ts'

export const command: CommandModule = {
  configure: command => {
    command
      .argument('[service...]')
      .option('-f, --follow', 'go on as more is written, through restarts')
      .option(
        '--grep <pattern>',
        'only lines that a regular expression matches (repeatable: any of them)',
        collect,
      )
      .option('--ignore-case', 'for --grep: upper and lower case are the same')
      .option('--index <n>', 'only this replica')
      .option('--invert', 'for --grep: only the lines that do not match')
      .option('--no-color', 'no colours')
      .option('--no-log-prefix', 'no names before the lines')
      .option('--since <time>', 'from a timestamp, or a duration back from now (42m)')
      .option('-n, --tail <lines>', 'lines from the end of each log, before --grep looks at them', 'all')
      .option('-t, --timestamps', 'show when each line was written')
      .option('--until <time>', 'up to a timestamp, or a duration back from now')
      .addHelpText('after', '\nExample: gantry logs --tail 20 -f -t web')
  },
  async run({ options, args, app, globals, terminal }) {
    const { project } = await loadOrRecall(app, globals, { services: [...args], allResources: true })
    const services = await checkServices(app, project, args)
    const time = (name: string) => {
      const value = text(options, name)
      if (value === undefined) return undefined
      const parsed = parseTimestamp(value, app.now())
      if (parsed === undefined)
        throw usage(`--${name} takes a timestamp or a duration, not ${JSON.stringify(value)}`)
      return parsed
    }
    const tail = text(options, 'tail') ?? 'all'
    if (!/^(all|-?\d+)$/.test(tail)) throw usage(`--tail takes a number or all, not ${JSON.stringify(tail)}`)
    const name = (source: { name: string }) => shortName(project.stack.name, source.name)
    const filter = lineFilter(options, terminal)
    const engine = await app.engine()
    const writer = createLogWriter({
      names: (await stackContainers(engine, project))
        .filter(one => services === undefined || services.has(one.service))
        .map(name),
      stdout: terminal.stdout,
      stderr: terminal.stdout,
      prefix: options.logPrefix !== false,
      color: terminal.stdout.color && options.color !== false,
      ...(filter && { filter }),
    })
    const since = time('since')
    const until = time('until')
    const number = count(options, 'index')
    const heard = new Set<string>()
    await followLogs(
      engine,
      {
        project: project.stack.name,
        ...(services && { services }),
        ...(number !== undefined && { number }),
        follow: flag(options, 'follow'),
        timestamps: flag(options, 'timestamps'),
        tail: tail.startsWith('-') ? 'all' : tail,
        ...(since !== undefined && { since }),
        ...(until !== undefined && { until }),
      },
      {
        chunk: (source, stream, data) => {
          heard.add(name(source))
          return writer.chunk(name(source), stream, data)
        },
        exited: (source, exitCode, restarting) => {
          void writer
            .flush(name(source))
            .then(() =>
              writer.note(`${name(source)} exited with code ${exitCode}${restarting ? ' (restarting)' : ''}`),
            )
        },
      },
      app.signal,
    )
    // What a process has said without a line's end is said, too.
    for (const one of heard) await writer.flush(one)
    return app.signal.aborted ? 130 : 0
  },
}

function lineFilter(options: Readonly<Record<string, unknown>>, { stdout }: Terminal) {
  const patterns = list(options, 'grep')
  const [ignoreCase, invert] = [flag(options, 'ignoreCase'), flag(options, 'invert')]
  if (patterns.length === 0) {
    if (ignoreCase || invert)
      throw usage(`--${invert ? 'invert' : 'ignore-case'} says how --grep looks`, 'add --grep PATTERN')
    return undefined
  }
  try {
    return createLogFilter({
      patterns,
      ignoreCase,
      invert,
      timestamps: flag(options, 'timestamps'),
      output: { ...stdout, color: stdout.color && options.color !== false },
    })
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    throw usage(`--grep takes a regular expression: ${error.message}`)
  }
}

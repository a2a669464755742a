// gantry cp
import { copyContainers, copyInto, copyOut, loadOrRecall, parseCopyArgument } from '../../app/index.ts'
import type { CommandModule } from '../command-module.ts'
import { count, flag } from '../options.ts'
import { usage } from '../usage.ts'

export const command: CommandModule = {
  configure: command => {
    command
      .usage(
        '[options] SERVICE:SRC_PATH DEST_PATH|-\n       gantry cp [options] SRC_PATH|- SERVICE:DEST_PATH',
      )
      .argument('<source>')
      .argument('<target>')
      .option('--all', 'to containers made by run, too')
      .option('-a, --archive', 'keep who owns the files')
      .option('-L, --follow-link', 'copy what a link in the source leads to')
      .option('--index <n>', 'which replica')
      .addHelpText('after', '\nExample: gantry cp web:/etc/nginx/nginx.conf .')
  },
  async run({ options, args, app, globals, terminal }) {
    const [from = '', to = ''] = args
    const source = parseCopyArgument(from)
    const target = parseCopyArgument(to)
    if (source && target)
      throw usage('copying between services is not possible', 'copy to this machine first')
    const side = source ?? target
    if (side === undefined) throw usage('name a container on one side: SERVICE:PATH')
    const number = count(options, 'index') || undefined
    const { project } = await loadOrRecall(app, globals, { allResources: true })
    const engine = await app.engine()
    const containers = await copyContainers(engine, project, {
      service: side.service,
      ...(number !== undefined && { number }),
      oneOffs: flag(options, 'all'),
    })
    const how = { archive: flag(options, 'archive'), followLink: flag(options, 'followLink') }
    const say = async (name: string) => {
      if (globals.progress !== 'quiet') await terminal.stderr.write(` ${name} Copied ${from} to ${to}\n`)
    }
    if (source !== undefined) {
      const [first] = containers
      if (first === undefined) return 1
      if (to === '-' && terminal.stdout.isTTY)
        throw usage('a tar is no text for a terminal', 'redirect the output, or name a path')
      await copyOut(engine, first, {
        from: source.path,
        to,
        ...(to === '-' && { stdout: (data: Uint8Array) => terminal.stdout.write(data) }),
        ...how,
      })
      if (to !== '-') await say(first.name)
      return 0
    }
    const into = target as { path: string }
    // A tar from standard input can be read once: it is kept for the containers after the first.
    const tar = from === '-' ? await app.stdin() : undefined
    for (const one of containers) {
      await copyInto(engine, one, { from, to: into.path, ...(tar && { stdin: once(tar) }), ...how })
      await say(one.name)
    }
    return 0
  },
}

async function* once(data: Uint8Array): AsyncGenerator<Uint8Array> {
  yield data
}

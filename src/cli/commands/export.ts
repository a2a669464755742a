// gantry export
import { exportReplica, loadOrRecall } from '../../app/index.ts'
import type { CommandModule } from '../command-module.ts'
import { count, text } from '../options.ts'
import { usage } from '../usage.ts'

export const command: CommandModule = {
  configure: command => {
    command
      .argument('<service>')
      .option('--index <n>', 'which replica')
      .option('-o, --output <file>', 'write to a file, not to standard output')
      .addHelpText('after', '\nExample: gantry export -o web.tar web')
  },
  async run({ options, args, app, globals, terminal }) {
    const output = text(options, 'output')
    if (output === undefined && terminal.stdout.isTTY)
      throw usage('a tar is no text for a terminal', 'name a file with -o, or redirect the output')
    const { project } = await loadOrRecall(app, globals, { allResources: true })
    await exportReplica(await app.engine(), project, {
      service: args[0] ?? '',
      number: count(options, 'index') || undefined,
      ...(output !== undefined && output !== '-' && { file: output }),
      write: data => terminal.stdout.write(data),
      signal: app.signal,
    })
    return 0
  },
}

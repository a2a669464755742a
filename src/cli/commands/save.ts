// gantry save
import { loadProject, saveStackImages } from '../../app/index.ts'
import { formatHumanSize } from '../../support/index.ts'
import type { CommandModule } from '../command-module.ts'
import { flag, text } from '../options.ts'
import { transferLine } from '../transfer-line.ts'
import { usage } from '../usage.ts'

export const command: CommandModule = {
  configure: command => {
    command
      .argument('[service...]')
      .option('--include-deps', 'the images of the services that these need, too')
      .option('-o, --output <file>', 'write to a file, not to standard output')
      .option('-q, --quiet', 'say nothing')
      .addHelpText('after', '\nExample: gantry save -o shop.tar')
  },
  async run({ options, args, app, globals, terminal }) {
    const output = text(options, 'output')
    const file = output === '-' ? undefined : output
    if (file === undefined && terminal.stdout.isTTY)
      throw usage('an archive is no text for a terminal', 'name a file with -o, or redirect the output')
    const withDeps = flag(options, 'includeDeps')
    const { project } = await loadProject(app, globals, {
      services: [...args],
      noDeps: !withDeps,
      resolveEnvironment: false,
    })
    const line = transferLine(terminal, 'Saving')
    let saved: readonly string[]
    try {
      saved = await saveStackImages(app, project, {
        services: withDeps ? [] : args,
        ...(file !== undefined && { file }),
        write: data => terminal.stdout.write(data),
        onBytes: line.add,
      })
    } finally {
      line.end()
    }
    if (flag(options, 'quiet') || globals.progress === 'quiet') return 0
    const count = `${saved.length} image${saved.length === 1 ? '' : 's'}`
    const size = saved.length === 0 ? '' : ` (${formatHumanSize(line.end(), 3)})`
    await terminal.stderr.write(`Saved ${count}${size}${saved.map(name => `\n ${name}`).join('')}\n`)
    return 0
  },
}

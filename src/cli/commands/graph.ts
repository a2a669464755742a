// gantry graph
import { loadProject, planUp, stackGraph, survey } from '../../app/index.ts'
import { type GraphFormat, renderGraph } from '../../present/index.ts'
import type { CommandModule } from '../command-module.ts'
import { flag, text } from '../options.ts'
import { writeNew } from '../write-new.ts'

const formats: readonly GraphFormat[] = ['text', 'dot', 'mermaid', 'svg']

export const command: CommandModule = {
  configure: command => {
    command
      .argument('[service...]')
      .option('--format <format>', 'text, dot, mermaid or svg', 'text')
      .option('-o, --output <file>', 'write to a file')
      .option('--plan', 'colour what up would create, change or remove')
      .addHelpText('after', '\nExample: gantry graph --format svg --plan -o stack.svg')
  },
  async run({ app, globals, options, args, terminal }) {
    const { project } = await loadProject(app, globals, { services: [...args] })
    const plan = flag(options, 'plan')
      ? planUp((await survey(app, project)).input, { services: args })
      : undefined
    const drawn = await renderGraph(stackGraph(project, plan), text(options, 'format', formats) ?? 'text')
    const file = text(options, 'output')
    if (file === undefined) await terminal.stdout.write(drawn)
    else await writeNew(file, drawn, { force: true })
    return 0
  },
}

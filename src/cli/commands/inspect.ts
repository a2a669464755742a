// gantry inspect
import { findReplica, loadOrRecall } from '../../app/index.ts'
import { executeTemplate, parseTemplate } from '../../support/index.ts'
import type { CommandModule } from '../command-module.ts'
import { count, text } from '../options.ts'
import { usage } from '../usage.ts'

export const command: CommandModule = {
  configure: command => {
    command
      .argument('<service>')
      .option('-f, --format <template>', 'json, or a template')
      .option('--index <n>', 'which replica')
      .addHelpText('after', "\nExample: gantry inspect web --format '{{.State.Health.Status}}'")
  },
  async run({ options, args, app, globals, terminal }) {
    const { project } = await loadOrRecall(app, globals, { allResources: true })
    const engine = await app.engine()
    const replica = await findReplica(engine, project, args[0] ?? '', count(options, 'index'), true)
    const live = await engine.containers.inspect(replica.id)
    const format = text(options, 'format') ?? ''
    if (format === '' || format === 'json') {
      const json = format === 'json' ? JSON.stringify([live]) : JSON.stringify([live], undefined, 4)
      await terminal.stdout.write(`${json}\n`)
      return 0
    }
    const template = parseTemplate(format)
    if (!template.ok) throw usage(`--format has a mistake: ${template.error.message}`)
    const result = executeTemplate(template.value, live)
    if (!result.ok) throw usage(`--format has a mistake: ${result.error.message}`)
    await terminal.stdout.write(`${result.value}\n`)
    return 0
  },
}

// gantry diff
import process from 'node:process'
import { diffStack, loadProject, renderDiff, renderDiffJson, survey } from '../../app/index.ts'
import type { CommandModule } from '../command-module.ts'
import { flag, text } from '../options.ts'
import { showNotices } from '../run-change.ts'

export const command: CommandModule = {
  configure: command => {
    command
      .argument('[service...]')
      .option('--format <format>', 'text or json')
      .option('--exit-code', 'exit with 2 where something differs')
      .addHelpText('after', '\nExample: gantry diff web')
  },
  async run(invocation) {
    const { app, globals, options, args, terminal } = invocation
    const loaded = await loadProject(app, globals, { services: [...args] })
    await showNotices(invocation, loaded.problems, loaded)
    const scene = await survey(app, loaded.project, { createsNothing: true })
    const diffs = diffStack(scene.input)
    const asJson = text(options, 'format', ['text', 'json']) === 'json'
    const shown = asJson
      ? renderDiffJson(scene.project.stack.name, diffs)
      : renderDiff(diffs, { directory: process.cwd() })
    await terminal.stdout.write(shown === '' || shown.endsWith('\n') ? shown : `${shown}\n`)
    return flag(options, 'exitCode') && diffs.length > 0 ? 2 : 0
  },
}

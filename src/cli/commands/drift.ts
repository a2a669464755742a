// gantry drift
import process from 'node:process'
import { findDrift, loadProject, renderDiff, renderDiffJson, survey } from '../../app/index.ts'
import type { CommandModule } from '../command-module.ts'
import { text } from '../options.ts'
import { showNotices } from '../run-change.ts'

export const command: CommandModule = {
  configure: command => {
    command
      .option('--format <format>', 'text or json')
      .addHelpText(
        'after',
        '\nExit codes: 0 where what runs is what was last applied, 2 where something was changed by hand, 1 on errors\nExample: gantry drift || gantry up -d',
      )
  },
  async run(invocation) {
    const { app, globals, options, terminal } = invocation
    const loaded = await loadProject(app, globals)
    await showNotices(invocation, loaded.problems, loaded)
    const scene = await survey(app, loaded.project, { createsNothing: true })
    const diffs = findDrift(scene.input)
    const asJson = text(options, 'format', ['text', 'json']) === 'json'
    if (!asJson && diffs.length === 0)
      await terminal.stdout.write('No drift: what runs is what was last applied\n')
    else {
      const shown = asJson
        ? renderDiffJson(scene.project.stack.name, diffs)
        : renderDiff(diffs, { directory: process.cwd() })
      await terminal.stdout.write(shown.endsWith('\n') ? shown : `${shown}\n`)
    }
    return diffs.length > 0 ? 2 : 0
  },
}

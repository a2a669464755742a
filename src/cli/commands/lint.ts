// gantry lint

import process from 'node:process'
import { Option } from 'commander'
import { LoadFailure, lintProject } from '../../app/index.ts'
import { renderProblems } from '../../present/index.ts'

import type { CommandModule } from '../command-module.ts'
import { flag, text } from '../options.ts'

export const command: CommandModule = {
  configure: command => {
    command
      .option('--strict', 'exit with 1 on warnings, too')
      .addOption(new Option('--format <format>', 'auto, frames, lines, json or github').default('auto'))
      .addHelpText('after', '\nExample: gantry lint --strict')
  },
  async run({ options, app, globals, terminal }) {
    const format = text(options, 'format', ['auto', 'frames', 'lines', 'json', 'github'] as const) ?? 'auto'
    const { problems, sources } = await lintProject(app, globals).catch(error => {
      if (error instanceof LoadFailure) return { problems: error.problems, sources: error.sources }
      throw error
    })
    await terminal.stdout.write(
      renderProblems(problems, {
        output: terminal.stdout,
        environment: terminal.environment,
        workingDirectory: process.cwd(),
        format,
        sources,
      }),
    )
    const errors = problems.filter(problem => problem.severity === 'error').length
    const warnings = problems.filter(problem => problem.severity === 'warning').length
    if (format !== 'json') {
      const plural = (count: number, word: string) => `${count} ${word}${count === 1 ? '' : 's'}`
      await terminal.stderr.write(`${plural(errors, 'error')}, ${plural(warnings, 'warning')}\n`)
    }
    return errors > 0 || (flag(options, 'strict') && warnings > 0) ? 1 : 0
  },
}

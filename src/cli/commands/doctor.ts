// gantry doctor
import process from 'node:process'
import { Option } from 'commander'
import { runDoctor } from '../../app/index.ts'
import { renderFindings } from '../../present/index.ts'
import type { CommandModule } from '../command-module.ts'
import { flag, text } from '../options.ts'

export const command: CommandModule = {
  configure: command => {
    command
      .option('--deep', 'also look from inside a container of an image that is here')
      .addOption(new Option('--format <format>', 'text or json').default('text'))
      .addHelpText('after', '\nExits with 1 where a fault was found.\nExample: gantry doctor --deep')
  },
  async run({ options, app, globals, terminal }) {
    const findings = await runDoctor(app, globals, { deep: flag(options, 'deep') })
    const count = (level: string) => findings.filter(one => one.level === level).length
    const [faults, warnings] = [count('fault'), count('warning')]
    if (text(options, 'format', ['text', 'json'] as const) === 'json') {
      await terminal.stdout.write(`${JSON.stringify({ faults, warnings, findings }, null, 2)}\n`)
    } else {
      await terminal.stdout.write(renderFindings(findings, terminal.stdout))
      const plural = (number: number, word: string) => `${number} ${word}${number === 1 ? '' : 's'}`
      await terminal.stderr.write(`${plural(faults, 'fault')}, ${plural(warnings, 'warning')}\n`)
    }
    // An engine that hangs would hold the process until the patience of its connection ends.
    process.exit(faults > 0 ? 1 : 0)
  },
}

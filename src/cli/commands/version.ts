// gantry version
import type { CommandModule } from '../command-module.ts'
import { flag, text } from '../options.ts'
import { versionFor, versionLine } from '../version.ts'

export const command: CommandModule = {
  configure: command => {
    command
      .option('-f, --format <format>', 'pretty or json')
      .option('--short', 'the number alone')
      .addHelpText('after', '\nExample: gantry version --short')
  },
  async run({ options, terminal, identity }) {
    const version = versionFor(identity)
    const line = flag(options, 'short')
      ? version
      : text(options, 'format') === 'json'
        ? JSON.stringify({ version: `v${version}` })
        : versionLine(identity)
    await terminal.stdout.write(`${line}\n`)
    return 0
  },
}

// gantry version
import type { CommandModule } from '../command-module.ts'
import { gantryVersion } from '../version.ts'

export const command: CommandModule = {
  configure: command => {
    command.option('-f, --format <format>', 'pretty or json').option('--short', 'the number alone')
  },
  async run({ options, terminal }) {
    const text =
      options.short === true
        ? gantryVersion
        : options.format === 'json'
          ? JSON.stringify({ version: `v${gantryVersion}` })
          : `gantry version v${gantryVersion}`
    await terminal.stdout.write(`${text}\n`)
    return 0
  },
}

// gantry watch: known from Docker Compose, not there yet.
import { Option } from 'commander'
import type { CommandModule } from '../command-module.ts'
import { notYet } from '../usage.ts'

export const command: CommandModule = {
  configure: command => {
    command
      .argument('[service...]')
      .option('--no-up', 'watch alone, and start nothing')
      .addOption(new Option('--prune', 'remove images that a rebuild left without a name').default(true))
      .addOption(new Option('--no-prune').hideHelp())
      .option('--quiet', 'print no build output')
  },
  async run() {
    throw notYet('watch', 'docker compose watch works on the same files')
  },
}

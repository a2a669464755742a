// gantry bridge: known from Docker Compose, not there yet.
import type { CommandModule } from '../command-module.ts'
import { notYet } from '../usage.ts'

export const command: CommandModule = {
  configure: command => {
    command
      .usage('[options] convert|transformations')
      .argument('[words...]')
      .option('-o, --output <folder>', 'where the result goes', 'out')
      .option('--templates <folder>', 'templates to convert with')
      .option('-t, --transformation <image>', 'what converts (repeatable)')
      .option('-f, --from <image>', 'what a new transformation begins with')
      .option('--format <format>', 'table or json')
      .option('-q, --quiet', 'print names alone')
  },
  async run() {
    throw notYet('bridge', 'docker compose bridge works on the same files')
  },
}

// gantry restart
import { planRestart } from '../../app/index.ts'
import type { CommandModule } from '../command-module.ts'
import { flag, seconds } from '../options.ts'
import { runChange } from '../run-change.ts'

export const command: CommandModule = {
  configure: command => {
    command
      .argument('[service...]')
      .option('--no-deps', 'leave dependants alone')
      .option('-t, --timeout <seconds>', 'time to stop, before containers are killed')
      .addHelpText('after', '\nExample: gantry restart web')
  },
  async run(invocation) {
    const { options, args } = invocation
    const { exitCode } = await runChange(invocation, {
      command: 'gantry restart',
      byName: true,
      planner: input =>
        planRestart(input, {
          services: args,
          noDeps: options.deps === false || flag(options, 'noDeps'),
          timeout: seconds(options, 'timeout'),
        }),
    })
    return exitCode
  },
}

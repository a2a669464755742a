// gantry stop
import { planStop } from '../../app/index.ts'
import type { CommandModule } from '../command-module.ts'
import { seconds } from '../options.ts'
import { runChange } from '../run-change.ts'

export const command: CommandModule = {
  configure: command => {
    command
      .argument('[service...]')
      .option('-t, --timeout <seconds>', 'time to stop, before containers are killed')
      .addHelpText('after', '\nExample: gantry stop -t 30 web')
  },
  async run(invocation) {
    const { options, args } = invocation
    const { exitCode } = await runChange(invocation, {
      command: 'gantry stop',
      byName: true,
      tellUnchanged: 'Stopped',
      planner: input => planStop(input, { services: args, timeout: seconds(options, 'timeout') }),
    })
    return exitCode
  },
}

// gantry unpause
import { planUnpause } from '../../app/index.ts'
import type { CommandModule } from '../command-module.ts'
import { runChange } from '../run-change.ts'

export const command: CommandModule = {
  configure: command => {
    command.argument('[service...]').addHelpText('after', '\nExample: gantry unpause web')
  },
  async run(invocation) {
    const { args } = invocation
    const { exitCode } = await runChange(invocation, {
      command: 'gantry unpause',
      byName: true,
      planner: input => planUnpause(input, { services: args }),
    })
    return exitCode
  },
}

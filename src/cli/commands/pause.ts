// gantry pause
import { planPause } from '../../app/index.ts'
import type { CommandModule } from '../command-module.ts'
import { runChange } from '../run-change.ts'

export const command: CommandModule = {
  configure: command => {
    command.argument('[service...]').addHelpText('after', '\nExample: gantry pause web')
  },
  async run(invocation) {
    const { args } = invocation
    const { exitCode } = await runChange(invocation, {
      command: 'gantry pause',
      byName: true,
      planner: input => planPause(input, { services: args }),
    })
    return exitCode
  },
}

// gantry create
import { planUp } from '../../app/index.ts'
import type { CommandModule } from '../command-module.ts'
import { runChange } from '../run-change.ts'
import { addUpPlanOptions, approveDataLoss, upPolicy } from '../up-options.ts'

export const command: CommandModule = {
  configure: command => {
    command.argument('[service...]').addHelpText('after', '\nExample: gantry create')
    addUpPlanOptions(command)
  },
  async run(invocation) {
    const { args } = invocation
    const { exitCode } = await runChange(invocation, {
      command: 'gantry create',
      tuning: { services: [...args] },
      approve: plan => approveDataLoss(invocation, plan),
      planner: input => planUp(input, { ...upPolicy(invocation, args), noStart: true }),
    })
    return exitCode
  },
}

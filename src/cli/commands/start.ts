// gantry start
import { planStart } from '../../app/index.ts'
import type { CommandModule } from '../command-module.ts'
import { durationMs, flag } from '../options.ts'
import { runChange } from '../run-change.ts'

export const command: CommandModule = {
  configure: command => {
    command
      .argument('[service...]')
      .option('--wait', 'wait until services are running and healthy')
      .option('--wait-timeout <seconds>', 'longest time to wait')
      .addHelpText('after', '\nExample: gantry start web')
  },
  async run(invocation) {
    const { options, args } = invocation
    const { exitCode } = await runChange(invocation, {
      command: 'gantry start',
      byName: true,
      tuning: { services: [...args] },
      planner: input =>
        planStart(input, {
          services: args,
          wait: flag(options, 'wait') || options.waitTimeout !== undefined,
          waitTimeout: durationMs(options, 'waitTimeout'),
        }),
    })
    return exitCode
  },
}

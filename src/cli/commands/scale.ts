// gantry scale
import { planUp } from '../../app/index.ts'
import type { CommandModule } from '../command-module.ts'
import { scales } from '../options.ts'
import { runChange } from '../run-change.ts'
import { usage } from '../usage.ts'

export const command: CommandModule = {
  configure: command => {
    command
      .argument('[service=replicas...]')
      .option('--no-deps', 'leave the services that these need alone')
      .addHelpText('after', '\nExample: gantry scale web=3')
  },
  async run(invocation) {
    const { options, args } = invocation
    if (args.length === 0) throw usage('say which service, and how many: gantry scale web=3')
    const scale = scales(args)
    const services = Object.keys(scale)
    const { exitCode } = await runChange(invocation, {
      command: 'gantry scale',
      tellUnchanged: true,
      tuning: { services },
      planner: input =>
        planUp(input, {
          services,
          scale,
          noDeps: options.deps === false,
          noRecreate: true,
          ignoreOrphans: true,
        }),
    })
    return exitCode
  },
}

// gantry rm

import { Option } from 'commander'
import { planRm } from '../../app/index.ts'
import type { CommandModule } from '../command-module.ts'
import { confirm } from '../confirm.ts'
import { flag } from '../options.ts'
import { runChange } from '../run-change.ts'

export const command: CommandModule = {
  configure: command => {
    command
      .argument('[service...]')
      .option('-f, --force', 'do not ask')
      .option('-s, --stop', 'stop them first, where they run')
      .option('-v, --volumes', 'remove anonymous volumes with them, and what is in them')
      .addOption(new Option('-a, --all').hideHelp())
      .addHelpText('after', '\nExample: gantry rm -fs web')
  },
  async run(invocation) {
    const { options, args, terminal } = invocation
    const { exitCode } = await runChange(invocation, {
      command: 'gantry rm',
      byName: true,
      approve: async plan => {
        const names = plan.steps
          .filter(step => step.kind === 'removeContainer')
          .map(step => step.resource.name)
        if (names.length === 0) {
          await terminal.stderr.write('No stopped containers\n')
          return false
        }
        const going = `Going to remove ${names.join(', ')}`
        if (!flag(options, 'force')) return await confirm(terminal, going)
        await terminal.stdout.write(`${going}\n`)
        return true
      },
      planner: input =>
        planRm(input, { services: args, stop: flag(options, 'stop'), volumes: flag(options, 'volumes') }),
    })
    return exitCode
  },
}

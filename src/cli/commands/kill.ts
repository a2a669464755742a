// gantry kill
import { planKill } from '../../app/index.ts'
import type { CommandModule } from '../command-module.ts'
import { flag, text } from '../options.ts'
import { runChange } from '../run-change.ts'

export const command: CommandModule = {
  configure: command => {
    command
      .argument('[service...]')
      .option('-s, --signal <signal>', 'signal to send', 'SIGKILL')
      .option('--remove-orphans', 'remove containers of services that the files no longer have')
      .addHelpText('after', '\nExample: gantry kill -s SIGHUP web')
  },
  async run(invocation) {
    const { options, args, globals, terminal } = invocation
    const { exitCode, plan } = await runChange(invocation, {
      command: 'gantry kill',
      byName: true,
      planner: input =>
        planKill(input, {
          services: args,
          signal: text(options, 'signal') ?? 'SIGKILL',
          removeOrphans: flag(options, 'removeOrphans'),
        }),
    })
    if (exitCode === 0 && plan.steps.length === 0 && globals.progress !== 'quiet')
      await terminal.stderr.write('no container to kill\n')
    return exitCode
  },
}

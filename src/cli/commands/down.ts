// gantry down
import { planDown } from '../../app/index.ts'
import type { CommandModule } from '../command-module.ts'
import { flag, isTrue, seconds, text } from '../options.ts'
import { runChange } from '../run-change.ts'

export const command: CommandModule = {
  configure: command => {
    command
      .argument('[service...]')
      .option('--remove-orphans', 'remove containers of services that the files no longer have')
      .option('--rmi <which>', 'remove images: local (without a name of their own) or all')
      .option('-t, --timeout <seconds>', 'time to stop, before containers are killed')
      .option(
        '-v, --volumes',
        "remove the stack's named volumes and anonymous volumes, with all that is in them",
      )
      .addHelpText('after', '\nExample: gantry down            (volumes are kept)')
  },
  async run(invocation) {
    const { options, args, app, globals, terminal } = invocation
    const { exitCode, plan } = await runChange(invocation, {
      command: 'gantry down',
      byName: true,
      tuning: { allResources: true },
      planner: input =>
        planDown(input, {
          services: args,
          volumes: flag(options, 'volumes'),
          removeOrphans: flag(options, 'removeOrphans') || isTrue(app.environment.COMPOSE_REMOVE_ORPHANS),
          rmi: text(options, 'rmi', ['local', 'all']),
          timeout: seconds(options, 'timeout'),
        }),
    })
    if (exitCode === 0 && plan.steps.length === 0 && globals.progress !== 'quiet')
      await terminal.stderr.write(`Warning: No resource found to remove for project "${plan.stack}".\n`)
    return exitCode
  },
}

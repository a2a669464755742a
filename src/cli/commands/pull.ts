// gantry pull
import { planPull } from '../../app/index.ts'
import type { CommandModule } from '../command-module.ts'
import { flag, text } from '../options.ts'
import { runChange } from '../run-change.ts'

export const command: CommandModule = {
  configure: command => {
    command
      .argument('[service...]')
      .option('--ignore-buildable', 'leave images that can be built')
      .option('--ignore-pull-failures', 'go on where an image cannot be pulled')
      .option('--include-deps', 'pull for the services that these need, too')
      .option('--policy <policy>', 'missing or always')
      .option('-q, --quiet', 'no progress')
      .addHelpText('after', '\nExample: gantry pull web')
  },
  async run(invocation) {
    const { options, args, globals } = invocation
    const quiet = flag(options, 'quiet')
    const said = quiet ? { ...invocation, globals: { ...globals, progress: 'quiet' as const } } : invocation
    const { exitCode } = await runChange(said, {
      command: 'gantry pull',
      imagesOnly: true,
      tuning: { resolveEnvironment: false, ...(args.length > 0 && { services: [...args] }) },
      planner: input =>
        planPull(input, {
          services: args,
          ignoreBuildable: flag(options, 'ignoreBuildable'),
          ignoreFailures: flag(options, 'ignorePullFailures'),
          includeDeps: flag(options, 'includeDeps'),
          policy: text(options, 'policy', ['missing', 'always']),
          quiet,
        }),
    })
    return exitCode
  },
}

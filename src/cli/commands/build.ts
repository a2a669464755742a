// gantry build
import { planBuild } from '../../app/index.ts'
import { addBuildOptions, buildFlags } from '../build-options.ts'
import type { CommandModule } from '../command-module.ts'
import { flag } from '../options.ts'
import { runChange } from '../run-change.ts'
import { notYet } from '../usage.ts'

export const command: CommandModule = {
  configure: command => {
    command.argument('[service...]')
    addBuildOptions(command)
      .option('--with-dependencies', 'build what these services need, too')
      .addHelpText('after', '\nExample: gantry build --pull web')
  },
  async run(invocation) {
    const { options, args } = invocation
    if (flag(options, 'print')) throw notYet('build --print', 'gantry config prints what would be built')
    const said = flag(options, 'quiet')
      ? { ...invocation, globals: { ...invocation.globals, progress: 'quiet' as const } }
      : invocation
    const { exitCode } = await runChange(said, {
      command: 'gantry build',
      imagesOnly: true,
      tuning: { resolveEnvironment: false, ...(args.length > 0 && { services: [...args] }) },
      planner: input =>
        planBuild(input, {
          services: args,
          withDependencies: flag(options, 'withDependencies'),
          options: buildFlags(options),
        }),
    })
    return exitCode
  },
}

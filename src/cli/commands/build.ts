// gantry build
import { type BuildPolicy, loadProject, planBuild, printBuilds } from '../../app/index.ts'
import { addBuildOptions, buildFlags } from '../build-options.ts'
import type { CommandModule, Invocation } from '../command-module.ts'
import { flag } from '../options.ts'
import { runChange, showNotices } from '../run-change.ts'

export const command: CommandModule = {
  configure: command => {
    command.argument('[service...]')
    addBuildOptions(command)
      .option('--with-dependencies', 'build what these services need, too')
      .addHelpText('after', '\nExample: gantry build --pull web')
  },
  async run(invocation) {
    const { options, args, globals } = invocation
    const policy: BuildPolicy = {
      services: args,
      withDependencies: flag(options, 'withDependencies'),
      options: buildFlags(options),
    }
    const tuning = { resolveEnvironment: false, ...(args.length > 0 && { services: [...args] }) }
    if (flag(options, 'print')) return await print(invocation, policy, tuning)
    const said = flag(options, 'quiet')
      ? { ...invocation, globals: { ...globals, progress: 'quiet' as const } }
      : invocation
    const { exitCode } = await runChange(said, {
      command: 'gantry build',
      imagesOnly: true,
      tuning,
      planner: input => planBuild(input, policy),
    })
    return exitCode
  },
}

async function print(
  invocation: Invocation,
  policy: BuildPolicy,
  tuning: Parameters<typeof loadProject>[2],
): Promise<number> {
  const { app, globals, terminal } = invocation
  const loaded = await loadProject(app, globals, tuning)
  const { file, problems } = await printBuilds(app, loaded.project, policy)
  await showNotices(invocation, [...loaded.problems, ...problems], loaded)
  await terminal.stdout.write(`${JSON.stringify(file, null, 2)}\n`)
  return 0
}

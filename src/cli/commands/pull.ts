// gantry pull
import { type Plan, planPull, type SkippedPull, skippedPulls } from '../../app/index.ts'
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
    const { terminal } = invocation
    const lines = !quiet && globals.progress !== 'quiet' && globals.progress !== 'json'
    let skipped: readonly SkippedPull[] = []
    const { exitCode, plan, report } = await runChange(said, {
      command: 'gantry pull',
      imagesOnly: true,
      tuning: { resolveEnvironment: false, ...(args.length > 0 && { services: [...args] }) },
      approve: async () => {
        if (lines) await terminal.stderr.write(skipped.map(skippedLine).join(''))
        return true
      },
      planner: input => {
        const policy = {
          services: args,
          ignoreBuildable: flag(options, 'ignoreBuildable'),
          ignoreFailures: flag(options, 'ignorePullFailures'),
          includeDeps: flag(options, 'includeDeps'),
          policy: text(options, 'policy', ['missing', 'always']),
          quiet,
        }
        skipped = skippedPulls(input, policy)
        return planPull(input, policy)
      },
    })
    const left = report === undefined || !lines ? [] : toBeBuilt(plan, report.outcomes)
    if (left.length > 0) {
      await terminal.stderr.write(
        `WARNING: Some service image(s) must be built from source by running:\n    ${invocation.identity.program} build ${left.join(' ')}\n`,
      )
    }
    return exitCode
  },
}

/** In Docker Compose's words. */
function skippedLine({ service, reference, why }: SkippedPull): string {
  const name = reference === undefined ? service : `Image ${reference}`
  return ` ${[name, 'Skipped', why].filter(Boolean).join(' ')}\n`
}

/** Services whose image no registry gave, though it may be built here. */
function toBeBuilt(plan: Plan, outcomes: ReadonlyMap<string, { readonly state: string }>): readonly string[] {
  return plan.steps.flatMap(step =>
    step.kind === 'pullImage' && step.buildable && outcomes.get(step.id)?.state === 'not-needed'
      ? step.services
      : [],
  )
}

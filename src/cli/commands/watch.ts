// gantry watch: brings the services up, then updates them as their sources change, until Ctrl-C.
import { Option } from 'commander'
import { buildWatched, loadProject, planUp, readRules } from '../../app/index.ts'
import { createLogWriter } from '../../present/index.ts'
import { deferred } from '../../support/index.ts'
import type { CommandModule, Invocation } from '../command-module.ts'
import { flag } from '../options.ts'
import { runChange, showNotices } from '../run-change.ts'
import { approveDataLoss, upPolicy } from '../up-options.ts'
import { createWatching } from '../watching.ts'

export const command: CommandModule = {
  configure: command => {
    command
      .argument('[service...]')
      .option('--no-up', 'watch alone, and start nothing')
      .addOption(new Option('--prune', 'remove images that a rebuild left without a name').default(true))
      .addOption(new Option('--no-prune', 'keep images that a rebuild left without a name'))
      .option('--quiet', 'print no build output')
      .addHelpText('after', '\nExample: gantry watch web')
  },
  async run(invocation) {
    const { options, args, app, globals, terminal, interrupts } = invocation
    const loaded = await loadProject(app, globals, { services: [...args] })
    const rules = await readRules(loaded.project)
    await showNotices(invocation, rules.warnings, loaded)
    const quiet = flag(options, 'quiet')
    if (options.up !== false) {
      const exitCode = await bringUp(invocation, loaded, quiet)
      if (exitCode !== 0) return exitCode
    }
    if (globals.dryRun) {
      for (const { service, action, path, target } of rules.rules) {
        const where = target === undefined ? '' : ` to ${target}`
        await terminal.stdout.write(`${service}: ${action} on changes of ${path}${where}\n`)
      }
      return 0
    }
    const writer = createLogWriter({
      stdout: terminal.stdout,
      stderr: terminal.stderr,
      prefix: true,
      color: terminal.stdout.color,
    })
    const failure = deferred<never>()
    const watching = createWatching({
      invocation,
      loaded,
      rules,
      prune: options.prune !== false,
      quiet,
      say: line => writer.note(line),
      output: (container, stream, line) => writer.chunk(container, stream, Buffer.from(`${line}\n`)),
      failed: failure.reject,
    })
    const interrupted = deferred<number>()
    interrupts.onInterrupt = () => interrupted.resolve(130)
    if (interrupts.signal.aborted) interrupted.resolve(130)
    try {
      // Ctrl-C counts while it begins, too.
      const begun = watching.start().then(() => interrupted.promise)
      return await Promise.race([interrupted.promise, begun, failure.promise])
    } finally {
      await watching.stop('give-up')
      interrupts.onInterrupt = undefined
    }
  },
}

async function bringUp(
  invocation: Invocation,
  loaded: Parameters<typeof showNotices>[2] & object,
  quiet: boolean,
): Promise<number> {
  const { globals } = invocation
  const result = await runChange(
    quiet ? { ...invocation, globals: { ...globals, progress: 'quiet' } } : invocation,
    {
      command: 'gantry watch',
      tellUnchanged: true,
      loaded: { ...loaded, project: buildWatched(loaded.project) },
      approve: plan => approveDataLoss(invocation, plan),
      planner: input =>
        planUp(input, {
          ...upPolicy(invocation, invocation.args),
          ...(quiet && { buildOptions: { quiet: true }, quietPull: true }),
        }),
    },
  )
  return result.exitCode
}

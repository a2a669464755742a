// gantry up

import { Option } from 'commander'
import { planUp } from '../../app/index.ts'
import { runAttached } from '../attached-up.ts'
import type { CommandModule } from '../command-module.ts'
import { collect, flag, list, text } from '../options.ts'
import { runChange } from '../run-change.ts'
import { addUpPlanOptions, approveDataLoss, upPolicy } from '../up-options.ts'
import { usage } from '../usage.ts'

export const command: CommandModule = {
  configure: command => {
    command.argument('[service...]').option('-d, --detach', 'run in the background')
    addUpPlanOptions(command)
      .option('--abort-on-container-exit', 'stop all when one container exits')
      .option('--abort-on-container-failure', 'stop all when one container exits with a code other than 0')
      .option('--attach <service>', 'attach to this service alone (repeatable)', collect)
      .option('--attach-dependencies', 'attach to what the named services need, too')
      .option(
        '--exit-code-from <service>',
        "exit with this service's code; stops all when one container exits",
      )
      .addOption(noAttachOption())
      .option('--no-color', 'no colours')
      .option('--no-log-prefix', 'no names before the lines')
      .option('--no-start', 'create, but start nothing')
      .option('--on-failure <what>', 'after a failed step: continue with what does not need it, or stop')
      .option('--timestamps', 'show when each line was written')
      .option('--wait', 'wait until services are running and healthy; implies -d')
      .option('--wait-timeout <seconds>', 'longest time to wait')
      .option('-w, --watch', 'watch the sources and update what runs')
      .addOption(new Option('--menu', 'show the keys that can be pressed; the default on a terminal'))
      .addOption(new Option('--no-menu', 'read no keys').hideHelp())
      .addHelpText('after', '\nExample: gantry up -d --wait')
  },
  async run(invocation) {
    const { options, args, globals, app } = invocation
    const exitCodeFrom = text(options, 'exitCodeFrom')
    const aborts = flag(options, 'abortOnContainerExit') || flag(options, 'abortOnContainerFailure')
    const waits = flag(options, 'wait') || options.waitTimeout !== undefined
    if (flag(options, 'detach') && (aborts || exitCodeFrom)) {
      throw usage(
        '-d cannot be used with --abort-on-container-exit, --abort-on-container-failure or --exit-code-from',
      )
    }
    if (waits && (aborts || exitCodeFrom))
      throw usage('--wait cannot be used with the flags that watch for exits')
    if (flag(options, 'watch') && (flag(options, 'detach') || waits))
      throw usage('--watch cannot be used with -d or --wait')
    const noStart = options.start === false
    const change = {
      command: flag(options, 'detach') ? 'gantry up -d' : 'gantry up',
      tellUnchanged: !noStart,
      tuning: { services: [...args], noDeps: options.deps === false },
      approve: (plan: Parameters<typeof approveDataLoss>[1]) => approveDataLoss(invocation, plan),
      planner: (input: Parameters<typeof planUp>[0]) =>
        planUp(input, { ...upPolicy(invocation, args), ...(noStart && { noStart }) }),
      ...(text(options, 'onFailure', ['stop', 'continue']) && {
        onFailure: text(options, 'onFailure', ['stop', 'continue']),
      }),
    }
    if (flag(options, 'detach') || waits || noStart || globals.dryRun) {
      return (await runChange(invocation, change)).exitCode
    }
    return await runAttached(invocation, change, {
      services: args,
      attach: list(options, 'attach'),
      noAttach: list(options, 'noAttach'),
      attachDependencies: flag(options, 'attachDependencies'),
      abortOnExit:
        flag(options, 'abortOnContainerExit') ||
        (exitCodeFrom !== undefined && !flag(options, 'abortOnContainerFailure')),
      abortOnFailure: flag(options, 'abortOnContainerFailure'),
      exitCodeFrom,
      timestamps: flag(options, 'timestamps'),
      prefix: options.logPrefix !== false,
      color: options.color !== false,
      watch: flag(options, 'watch'),
      menu: flag(options, 'menu') || (options.menu !== false && !isFalse(app.environment.COMPOSE_MENU)),
    })
  },
}

/** As a variable says no. */
const isFalse = (value: string | undefined): boolean =>
  ['0', 'false', 'no'].includes(value?.toLowerCase() ?? '')

/** Commander would take it as the opposite of `--attach`, and mix up the services of the two. */
function noAttachOption(): Option {
  const option = new Option('--no-attach <service>', 'do not attach to this service (repeatable)').argParser(
    collect,
  )
  option.negate = false
  return option
}

// The flags that steer what `up` plans: shared by up, create and plan.

import { type Command, Option } from 'commander'
import type { Plan, UpPolicy } from '../app/index.ts'
import type { Invocation } from './command-module.ts'
import { confirm } from './confirm.ts'
import { collect, durationMs, flag, isTrue, list, scales, seconds, text } from './options.ts'
import { usage } from './usage.ts'

export function addUpPlanOptions(command: Command): Command {
  // The two set one option, of which the later word alone would be seen.
  const said = new Set<string>()
  for (const name of ['build', 'no-build']) {
    command.on(`option:${name}`, () => {
      if (said.add(name).size > 1) throw usage('--build and --no-build are incompatible')
    })
  }
  return command
    .option('--always-recreate-deps', 'replace the services that these need, too')
    .option('--build', 'build images first')
    .option('--force-recreate', 'replace containers though nothing changed')
    .option('--no-build', 'build no image, though it is missing')
    .option('--no-deps', 'leave the services that these need alone')
    .option('--no-recreate', 'replace no container, though it changed')
    .option('--pull <policy>', 'pull before: always, missing, never, build or policy')
    .option('--quiet-build', 'print no build output')
    .option('--quiet-pull', 'no progress of pulls')
    .option('--remove-orphans', 'remove containers of services that the files no longer have')
    .option('-V, --renew-anon-volumes', 'new anonymous volumes, without what is in the old ones')
    .option(
      '--replace-volume <name>',
      'replace this volume where it differs, and lose what is in it (repeatable)',
      collect,
    )
    .option('--scale <service=n>', 'replicas of a service (repeatable)', collect)
    .option('-t, --timeout <seconds>', 'time to stop, before containers are killed')
    .addOption(new Option('-y, --yes', 'answer yes to questions, but for volumes'))
}

export function upPolicy(invocation: Invocation, services: readonly string[]): UpPolicy {
  const { options, app, globals } = invocation
  const noRecreate = options.recreate === false
  if (noRecreate && flag(options, 'forceRecreate')) {
    throw usage('--force-recreate and --no-recreate are incompatible')
  }
  const ignored = app.environment.COMPOSE_IGNORE_ORPHANS
  const remove = app.environment.COMPOSE_REMOVE_ORPHANS
  return {
    services,
    noDeps: options.deps === false,
    forceRecreate: flag(options, 'forceRecreate'),
    noRecreate,
    alwaysRecreateDeps: flag(options, 'alwaysRecreateDeps'),
    removeOrphans: flag(options, 'removeOrphans') || isTrue(remove),
    ignoreOrphans: isTrue(ignored),
    allResources: globals.allResources === true,
    renewAnonymousVolumes: flag(options, 'renewAnonVolumes'),
    replaceVolumes: list(options, 'replaceVolume'),
    scale: scales(list(options, 'scale')),
    pull: text(options, 'pull', ['always', 'missing', 'never', 'build', 'policy']),
    quietPull: flag(options, 'quietPull'),
    build: options.build === true,
    noBuild: options.build === false,
    buildOptions: flag(options, 'quietBuild') ? { quiet: true } : {},
    timeout: seconds(options, 'timeout'),
    wait: flag(options, 'wait') || options.waitTimeout !== undefined,
    waitTimeout: durationMs(options, 'waitTimeout'),
    now: app.now(),
  }
}

/** Asks, volume by volume, where a plan would lose data. The flags that name a volume, or all of them, are the word already. */
export async function approveDataLoss(invocation: Invocation, plan: Plan): Promise<boolean> {
  const { options, terminal } = invocation
  if (flag(options, 'renewAnonVolumes')) return true
  const named = new Set(list(options, 'replaceVolume'))
  for (const step of plan.steps) {
    if (step.risk !== 'data-loss' || step.effect !== 'change') continue
    if (named.has(step.resource.key) || named.has(step.resource.name)) continue
    const question = `${step.resource.type} ${step.resource.name} would be removed with all that is in it`
    if (!(await confirm(terminal, question))) return false
  }
  return true
}

// What gantry says in other places or words where it is called in Docker Compose's place, for scripts that read the answers.
import type { ProblemView, ProgressOptions } from '../present/index.ts'
import type { Invocation } from './command-module.ts'
import type { Identity } from './identity.ts'

/** Before every line of progress of a dry run. */
export const dryRunMark = ' DRY-RUN MODE - '

/** `command`: as in {@link Change}. Builders print to standard output, unless that belongs to a container. */
export function progressOptions(
  { identity, globals, terminal }: Pick<Invocation, 'identity' | 'globals' | 'terminal'>,
  command: string,
): ProgressOptions {
  if (!identity.asCompose) return {}
  return {
    composeFields: true,
    ...(globals.dryRun && { dryRun: true, prefix: dryRunMark }),
    ...(command !== 'gantry run' && { builds: terminal.stdout }),
  }
}

/** Warnings off a terminal are lines of a log there. */
export const problemWords = (identity: Identity): Pick<ProblemView, 'warnings'> =>
  identity.asCompose ? { warnings: 'log' } : {}

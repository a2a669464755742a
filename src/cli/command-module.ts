// What a command's module offers: its flags as commander knows them, and what runs.

import type { Command } from 'commander'
import type { AppContext, ProjectOptions, ReconcileOptions } from '../app/index.ts'
import type { Terminal } from '../present/index.ts'
import type { Identity } from './identity.ts'
import type { Interrupts } from './signals.ts'

export interface Invocation {
  /** The command as it was called: an alias may mean a little more. */
  readonly name: string
  /** Under which name the program was called. */
  readonly identity: Identity
  /** Flags by commander's names: `--wait-timeout` is `waitTimeout`. */
  readonly options: Readonly<Record<string, unknown>>
  readonly args: readonly string[]
  readonly globals: GlobalOptions
  readonly terminal: Terminal
  readonly app: AppContext
  readonly interrupts: Interrupts
}

/** Where attached commands hook into a run. */
export type ApplyRequestHooks = Pick<ReconcileOptions, 'beforeStart'>

export interface CommandModule {
  /** Adds arguments, options and an example. */
  configure(command: Command): void
  /** Returns the exit code. Throws ProblemError. */
  run(invocation: Invocation): Promise<number>
}

/** Flags that stand before the command (and some after it, as Docker Compose takes them). */
export interface GlobalOptions extends ProjectOptions {
  readonly ansi: 'auto' | 'always' | 'never'
  readonly progress: 'auto' | 'tty' | 'plain' | 'json' | 'quiet'
  readonly dryRun: boolean
  readonly parallel?: number
}

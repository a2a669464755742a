// What every way of showing a run has in common, and which one is taken.
import type { Terminal } from '../terminal.ts'
import { createJsonProgress, type JsonProgressOptions } from './json.ts'
import { createPlainProgress, type PlainProgressOptions } from './plain.ts'
import type { Progress } from './progress-view.ts'
import { createTtyProgress } from './tty.ts'

export type ProgressMode = 'auto' | 'tty' | 'plain' | 'json' | 'quiet'

export interface ProgressOptions extends PlainProgressOptions, JsonProgressOptions {}

/**
 * `auto`: the live view on a terminal, plain lines elsewhere and in CI. Progress goes to standard error. Of what is only
 * rehearsed there is nothing to be seen live.
 */
export function createProgress(
  terminal: Terminal,
  mode: ProgressMode,
  options: ProgressOptions = {},
): Progress {
  const live = terminal.stderr.isTTY && terminal.environment.TERM !== 'dumb' && !terminal.environment.CI
  const wanted = mode === 'auto' ? (live ? 'tty' : 'plain') : mode
  const chosen = wanted === 'tty' && options.dryRun ? 'plain' : wanted
  switch (chosen) {
    case 'quiet':
      return { emit: () => {}, close: async () => {} }
    case 'json':
      return createJsonProgress(terminal.stderr, options)
    case 'plain':
      return createPlainProgress(terminal.stderr, options)
    case 'tty':
      return createTtyProgress(terminal.stderr, terminal.live)
  }
}

// What every way of showing a run has in common, and which one is taken.
import type { Terminal } from '../terminal.ts'
import { createJsonProgress } from './json.ts'
import { createPlainProgress } from './plain.ts'
import type { Progress } from './progress-view.ts'
import { createTtyProgress } from './tty.ts'

export type ProgressMode = 'auto' | 'tty' | 'plain' | 'json' | 'quiet'

/** `auto`: the live view on a terminal, plain lines elsewhere and in CI. Progress goes to standard error. */
export function createProgress(terminal: Terminal, mode: ProgressMode): Progress {
  const live = terminal.stderr.isTTY && terminal.environment.TERM !== 'dumb' && !terminal.environment.CI
  const chosen = mode === 'auto' ? (live ? 'tty' : 'plain') : mode
  switch (chosen) {
    case 'quiet':
      return { emit: () => {}, close: async () => {} }
    case 'json':
      return createJsonProgress(terminal.stderr)
    case 'plain':
      return createPlainProgress(terminal.stderr)
    case 'tty':
      return createTtyProgress(terminal.stderr, terminal.live)
  }
}

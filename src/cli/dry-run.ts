// What --dry-run means for commands that act at once and plan nothing: they say what they were asked, and do not do it. Commands that plan
// show their plan; commands that only look are not touched by it.
import type { Terminal } from '../present/index.ts'

const actsAtOnce = new Set([
  'attach',
  'commit',
  'cp',
  'exec',
  'export',
  'generate',
  'import',
  'init',
  'load',
  'plugin',
  'save',
])

/** Says so and returns true where the command is not to be run. */
export async function isOnlySaid(
  name: string,
  args: readonly string[],
  terminal: Terminal,
): Promise<boolean> {
  if (!actsAtOnce.has(name)) return false
  await terminal.stderr.write(`dry run: ${[name, ...args].join(' ')} was not done\n`)
  return true
}

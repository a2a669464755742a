// What --dry-run means for commands that act at once and plan nothing: they say what they were asked, and do not do it. Commands that plan
// show their plan; commands that only look are not touched by it.
import type { Terminal } from '../present/index.ts'
import { dryRunMark } from './compose-place.ts'
import type { Identity } from './identity.ts'

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
  identity: Identity,
): Promise<boolean> {
  if (!actsAtOnce.has(name)) return false
  const mark = identity.asCompose ? dryRunMark : 'dry run:'
  await terminal.stderr.write(`${mark} ${[name, ...args].join(' ')} was not done\n`)
  return true
}

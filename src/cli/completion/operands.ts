// What stands after a command and is no flag: mostly services; some commands take one, some take other things.
import type { StackNames } from './stack-names.ts'
import { listed, type Values } from './values.ts'

/** Commands of one service, and nothing to list after it. */
const oneService = new Set(['attach', 'commit', 'export', 'port', 'run'])

/** Commands that name no service. */
const without: Readonly<Record<string, Values>> = {
  ls: { values: [] },
  version: { values: [] },
  drift: { values: [] },
  lint: { values: [] },
  doctor: { values: [] },
  apply: { values: [], files: 'any' },
  import: { values: [] },
  load: { values: [], files: 'any' },
  init: { values: [], files: 'folders' },
  bridge: listed(['convert', 'transformations']),
  publish: { values: [] },
  completion: listed(['bash', 'zsh', 'fish']),
  plugin: listed(['install', 'uninstall']),
}

export async function operandsOf(
  command: string,
  before: readonly string[],
  current: string,
  names: StackNames,
): Promise<Values> {
  const own = without[command]
  if (own !== undefined) return before.length === 0 ? own : { values: [], files: own.files ?? 'none' }
  if (command === 'cp') return await copySides(before, current, names)
  if (command === 'scale') {
    const chosen = new Set(before.map(word => word.split('=')[0]))
    const free = (await names.services()).filter(name => !chosen.has(name))
    return { ...listed(free.map(name => `${name}=`)), noSpace: true }
  }
  if (oneService.has(command) || command === 'exec')
    return before.length === 0 ? listed(await names.services()) : { values: [], files: 'any' }
  // A service that is named already need not be named again.
  return listed((await names.services()).filter(name => !before.includes(name)))
}

/** `SERVICE:PATH` on one side, a path of this machine on the other. */
async function copySides(before: readonly string[], current: string, names: StackNames): Promise<Values> {
  if (before.length > 1) return { values: [] }
  if (current.includes(':') || before[0]?.includes(':')) return { values: [], files: 'any' }
  return { ...listed((await names.services()).map(name => `${name}:`)), files: 'any', noSpace: true }
}

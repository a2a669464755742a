// From a batch of changes to what has to be done, service by service. Pure.
import path from 'node:path'
import { isSync } from './rules.ts'
import type { Actions, BatchedChange, Rule, SyncItem } from './types.ts'

export function decide(changes: readonly BatchedChange[], rules: readonly Rule[]): Actions {
  const rebuild = new Set<string>()
  const restart = new Set<string>()
  const sync = new Map<string, Map<string, SyncItem>>()
  const exec: Actions['exec'][number][] = []
  for (const rule of rules) {
    const taken = changes.filter(change => rule.takes(change.path))
    if (taken.length === 0) continue
    const { service, action } = rule
    if (action === 'rebuild') rebuild.add(service)
    if (action === 'restart' || action === 'sync+restart') restart.add(service)
    if (action === 'sync+exec' && rule.exec !== undefined) exec.push({ service, hook: rule.exec })
    if (!isSync(rule)) continue
    const items = sync.get(service) ?? new Map<string, SyncItem>()
    sync.set(service, items)
    for (const change of taken) {
      const target = targetOf(rule, change.path)
      items.set(target, { ...change, rule, target })
    }
  }
  // A service that is replaced starts anyway, unless files come after that which it has to read at its start.
  for (const service of rebuild) if (!sync.has(service)) restart.delete(service)
  return {
    rebuild: [...rebuild],
    sync: new Map([...sync].map(([service, items]) => [service, [...items.values()]])),
    restart: [...restart],
    exec,
  }
}

/** Where a file of this machine goes in a container. */
export function targetOf(rule: Rule, file: string): string {
  const relative = path.relative(rule.path, file).split(path.sep).join('/')
  return path.posix.join(rule.target ?? '/', relative)
}

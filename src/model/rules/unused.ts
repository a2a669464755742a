// What is defined and no service uses: it is not made, and mostly a name is misspelt somewhere.
import { usedKeys } from './in-use.ts'
import { type Rule, tell } from './rule.ts'

const kinds = ['networks', 'volumes', 'secrets', 'configs', 'models'] as const

const waysIn = {
  networks: (key: string) => `join it with networks: [${key}] in a service`,
  // A single letter before a colon is a drive of Windows.
  volumes: (key: string) =>
    key.length === 1
      ? `mount it with volumes: [{ type: volume, source: ${key}, target: /path }] in a service`
      : `mount it with volumes: ["${key}:/path"] in a service`,
  secrets: (key: string) => `grant it with secrets: [${key}] in a service`,
  configs: (key: string) => `grant it with configs: [${key}] in a service`,
  models: (key: string) => `bind it with models: [${key}] in a service`,
} as const

/** Services that profiles or the selection leave out count: they will use it when they are enabled. */
export const checkUnused: Rule = function* (subject) {
  const { stack, project, used } = subject
  const later = usedKeys(Object.values(project.disabled))
  for (const kind of kinds) {
    for (const key of Object.keys(stack[kind] ?? {})) {
      if (used[kind].has(key) || later[kind].has(key)) continue
      const one = kind.slice(0, -1)
      yield tell(subject, 'unused', [kind, key], `no service uses the ${one} ${key}, so it is not made`, {
        hint: `${waysIn[kind](key)}, or remove it`,
      })
    }
  }
}

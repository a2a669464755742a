// Environment variables: one field a variable. `null` takes a variable of the image away.
import type { Concern } from './concern.ts'
import type { LiveFields } from './context.ts'

export const environmentConcern: Concern = {
  heads: ['environment'],
  lower(draft) {
    const { service, context } = draft.input
    const wanted: Record<string, string | null> = { ...context.proxies }
    for (const [name, value] of Object.entries(service.environment ?? {})) wanted[name] = value
    const names = Object.keys(wanted).sort()
    if (names.length === 0) return
    draft.config.Env = names.map(name => (wanted[name] === null ? name : `${name}=${wanted[name]}`))
    for (const name of names) draft.field(`environment.${name}`, wanted[name] ?? null, ['environment', name])
  },
  read(live, context, fields) {
    const inherited = readList(context.image?.Config?.Env)
    const present = readList(live.Config.Env)
    for (const [name, value] of present) {
      const origin =
        inherited.get(name) === value ? 'default' : context.image === undefined ? 'engine' : 'set'
      setVariable(fields, name, value, origin)
    }
    for (const name of inherited.keys()) if (!present.has(name)) setVariable(fields, name, null, 'set')
  },
}

function setVariable(
  fields: LiveFields,
  name: string,
  value: string | null,
  origin: 'set' | 'default' | 'engine',
): void {
  fields.set(`environment.${name}`, { value, origin })
}

function readList(list: readonly string[] | null | undefined): ReadonlyMap<string, string> {
  const map = new Map<string, string>()
  for (const entry of list ?? []) {
    const equals = entry.indexOf('=')
    if (equals >= 0) map.set(entry.slice(0, equals), entry.slice(equals + 1))
  }
  return map
}

// Profiles: which services are enabled, and which are left out.
import type { Entry, MapNode } from './node.ts'
import { childOf, textIn } from './scalar-text.ts'

/** The services of a tree, those that are enabled and those that are not. */
export interface Enabled {
  readonly enabled: MapNode
  readonly disabled: ReadonlyMap<string, Entry>
}

/**
 * Parts the services by profile. One without profiles is always enabled; the profile `*` enables all.
 *
 * @param named services that the command line names: they bring their profiles along
 */
export function applyProfiles(
  services: MapNode,
  profiles: Iterable<string>,
  named: readonly string[],
): Enabled {
  const active = new Set(profiles)
  for (const name of named) {
    const own = profilesOf(services.entries.get(name)?.value)
    if (own.length > 0 && !own.some(profile => active.has(profile)))
      for (const profile of own) active.add(profile)
  }
  const enabled = new Map<string, Entry>()
  const disabled = new Map<string, Entry>()
  for (const [name, entry] of services.entries) {
    const own = profilesOf(entry.value)
    const on = own.length === 0 || active.has('*') || own.some(profile => active.has(profile))
    ;(on ? enabled : disabled).set(name, entry)
  }
  return { enabled: { ...services, entries: enabled }, disabled }
}

/** The profiles of a service. */
export function profilesOf(service: Entry['value'] | undefined): string[] {
  const list = childOf(service, 'profiles')
  if (list?.kind !== 'list') return []
  return list.items.flatMap(item => textIn(item) ?? [])
}

/** The profiles asked for: those given, or else those of COMPOSE_PROFILES. */
export function chooseProfiles(given: readonly string[] | undefined, variable: string | undefined): string[] {
  if (given !== undefined && given.length > 0) return [...new Set(given)]
  return [
    ...new Set(
      (variable ?? '')
        .split(',')
        .map(name => name.trim())
        .filter(name => name !== ''),
    ),
  ]
}

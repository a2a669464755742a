// Namespaces that a container shares with the host or with another container, and volumes taken from others.
// Other services stay symbolic: ids are found when a step is run.
import type { Concern } from './concern.ts'
import type { LiveContainer, LiveFields, LiveOrigin, ReadContext } from './context.ts'
import type { NamespaceRef, VolumesFromRef } from './spec.ts'

/** Reads `host`, `service:db`, `container:cache`. */
export function parseNamespace(text: string): NamespaceRef {
  if (text.startsWith('service:')) return { kind: 'service', service: text.slice('service:'.length) }
  if (text.startsWith('container:')) return { kind: 'container', container: text.slice('container:'.length) }
  return { kind: 'mode', mode: text }
}

/** The form in fields: as the file writes it. */
export function printNamespace(ref: NamespaceRef): string {
  if (ref.kind === 'service') return `service:${ref.service}`
  return ref.kind === 'container' ? `container:${ref.container}` : ref.mode
}

/** Other containers may be replaced under this one, so what runs decides. */
const modeOf = (ref: NamespaceRef) => (ref.kind === 'mode' ? 'fixed' : 'live')

const SHARED = ['ipc', 'pid', 'uts', 'cgroup'] as const

/** What the engine sets where nobody asks. */
const DEFAULT_MODES: Readonly<Record<(typeof SHARED)[number], readonly string[]>> = {
  ipc: ['private', 'shareable', ''],
  pid: [''],
  uts: [''],
  cgroup: [''],
}

/** The cgroup namespace that nobody asked for: private on version 2, the host's before. */
function cgroupOrigin(value: string, context: ReadContext): LiveOrigin {
  const version = context.engine?.cgroupVersion
  if (value !== 'host' && value !== 'private') return value === '' ? 'default' : 'set'
  // Which one is the default is the daemon's setting: only what was asked for can be dropped.
  if (version === undefined) return 'engine'
  return value === (version === '2' ? 'private' : 'host') ? 'default' : 'engine'
}

export const namespacesConcern: Concern = {
  heads: SHARED,
  lower(draft) {
    for (const name of SHARED) {
      const asked = draft.input.service[name]
      if (asked === undefined || asked === '') continue
      const ref = parseNamespace(asked)
      draft.namespaces[name] = ref
      draft.field(name, printNamespace(ref), [name], modeOf(ref))
    }
  },
  read(live, context, fields) {
    const { HostConfig: host } = live
    const modes = {
      ipc: host.IpcMode,
      pid: host.PidMode,
      uts: host.UTSMode,
      cgroup: host.Cgroup || host.CgroupnsMode,
    }
    for (const name of SHARED) {
      const value = symbolic(modes[name] ?? '', context)
      const isDefault = DEFAULT_MODES[name].includes(value)
      const origin = name === 'cgroup' ? cgroupOrigin(value, context) : isDefault ? 'default' : 'set'
      fields.set(name, { value, origin })
    }
  },
}

/** `container:ID` → `service:db` where the id is a live replica's, else the container as the engine knows it. */
export function symbolic(mode: string, context: ReadContext): string {
  if (!mode.startsWith('container:')) return mode
  const id = mode.slice('container:'.length)
  const service = serviceOf(id, context)
  return service === undefined ? mode : `service:${service}`
}

function serviceOf(id: string, context: ReadContext): string | undefined {
  for (const [service, replicas] of context.services ?? [])
    for (const replica of replicas) if (replica.id === id || replica.name === id) return service
  return undefined
}

export const volumesFromConcern: Concern = {
  heads: ['volumes_from'],
  lower(draft) {
    // Named twice, the engine takes the last.
    const byOwner = new Map<string, { ref: VolumesFromRef; index: number }>()
    for (const [index, text] of (draft.input.service.volumes_from ?? []).entries()) {
      const ref = parseVolumesFrom(text)
      byOwner.set('service' in ref.from ? ref.from.service : `container:${ref.from.container}`, {
        ref,
        index,
      })
    }
    for (const [from, { ref, index }] of byOwner) {
      draft.volumesFrom.push(ref)
      draft.field(`volumes_from.${from}`, ref.mode ?? 'rw', ['volumes_from', index], volumesFromMode(ref))
    }
  },
  read: readVolumesFrom,
}

function readVolumesFrom(live: LiveContainer, context: ReadContext, fields: LiveFields): void {
  for (const entry of live.HostConfig.VolumesFrom ?? []) {
    const [container = '', mode = 'rw'] = entry.split(':')
    const service = serviceOf(container, context)
    fields.set(`volumes_from.${service ?? `container:${container}`}`, { value: mode, origin: 'set' })
  }
}

const volumesFromMode = (ref: VolumesFromRef) => ('service' in ref.from ? 'live' : 'fixed')

/** `db`, `db:ro`, `container:store:ro`. */
function parseVolumesFrom(text: string): VolumesFromRef {
  const parts = text.split(':')
  if (parts[0] === 'container') return withMode({ container: parts[1] ?? '' }, parts[2])
  return withMode({ service: parts[0] ?? '' }, parts[1])
}

function withMode(from: VolumesFromRef['from'], mode: string | undefined): VolumesFromRef {
  return mode === undefined ? { from } : { from, mode }
}

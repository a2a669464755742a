// Mounts and the volumes they name, as a stack file writes them. A volume that is not the project's own stays where its data is:
// external. Knows nothing of the rest of a service.
import type { LiveContainer, LiveFields, LiveImage, LiveVolume } from '../../lower/index.ts'
import { composeLabel } from '../../model/index.ts'
import { list, type Plain } from './service.ts'

type Mount = Plain & { readonly type: string; readonly source?: string | null; readonly read_only?: boolean }

/** A volume's key in the stack: its key at Compose where it is the project's, else its name. */
export function volumeKey(name: string, live: LiveVolume | undefined, project: string): string {
  const key = live?.Labels?.[composeLabel.volume]
  return key !== undefined && live?.Labels?.[composeLabel.project] === project ? key : name
}

/** The entry under the top level's `volumes`. */
export function topVolume(name: string, live: LiveVolume | undefined, project: string): Plain | null {
  const key = volumeKey(name, live, project)
  if (live === undefined || live.Labels?.[composeLabel.project] !== project)
    return { external: true, ...(key !== name && { name }) }
  const labels = Object.entries(live.Labels ?? {}).filter(
    ([label]) => !label.startsWith('com.docker.compose.') && !label.startsWith('io.gantry.'),
  )
  const volume: Plain = {
    ...(name !== `${project}_${key}` && { name }),
    ...(live.Driver !== 'local' && { driver: live.Driver }),
    ...(Object.keys(live.Options ?? {}).length > 0 && { driver_opts: live.Options }),
    ...(labels.length > 0 && { labels: Object.fromEntries(labels) }),
  }
  return Object.keys(volume).length === 0 ? null : volume
}

export interface MountsInput {
  readonly live: LiveContainer
  readonly image: LiveImage | undefined
  readonly fields: LiveFields
  /** Name at the engine → key in the stack. */
  readonly key: (volume: string) => string
}

/** Writes `volumes` and `volumes_from`; returns where data lies in anonymous volumes, and the names of those that have one. */
export function writeMounts(
  service: Plain,
  input: MountsInput,
): { readonly anonymous: readonly string[]; readonly named: readonly string[] } {
  const anonymous: string[] = []
  const named: string[] = []
  for (const [field, { value, origin }] of input.fields) {
    if (field.startsWith('volumes_from.')) {
      const from = field.slice('volumes_from.'.length)
      list(service, 'volumes_from').push(value === 'rw' ? from : `${from}:${value}`)
    }
    if (!field.startsWith('volumes.')) continue
    const target = field.slice('volumes.'.length)
    const mount = value as unknown as Mount
    if (origin === 'engine' || (mount.type === 'volume' && mount.source === null)) {
      if (origin === 'engine' && !declared(input.live.Config.Volumes, target)) continue
      anonymous.push(target)
      if (!declared(input.image?.Config?.Volumes, target) || mount.read_only)
        list(service, 'volumes').push(write(target, { ...mount, source: null }, input))
    } else {
      if (mount.type === 'volume' && typeof mount.source === 'string') named.push(mount.source)
      list(service, 'volumes').push(write(target, mount, input))
    }
  }
  return { anonymous, named }
}

function declared(volumes: Readonly<Record<string, unknown>> | null | undefined, target: string): boolean {
  return Object.keys(volumes ?? {}).some(one => one.replace(/(.)\/+$/, '$1') === target)
}

/** The short form where it says all: `data:/var/lib/data:ro`. */
function write(target: string, mount: Mount, input: MountsInput): string | Plain {
  const { type, source, read_only, ...rest } = mount
  const from = type === 'volume' && typeof source === 'string' ? input.key(source) : source
  const asked = (input.live.HostConfig.Mounts ?? []).find(
    one => one.Target.replace(/(.)\/+$/, '$1') === target,
  )
  const madeByMount = type === 'bind' && asked !== undefined && asked.BindOptions?.CreateMountpoint !== true
  const plain = !madeByMount && Object.keys(rest).length === 0 && !`${from ?? ''}${target}`.includes(':')
  if (plain && (type === 'volume' || type === 'bind')) {
    if (typeof from === 'string') return `${from}:${target}${read_only ? ':ro' : ''}`
    if (!read_only) return target
  }
  const options = { ...rest, ...(madeByMount && { create_host_path: false }) }
  return {
    type,
    ...(typeof from === 'string' && from !== '' && { source: from }),
    target,
    ...(read_only && { read_only }),
    ...(Object.keys(options).length > 0 && { [type]: options }),
  }
}

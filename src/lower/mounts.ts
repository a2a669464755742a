// Volumes, binds, tmpfs and image mounts: one field a target. The field names a volume as the engine does.
import type { ServiceVolume } from '../model/index.ts'
import { type Concern, toNumber } from './concern.ts'
import type { Draft, Path } from './draft.ts'
import { mountValue, sameMount } from './mount-value.ts'
import { readMounts } from './mounts-live.ts'
import type { MountSpec } from './spec.ts'

export const mountsConcern: Concern = {
  heads: ['volumes'],
  lower(draft) {
    for (const [index, volume] of (draft.input.service.volumes ?? []).entries()) {
      const path: Path = ['volumes', index]
      const mount = lowerMount(draft, volume, path)
      if (mount === undefined) continue
      draft.mounts.push(mount)
      draft.field(`volumes.${mount.target}`, mountValue(mount), path)
    }
    lowerApiSocket(draft)
  },
  read: readMounts,
  equal: sameMount,
}

/** `tmpfs: [/run]`: the short way, options as the mount command has them. */
export const tmpfsConcern: Concern = {
  heads: ['tmpfs'],
  lower(draft) {
    const tmpfs: Record<string, string> = {}
    for (const [index, text] of (draft.input.service.tmpfs ?? []).entries()) {
      const colon = text.indexOf(':')
      const target = colon < 0 ? text : text.slice(0, colon)
      tmpfs[target] = colon < 0 ? '' : text.slice(colon + 1)
      draft.field(`tmpfs.${target}`, tmpfs[target], ['tmpfs', index])
    }
    if (Object.keys(tmpfs).length > 0) draft.host.Tmpfs = tmpfs
  },
  read(live, _context, fields) {
    for (const [target, options] of Object.entries(live.HostConfig.Tmpfs ?? {}))
      fields.set(`tmpfs.${target}`, { value: options, origin: 'set' })
  },
}

function lowerMount(draft: Draft, volume: ServiceVolume, path: Path): MountSpec | undefined {
  const common = {
    // `/data/` and `/data` are one place.
    target: volume.target.length > 1 ? volume.target.replace(/\/+$/, '') : volume.target,
    readOnly: volume.read_only ?? false,
    ...(volume.consistency && { consistency: volume.consistency }),
  }
  if (volume.type === 'volume') return lowerVolume(draft, volume, { common, path })
  if (volume.type === 'bind') {
    const { bind } = volume
    return {
      ...common,
      type: 'bind',
      source: volume.source ?? '',
      createHostPath: bind?.create_host_path ?? true,
      ...(bind?.propagation && { propagation: bind.propagation }),
      ...(bind?.recursive && { recursive: bind.recursive }),
      ...(bind?.selinux && { selinux: bind.selinux }),
    }
  }
  if (volume.type === 'tmpfs') {
    const size = toNumber(volume.tmpfs?.size)
    return {
      ...common,
      type: 'tmpfs',
      ...(size !== undefined && size > 0 && { size }),
      ...(volume.tmpfs?.mode !== undefined && { mode: Number(volume.tmpfs.mode) }),
    }
  }
  if (volume.type === 'image') {
    if (!draft.needsApi('1.48', path, 'a mount of type image')) return undefined
    const subpath = volume.image?.subpath
    return { ...common, type: 'image', source: volume.source ?? '', ...(subpath && { subpath }) }
  }
  if (volume.type === 'npipe' && draft.input.context.engine.os !== 'windows') {
    draft.error('platform-only', path, 'named pipes exist only on Windows engines', 'use type: bind')
    return undefined
  }
  if (volume.type === 'cluster') {
    draft.error('swarm-only', path, 'cluster volumes exist only in Swarm', 'use type: volume')
    return undefined
  }
  return { ...common, type: volume.type, source: volume.source ?? '' }
}

interface MountInput {
  readonly common: { readonly target: string; readonly readOnly: boolean }
  readonly path: Path
}

function lowerVolume(
  draft: Draft,
  volume: ServiceVolume,
  { common, path }: MountInput,
): MountSpec | undefined {
  const options = volume.volume
  const subpath = options?.subpath
  if (subpath && !draft.needsApi('1.45', [...path, 'volume', 'subpath'], 'volume.subpath')) return undefined
  const key = volume.source
  const labels = options?.labels
  return {
    ...common,
    type: 'volume',
    ...(key && { volume: { key, name: draft.input.stack.volumes[key]?.name ?? key } }),
    ...(options?.nocopy && { noCopy: true }),
    ...(subpath && { subpath }),
    ...(labels && Object.keys(labels).length > 0 && { labels }),
  }
}

/** `use_api_socket`: the engine's own socket. */
function lowerApiSocket(draft: Draft): void {
  if (draft.input.service.use_api_socket !== true) return
  const socket = '/var/run/docker.sock'
  const mount: MountSpec = {
    type: 'bind',
    source: socket,
    target: socket,
    readOnly: false,
    createHostPath: false,
  }
  draft.mounts.push(mount)
  draft.field(`volumes.${socket}`, mountValue(mount), ['use_api_socket'])
  draft.warn(
    'attribute-ignored',
    ['use_api_socket'],
    `use_api_socket mounts ${socket} of the engine's host; registry credentials are not passed on`,
    'mount a file with credentials where the container needs them',
  )
}

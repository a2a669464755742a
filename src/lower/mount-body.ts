// Mounts in the create call: `Binds` where the engine shall make a missing host path, `Mounts` for the rest.
import { atLeast } from './draft.ts'
import type { LiveImage, LiveMountRequest } from './live.ts'
import type { ContainerSpec, MountSpec } from './spec.ts'

interface Given {
  readonly apiVersion: string
  readonly liveImage?: Pick<LiveImage, 'Config'>
  readonly anonymousVolumes?: ReadonlyMap<string, string>
}

export function mountBodies(
  spec: ContainerSpec,
  given: Given,
): { Binds?: string[]; Mounts?: LiveMountRequest[] } {
  const binds: string[] = []
  const mounts: LiveMountRequest[] = []
  const targets = new Set<string>(Object.keys(spec.host.Tmpfs ?? {}))
  for (const mount of spec.mounts) {
    targets.add(mount.target)
    const bind = bindText(mount)
    if (bind === undefined) mounts.push(mountRequest(mount, given))
    else binds.push(bind)
  }
  for (const file of spec.files) {
    targets.add(file.target)
    if (file.by === 'bind' && file.content.kind === 'file')
      mounts.push({ Type: 'bind', Source: file.content.path, Target: file.target, ReadOnly: true })
  }
  // Volumes that the image declares, of the container that this one replaces. What neither the file nor the image asks for any
  // more is not handed on.
  const declared = new Set(Object.keys(given.liveImage?.Config?.Volumes ?? {}).map(withoutSlash))
  for (const [target, name] of given.anonymousVolumes ?? [])
    if (!targets.has(target) && declared.has(withoutSlash(target)))
      mounts.push({ Type: 'volume', Source: name, Target: target })
  return { ...(binds.length > 0 && { Binds: binds }), ...(mounts.length > 0 && { Mounts: mounts }) }
}

/** Images write `VOLUME /data/` as they like; the engine mounts it at `/data`. */
const withoutSlash = (path: string): string => path.replace(/(?<=.)\/+$/, '')

/** `source:/target:ro,z`; undefined where that cannot say it. */
function bindText(mount: MountSpec): string | undefined {
  if (mount.type !== 'bind' || mount.source.includes(':') || mount.target.includes(':')) return undefined
  if (!mount.createHostPath && mount.selinux === undefined) return undefined
  if (mount.recursive !== undefined && mount.recursive !== 'enabled') return undefined
  const words = [mount.readOnly ? 'ro' : 'rw', mount.selinux, mount.propagation].filter(Boolean)
  return `${mount.source}:${mount.target}:${words.join(',')}`
}

function mountRequest(mount: MountSpec, given: Given): LiveMountRequest {
  const common = {
    Type: mount.type,
    Target: mount.target,
    ...(mount.readOnly && { ReadOnly: true }),
    ...(mount.consistency && { Consistency: mount.consistency }),
  }
  switch (mount.type) {
    case 'volume': {
      const source = mount.volume?.name ?? given.anonymousVolumes?.get(mount.target)
      const options = {
        ...(mount.noCopy && { NoCopy: true }),
        ...(mount.subpath && { Subpath: mount.subpath }),
        ...(mount.labels && { Labels: { ...mount.labels } }),
      }
      return {
        ...common,
        ...(source && { Source: source }),
        ...(Object.keys(options).length > 0 && { VolumeOptions: options }),
      }
    }
    case 'bind': {
      const options = {
        ...(mount.propagation && { Propagation: mount.propagation }),
        ...(mount.createHostPath && atLeast(given.apiVersion, '1.42') && { CreateMountpoint: true }),
        ...(mount.recursive === 'disabled' && { NonRecursive: true }),
        ...(mount.recursive === 'writable' && { ReadOnlyNonRecursive: true }),
        ...(mount.recursive === 'readonly' && { ReadOnlyForceRecursive: true }),
      }
      return {
        ...common,
        Source: mount.source,
        ...(Object.keys(options).length > 0 && { BindOptions: options }),
      }
    }
    case 'tmpfs': {
      const options = {
        ...(mount.size !== undefined && { SizeBytes: mount.size }),
        ...(mount.mode !== undefined && { Mode: mount.mode }),
      }
      return { ...common, ...(Object.keys(options).length > 0 && { TmpfsOptions: options }) }
    }
    case 'image':
      return {
        ...common,
        Source: mount.source,
        ...(mount.subpath && { ImageOptions: { Subpath: mount.subpath } }),
      }
    default:
      return { ...common, Source: mount.source }
  }
}

// Mounts as the engine tells them: what create was asked for (binds and mounts), then what images and nobody asked for.
// `Mounts` of inspect tells what came of it; only anonymous volumes need it.
import type { LiveContainer, LiveFields, ReadContext } from './context.ts'
import type { LiveMountRequest } from './live.ts'
import { mountValue } from './mount-value.ts'
import type { FieldValue, MountSpec } from './spec.ts'

export function readMounts(live: LiveContainer, context: ReadContext, fields: LiveFields): void {
  const seen = new Set<string>([...(context.fileTargets ?? []), ...Object.keys(live.HostConfig.Tmpfs ?? {})])
  const set = (target: string, value: FieldValue) => {
    if (seen.has(target)) return
    seen.add(target)
    fields.set(`volumes.${target}`, { value, origin: 'set' })
  }
  for (const bind of live.HostConfig.Binds ?? []) {
    const mount = parseBind(bind)
    if (mount !== undefined) set(mount.target, mountValue(mount))
  }
  for (const request of live.HostConfig.Mounts ?? [])
    set(trim(request.Target), mountValue(fromRequest(request)))
  for (const mount of live.Mounts ?? []) {
    const target = trim(mount.Destination)
    if (mount.Type !== 'volume' || seen.has(target)) continue
    seen.add(target)
    // Neither bound nor mounted: a volume of the image, of `volumes_from`, or of a bare `-v /target`.
    fields.set(`volumes.${target}`, {
      value: { type: 'volume', source: mount.Name ?? null, ...(!mount.RW && { read_only: true }) },
      origin: 'engine',
    })
  }
}

const trim = (path: string): string => (path.length > 1 ? path.replace(/\/+$/, '') : path)

/** `name-or-path:/target[:ro,z,rshared,nocopy]`. */
function parseBind(text: string): MountSpec | undefined {
  const [source = '', target, mode = ''] = text.split(':')
  if (target === undefined) return undefined
  const words = mode.split(',')
  const common = { target: trim(target), readOnly: words.includes('ro') }
  if (!source.startsWith('/'))
    return {
      ...common,
      type: 'volume',
      volume: { key: source, name: source },
      ...(words.includes('nocopy') && { noCopy: true }),
    }
  const propagation = words.find(word => /^r?(shared|slave|private)$/.test(word))
  const selinux = words.find(word => word === 'z' || word === 'Z')
  return {
    ...common,
    type: 'bind',
    source,
    createHostPath: true,
    ...(propagation && { propagation }),
    ...(selinux && { selinux }),
  }
}

function fromRequest(request: LiveMountRequest): MountSpec {
  const common = { target: trim(request.Target), readOnly: request.ReadOnly ?? false }
  if (request.Type === 'volume') {
    const options = request.VolumeOptions
    const labels = options?.Labels
    return {
      ...common,
      type: 'volume',
      ...(request.Source && { volume: { key: request.Source, name: request.Source } }),
      ...(options?.NoCopy && { noCopy: true }),
      ...(options?.Subpath && { subpath: options.Subpath }),
      ...(labels && Object.keys(labels).length > 0 && { labels }),
    }
  }
  if (request.Type === 'tmpfs') {
    const options = request.TmpfsOptions
    return {
      ...common,
      type: 'tmpfs',
      ...(options?.SizeBytes && { size: options.SizeBytes }),
      ...(options?.Mode && { mode: options.Mode }),
    }
  }
  if (request.Type === 'image') {
    const subpath = request.ImageOptions?.Subpath
    return { ...common, type: 'image', source: request.Source ?? '', ...(subpath && { subpath }) }
  }
  if (request.Type !== 'bind') return { ...common, type: 'npipe', source: request.Source ?? '' }
  const options = request.BindOptions
  return {
    ...common,
    type: 'bind',
    source: request.Source ?? '',
    createHostPath: options?.CreateMountpoint ?? false,
    ...(options?.Propagation && { propagation: options.Propagation }),
    ...recursion(options),
  }
}

function recursion(options: LiveMountRequest['BindOptions']): { recursive?: string } {
  if (options?.NonRecursive) return { recursive: 'disabled' }
  if (options?.ReadOnlyForceRecursive) return { recursive: 'readonly' }
  return options?.ReadOnlyNonRecursive ? { recursive: 'writable' } : {}
}

// The one form in which a mount is compared, whether the file asks for it or the engine tells of it.
import type { FieldValue, MountSpec } from './spec.ts'

/** A mount in the form of fields. What only matters at the moment of creation (create_host_path) is left out. */
export function mountValue(mount: MountSpec): FieldValue {
  const common = { type: mount.type, ...(mount.readOnly && { read_only: true }) }
  switch (mount.type) {
    case 'volume':
      return {
        ...common,
        source: mount.volume?.name ?? null,
        ...(mount.noCopy && { nocopy: true }),
        ...(mount.subpath && { subpath: mount.subpath }),
        ...(mount.labels && { labels: mount.labels }),
      }
    case 'bind':
      return {
        ...common,
        source: mount.source.length > 1 ? mount.source.replace(/\/+$/, '') : mount.source,
        ...(mount.propagation && mount.propagation !== 'rprivate' && { propagation: mount.propagation }),
        ...(mount.recursive && mount.recursive !== 'enabled' && { recursive: mount.recursive }),
        ...(mount.selinux && { selinux: mount.selinux }),
      }
    case 'tmpfs':
      return {
        ...common,
        ...(mount.size !== undefined && { size: mount.size }),
        ...(mount.mode !== undefined && { mode: mount.mode }),
      }
    case 'image':
      return { ...common, source: mount.source, ...(mount.subpath && { subpath: mount.subpath }) }
    default:
      return { ...common, source: mount.source }
  }
}

/** An anonymous volume is any volume with a made-up name: recreation passes it on by that name. */
export function sameMount(desired: FieldValue, live: FieldValue): boolean {
  const wanted = desired as Record<string, FieldValue>
  const found = live as Record<string, FieldValue>
  const keys = new Set([...Object.keys(wanted), ...Object.keys(found)])
  const anonymous = wanted.type === 'volume' && wanted.source === null
  for (const key of keys) {
    if (key === 'source' && anonymous) {
      if (typeof found.source === 'string' && !/^[0-9a-f]{64}$/.test(found.source)) return false
    } else if (anonymous && key !== 'type' && key !== 'read_only') {
      // How an anonymous volume was first filled and labelled is over when it is passed on.
    } else if (JSON.stringify(wanted[key]) !== JSON.stringify(found[key])) return false
  }
  return true
}

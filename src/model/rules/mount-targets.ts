// Paths in the container that two mounts want.
import type { Service } from '../service.ts'
import { type ModelPath, printWhere, type Rule, tell } from './rule.ts'

/** The engine wants to be told from the root where a mount goes. */
export const checkAbsoluteTargets: Rule = function* (subject) {
  for (const service of subject.services) {
    for (const [index, { target }] of (service.volumes ?? []).entries()) {
      if (target.startsWith('/') || /^([a-zA-Z]:|\\\\)/.test(target)) continue
      yield tell(
        subject,
        'relative-target',
        ['services', service.name, 'volumes', index],
        `the path in the container, ${JSON.stringify(target)}, is not absolute, so the engine will refuse the container`,
        { hint: `write /${target.replace(/^(\.?\/)+/, '')}, or the whole path` },
      )
    }
  }
}

/** The engine refuses two mounts at one path; `volumes` alone cannot hold two, but beside tmpfs, secrets and configs. */
export const checkMountTargets: Rule = function* (subject) {
  for (const service of subject.services) {
    if (!service.tmpfs && !service.secrets && !service.configs && (service.volumes ?? []).length < 2) continue
    const owners = new Map<string, { what: string; path: ModelPath }>()
    for (const { target, what, path } of mountsOf(service)) {
      const at = normalize(target)
      const owner = owners.get(at)
      if (owner === undefined) owners.set(at, { what, path })
      else {
        yield tell(
          subject,
          'mount-target-twice',
          path,
          `${what} and ${owner.what}${printWhere(subject, owner.path, path)} have one place in the container, ${at}: the engine will refuse the container, or one hides the other`,
          {
            hint: 'give one of them another target',
            related: [{ message: `${owner.what} is mounted here`, path: owner.path }],
          },
        )
      }
    }
  }
}

function* mountsOf(service: Service): Iterable<{ target: string; what: string; path: ModelPath }> {
  const base = ['services', service.name]
  for (const [index, volume] of (service.volumes ?? []).entries()) {
    const what =
      volume.type === 'bind'
        ? `the bind of ${volume.source}`
        : `the ${volume.type}${volume.source ? ` ${volume.source}` : ''}`
    yield { target: volume.target, what, path: [...base, 'volumes', index] }
  }
  for (const [index, text] of (service.tmpfs ?? []).entries()) {
    yield { target: text.split(':')[0] ?? text, what: 'the tmpfs', path: [...base, 'tmpfs', index] }
  }
  for (const [index, { source, target }] of (service.secrets ?? []).entries()) {
    yield {
      target: absolute('/run/secrets/', target ?? source),
      what: `the secret ${source}`,
      path: [...base, 'secrets', index],
    }
  }
  for (const [index, { source, target }] of (service.configs ?? []).entries()) {
    yield {
      target: absolute('/', target ?? source),
      what: `the config ${source}`,
      path: [...base, 'configs', index],
    }
  }
}

const absolute = (folder: string, target: string): string =>
  target.startsWith('/') ? target : `${folder}${target}`

/** `/data/` and `/data//` are `/data`. */
const normalize = (target: string): string => target.replace(/\/{2,}/g, '/').replace(/(.)\/$/, '$1')

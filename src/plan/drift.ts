// What runs against what was last applied: changes by hand alone, whatever the files say by now.
import { composeLabel, type Service } from '../model/index.ts'
import type { Observed } from '../observe/index.ts'
import { diffStack, type ResourceDiff } from './diff.ts'
import type { PlanInput } from './input.ts'

/**
 * The differences that no file asked for: fields changed by hand, what was stopped, paused, disconnected or removed. Nothing is
 * drift where the stack does not stand at all.
 */
export function findDrift(input: PlanInput): readonly ResourceDiff[] {
  const stands = input.observed.containers.some(one => one.ownership === 'managed' && !one.oneoff)
  if (!stands) return []
  return diffStack(input).flatMap(diff => {
    if (diff.kind === 'extra') return []
    if (diff.kind === 'missing') return wasThere(input, diff) ? [diff] : []
    const changes = diff.filesUnchanged
      ? diff.changes.map(change => ({ ...change, drift: true }))
      : diff.changes.filter(change => change.drift === true)
    return changes.length === 0 && diff.state === undefined ? [] : [{ ...diff, changes }]
  })
}

/**
 * Whether something that is missing was applied once. A replica: as it is remembered; without a memory, one of a service that has
 * others or has left traces. A network or volume: where a container of the project still names it.
 */
function wasThere({ observed, project }: PlanInput, { resource }: ResourceDiff): boolean {
  const mine = observed.containers.filter(one => one.ownership === 'managed')
  if (resource.type === 'network') {
    return mine.some(one => one.live.NetworkSettings?.Networks?.[resource.name] !== undefined)
  }
  if (resource.type === 'volume') {
    return mine.some(one => (one.live.Mounts ?? []).some(mount => mount.Name === resource.name))
  }
  const service = resource.key.replace(/\.\d+$/, '')
  const remembered = observed.memory?.replicas[service]
  if (remembered !== undefined) {
    const numbers = mine.filter(one => one.service === service && !one.oneoff).map(one => one.number)
    return remembered.some(number => !numbers.includes(number))
  }
  if (mine.some(one => one.service === service && !one.oneoff)) return true
  // All its containers are gone: that those of its dependants are there, or a network or volume that it alone uses, says that it
  // was there.
  if (mine.some(one => dependsOn(one.live.Config.Labels, service))) return true
  const { services, networks, volumes } = project.stack
  const owned = (list: Observed['networks'] | Observed['volumes']) =>
    new Set(list.flatMap(one => (one.ownership === 'managed' ? [one.live.Name] : [])))
  const [standingNetworks, standingVolumes] = [owned(observed.networks), owned(observed.volumes)]
  return usedBy(services[service]).some(
    used =>
      (used.of === 'network'
        ? standingNetworks.has(networks[used.key]?.name ?? '')
        : standingVolumes.has(volumes[used.key]?.name ?? '')) &&
      Object.values(services).every(
        other =>
          other.name === service || !usedBy(other).some(one => one.of === used.of && one.key === used.key),
      ),
  )
}

/** The stack's networks and named volumes that a service is on. */
function usedBy(service: Service | undefined): readonly { of: 'network' | 'volume'; key: string }[] {
  return [
    ...Object.keys(service?.networks ?? {}).map(key => ({ of: 'network' as const, key })),
    ...(service?.volumes ?? []).flatMap(one =>
      one.type === 'volume' && one.source !== undefined ? [{ of: 'volume' as const, key: one.source }] : [],
    ),
  ]
}

function dependsOn(labels: Readonly<Record<string, string>> | null | undefined, service: string): boolean {
  const written = labels?.[composeLabel.dependsOn] ?? ''
  return written.split(',').some(entry => entry.split(':')[0] === service)
}

// What runs against what was last applied: changes by hand alone, whatever the files say by now.
import { composeLabel } from '../model/index.ts'
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
 * Whether something that is missing was applied once: a replica of a service that has others, a network or volume that a
 * container of the project still names.
 */
function wasThere({ observed }: PlanInput, { resource }: ResourceDiff): boolean {
  const mine = observed.containers.filter(one => one.ownership === 'managed')
  if (resource.type === 'network') {
    return mine.some(one => one.live.NetworkSettings?.Networks?.[resource.name] !== undefined)
  }
  if (resource.type === 'volume') {
    return mine.some(one => (one.live.Mounts ?? []).some(mount => mount.Name === resource.name))
  }
  const service = resource.key.replace(/\.\d+$/, '')
  if (mine.some(one => one.service === service && !one.oneoff)) return true
  // All its containers are gone: that those of its dependants are there says that it was there.
  return mine.some(one => dependsOn(one.live.Config.Labels, service))
}

function dependsOn(labels: Readonly<Record<string, string>> | null | undefined, service: string): boolean {
  const written = labels?.[composeLabel.dependsOn] ?? ''
  return written.split(',').some(entry => entry.split(':')[0] === service)
}

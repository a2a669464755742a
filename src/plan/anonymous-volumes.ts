// Volumes that nobody named: of which containers they are, and what becomes of them when those go. The engine takes one that was
// handed to a replacement for a named one from then on, and leaves it when that container is removed with its volumes.
import type { ObservedContainer } from '../observe/index.ts'
import { type Draft, settled } from './draft.ts'
import { stepId, volumeResource } from './resources.ts'
import type { StepId } from './types.ts'

/** The names that the engine gives to volumes that were asked for without one. */
const engineMade = /^[0-9a-f]{64}$/

/** Where in the container, and the engine's name, of each of its volumes that nobody named. */
export function anonymousVolumes(
  container: ObservedContainer,
): readonly { readonly target: string; readonly name: string }[] {
  return (container.live.Mounts ?? []).flatMap(mount =>
    mount.Type === 'volume' && mount.Name !== undefined && engineMade.test(mount.Name)
      ? [{ target: mount.Destination, name: mount.Name }]
      : [],
  )
}

export function usersOf(all: readonly ObservedContainer[], volume: string): readonly ObservedContainer[] {
  return all.filter(one =>
    (one.live.Mounts ?? []).some(mount => mount.Type === 'volume' && mount.Name === volume),
  )
}

export interface HandedOver {
  readonly containers: readonly ObservedContainer[]
  /** Container id → the step that removes it. */
  readonly gone: ReadonlyMap<string, StepId>
  /** Names of volumes that the files declare: they are not anonymous, whatever they look like. */
  readonly declared: ReadonlySet<string>
}

/** Removes those that were handed over, where all who use them go. */
export function removeHandedOver(draft: Draft, { containers, gone, declared }: HandedOver): void {
  const found = new Set<string>()
  for (const { id, live } of containers) {
    if (!gone.has(id)) continue
    const asked = [
      ...(live.HostConfig.Mounts ?? []).flatMap(mount =>
        mount.Type === 'volume' ? (mount.Source ?? []) : [],
      ),
      ...(live.HostConfig.Binds ?? []).map(bind => bind.split(':')[0] ?? ''),
    ]
    for (const name of asked) if (engineMade.test(name) && !declared.has(name)) found.add(name)
  }
  for (const name of found) {
    const users = usersOf(containers, name)
    if (users.length === 0 || !users.every(user => gone.has(user.id))) continue
    const resource = volumeResource(name, name)
    draft.add({
      kind: 'removeVolume',
      id: stepId('remove', resource),
      resource,
      needs: settled(...users.map(user => gone.get(user.id))),
      reason: { kind: 'requested' },
      risk: 'data-loss',
      name,
      tolerateMissing: true,
      tolerateInUse: true,
    })
  }
}

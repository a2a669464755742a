// What a project leaves besides containers: its networks always go, its volumes and images on the user's word.

import { builtImageName } from '../../model/index.ts'
import type { ObservedContainer } from '../../observe/index.ts'
import { removeHandedOver } from '../anonymous-volumes.ts'
import { settled } from '../draft.ts'
import { imageResource, networkResource, stepId, volumeResource } from '../resources.ts'
import type { StepId } from '../types.ts'
import type { Teardown } from './teardown.ts'

/** Every network that carries the project's label, renamed leftovers too. Some services alone: those that nothing else is on. */
export function removeNetworks(down: Teardown): void {
  const { draft, input, gone } = down
  for (const network of input.observed.networks) {
    if (network.ownership !== 'managed') continue
    const { Name: name, Id } = network.live
    const users = input.observed.containers.filter(
      one => one.live.NetworkSettings?.Networks?.[name] !== undefined,
    )
    if (down.partial && !goesWith(down, users)) continue
    const resource = networkResource(network.key ?? name, name)
    draft.add({
      kind: 'removeNetwork',
      id: stepId('remove', resource),
      resource,
      needs: settled(...removals(gone, users)),
      reason: { kind: 'requested' },
      name,
      networkId: Id,
      tolerateInUse: true,
    })
  }
}

/** The volumes that the files name and that this project made; by labels where there are no files. Never an external one. */
export function removeVolumes(down: Teardown): void {
  const { draft, input, gone } = down
  const stack = input.project?.stack
  const wanted =
    stack === undefined
      ? undefined
      : new Set(
          Object.values(stack.volumes)
            .filter(one => one.external !== true)
            .map(one => one.name),
        )
  for (const volume of input.observed.volumes) {
    const { Name: name } = volume.live
    if (volume.ownership !== 'managed' || (wanted !== undefined && !wanted.has(name))) continue
    const users = input.observed.containers.filter(one =>
      (one.live.Mounts ?? []).some(mount => mount.Type === 'volume' && mount.Name === name),
    )
    if (down.partial && !goesWith(down, users)) continue
    const resource = volumeResource(volume.key ?? name, name)
    draft.add({
      kind: 'removeVolume',
      id: stepId('remove', resource),
      resource,
      needs: settled(...removals(gone, users)),
      reason: { kind: 'requested' },
      risk: 'data-loss',
      name,
      tolerateMissing: true,
    })
  }
}

/** Anonymous volumes that the engine does not remove with the containers that had them handed over. */
export function removeKeptAnonymousVolumes(down: Teardown): void {
  const { draft, input, gone } = down
  const declared = new Set(Object.values(input.project?.stack.volumes ?? {}).map(one => one.name))
  removeHandedOver(draft, { containers: input.observed.containers, gone, declared })
}

/** `local`: images that have no name of their own in the files; `all`: every service's. */
export function removeImages(down: Teardown, which: 'local' | 'all'): void {
  const { draft, input, gone } = down
  const references = new Map<string, ObservedContainer[]>()
  for (const container of input.observed.containers) {
    if (!gone.has(container.id)) continue
    const reference = container.live.Config.Image
    const service = input.project?.stack.services[container.service]
    const own =
      service === undefined
        ? [
            builtImageName(down.input.observed.project, container.service),
            builtImageName(down.input.observed.project, container.service, '_'),
          ].includes(reference)
        : service.image === undefined
    if (which === 'all' || own) references.set(reference, [...(references.get(reference) ?? []), container])
  }
  for (const name of down.chosen) {
    const service = input.project?.stack.services[name]
    const reference = input.lowered?.services.get(name)?.image.reference
    if (service === undefined || reference === undefined || references.has(reference)) continue
    if (input.observed.images.get(reference) == null) continue
    if (which === 'all' || service.image === undefined) references.set(reference, [])
  }
  for (const [reference, users] of references) {
    draft.add({
      kind: 'removeImage',
      id: stepId('remove', imageResource(reference)),
      resource: imageResource(reference),
      needs: settled(...removals(gone, users)),
      reason: { kind: 'requested' },
      reference,
      tolerateMissing: true,
    })
  }
}

function removals(gone: Teardown['gone'], users: readonly ObservedContainer[]): readonly StepId[] {
  return users.flatMap(user => gone.get(user.id) ?? [])
}

/** Whether something used it, and all of that goes. */
function goesWith(down: Teardown, users: readonly ObservedContainer[]): boolean {
  return users.length > 0 && users.every(user => down.gone.has(user.id))
}

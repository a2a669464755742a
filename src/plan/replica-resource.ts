// What a planner that only acts on containers calls them: by replica, or by name where no replica's name stands for one.
import type { ObservedContainer } from '../observe/index.ts'
import { hasTemporaryName } from './inventory.ts'
import { containerResource, strayResource } from './resources.ts'
import type { ResourceId } from './types.ts'

/** A replica's container; one-offs, half-made replacements and unnumbered ones go by their names. */
export function replicaResource(container: ObservedContainer): ResourceId {
  const stray = container.oneoff || container.number === 0 || hasTemporaryName(container)
  return stray ? strayResource(container) : containerResource(container, container.name)
}

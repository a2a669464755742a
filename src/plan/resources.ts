// How plans call resources and point at containers.
import type { ReplicaRef } from '../lower/index.ts'
import type { ObservedContainer } from '../observe/index.ts'
import type { ContainerTarget, ResourceId, StepId } from './types.ts'

/** `web.1`. */
function replicaKey(replica: ReplicaRef): string {
  return `${replica.service}.${replica.number}`
}

/** A replica's container under the name that it has or will have. */
export function containerResource(replica: ReplicaRef, name: string): ResourceId {
  return { type: 'container', key: replicaKey(replica), name }
}

/** A container that no replica stands for: an orphan, a one-off, a leftover. Its key is its name. */
export function strayResource(container: ObservedContainer): ResourceId {
  return { type: 'container', key: container.name, name: container.name }
}

export function networkResource(key: string, name: string): ResourceId {
  return { type: 'network', key, name }
}

export function volumeResource(key: string, name: string): ResourceId {
  return { type: 'volume', key, name }
}

export function imageResource(reference: string): ResourceId {
  return { type: 'image', key: reference, name: reference }
}

/** `create:container:web.1`. */
export function stepId(verb: string, resource: ResourceId): StepId {
  return `${verb}:${resource.type}:${resource.key}`
}

export function existing(container: ObservedContainer): ContainerTarget {
  return { kind: 'existing', id: container.id, name: container.name }
}

/** Whether a process of the container is there to be stopped. */
export function isUp(container: ObservedContainer): boolean {
  const { Status, Running } = container.live.State
  return Running || Status === 'running' || Status === 'paused' || Status === 'restarting'
}

/** Whether it was started at least once. */
export function hasStarted(container: ObservedContainer): boolean {
  const at = container.live.State.StartedAt
  return isUp(container) || (at !== undefined && at !== '' && !at.startsWith('0001-'))
}

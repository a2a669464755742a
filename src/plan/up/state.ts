// What a plan leaves of a service, as those that depend on it have to know it.
import type { ReplicaRef } from '../../lower/index.ts'
import type { ObservedContainer } from '../../observe/index.ts'
import type { ContainerTarget, ResourceId, Step, StepId } from '../types.ts'

export type When = NonNullable<Step['when']>

/** A replica that stands after the plan. */
export interface ReplicaAfter {
  readonly replica: ReplicaRef
  readonly resource: ResourceId
  readonly target: ContainerTarget
  /** The step that creates its container, where one does. */
  readonly created?: StepId
  /** The step after which it runs, where one is needed. */
  readonly started?: StepId
  /** The container that serves now. */
  readonly before?: ObservedContainer
  /** Whether its container is another one after the plan, and on what that hangs. */
  readonly replaced?: { readonly when?: When }
  /** Whether the same container runs another process after the plan, and on what that hangs. */
  readonly restarted?: { readonly when?: When }
}

export interface ServiceAfter {
  readonly replicas: readonly ReplicaAfter[]
  /** Where there are no containers: the step that brings the service up. */
  readonly provided?: StepId
  /** Waits that were added for dependants, by condition. */
  readonly waits: Map<string, StepId>
}

/** The replica that stands for the service to those that share with it or restart with it: the lowest. */
export function leading(after: ServiceAfter | undefined): ReplicaAfter | undefined {
  return after?.replicas[0]
}

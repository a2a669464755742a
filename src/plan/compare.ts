// What planners ask of a comparison, and the context that it needs. The comparison itself is lower's; it is passed in, so that
// planners stay free of every field's meaning and tests can say in a line what differs.
import type {
  CompareContext,
  ContainerSpec,
  Difference,
  LiveContainer,
  LiveNetwork,
  LiveVolume,
  NetworkSpec,
  VolumeSpec,
} from '../lower/index.ts'
import type { Observed, ObservedContainer } from '../observe/index.ts'
import type { FieldChange } from './types.ts'

/** Lower's `compareContainer`, `compareNetwork` and `compareVolume`. */
export interface Comparison {
  container(spec: ContainerSpec, live: LiveContainer, context: CompareContext): readonly Difference[]
  network(spec: NetworkSpec, live: LiveNetwork): readonly Difference[]
  volume(spec: VolumeSpec, live: LiveVolume): readonly Difference[]
}

/** What the comparison of every container of a plan shares. */
export type SharedContext = Omit<CompareContext, 'image' | 'fileTargets' | 'services'>

/** The facts that comparing needs beside the container: made once a plan. */
export function sharedContext(observed: Observed): SharedContext {
  return {
    networkNames: new Map(observed.networks.map(network => [network.live.Id, network.live.Name])),
    files: observed.host.files,
    engine: observed.engine,
    ...(observed.memory !== undefined && { later: observed.memory.later }),
  }
}

/** Compares one container. `services` says how the services that it may refer to stand. */
export function compareOne(
  compare: Comparison,
  spec: ContainerSpec,
  container: ObservedContainer,
  context: SharedContext & Pick<CompareContext, 'services'>,
): readonly Difference[] {
  return compare.container(spec, container.live, {
    ...context,
    ...(container.image !== undefined && { image: container.image }),
  })
}

/** A difference as a reason tells it: values of secret fields are dropped here, once for all. */
export function asChange(difference: Difference): FieldChange {
  const { field, change, from, to, secret, drift, place, content } = difference
  return {
    field,
    change,
    ...(secret === true
      ? { secret }
      : { ...(from !== undefined && { from }), ...(to !== undefined && { to }) }),
    ...(drift === true && { drift }),
    ...(place !== undefined && { place }),
    ...(content !== undefined && { content }),
  }
}

// What planners ask of a comparison: how what runs differs from what is asked for, and what would mend it.
// The comparison itself is lower's; it is passed in, so that planners stay free of every field's meaning.
import type { ContainerSpec, FieldValue, NetworkSpec, VolumeSpec } from '../lower/index.ts'
import type { Observed, ObservedContainer, ObservedNetwork, ObservedVolume } from '../observe/index.ts'
import type { Place } from '../problem/index.ts'
import type { FieldChange } from './types.ts'

/** One field that differs, and the least that mends it. */
export interface Differing {
  readonly field: string
  readonly change: 'added' | 'changed' | 'dropped'
  readonly from?: FieldValue
  readonly to?: FieldValue
  readonly secret?: boolean
  readonly place?: Place
  readonly drift?: boolean
  readonly mend: 'update' | 'connect' | 'recreate'
  /** Body of the engine's update call, where `mend` is `update`. */
  readonly update?: Readonly<Record<string, unknown>>
}

export interface Comparison {
  container(spec: ContainerSpec, container: ObservedContainer, observed: Observed): readonly Differing[]
  network(spec: NetworkSpec, network: ObservedNetwork): readonly Differing[]
  volume(spec: VolumeSpec, volume: ObservedVolume): readonly Differing[]
}

/** A difference as a reason tells it: values of secret fields are dropped here, once for all. */
export function asChange(difference: Differing): FieldChange {
  const { field, change, from, to, secret, drift, place } = difference
  return {
    field,
    change,
    ...(secret === true
      ? { secret }
      : { ...(from !== undefined && { from }), ...(to !== undefined && { to }) }),
    ...(drift === true && { drift }),
    ...(place !== undefined && { place }),
  }
}

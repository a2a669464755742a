// Lower's comparison, as planners take it.
import { compareContainer, compareNetwork, compareVolume } from '../lower/index.ts'
import type { Observed } from '../observe/index.ts'
import type { Comparison } from '../plan/index.ts'

/** What the comparison needs of a snapshot, planners add by themselves: they know how the services will stand. */
export function comparisonOf(_observed: Observed): Comparison {
  return { container: compareContainer, network: compareNetwork, volume: compareVolume }
}

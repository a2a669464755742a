// The checks before the first step: what can be known from here that would stop the plan half way.
import type { Problem } from '../../problem/index.ts'
import type { UpContext } from '../up/context.ts'
import type { ServiceAfter } from '../up/state.ts'

/** Everything found, errors and warnings. The plan's containers tell what is about to be made. */
export function checkPreflight(
  context: UpContext,
  after: ReadonlyMap<string, ServiceAfter>,
): readonly Problem[] {
  return []
}

// The waits of `--wait`: every replica runs, is healthy where it has a check, or completed where that is what it is for.
import type { Lowered } from '../../lower/index.ts'
import { type Draft, done } from '../draft.ts'
import { stepId } from '../resources.ts'
import type { WaitFor } from '../types.ts'
import { isMet, waitKey } from './gates.ts'
import type { ServiceAfter } from './state.ts'

export interface ReadyOptions {
  /** Services that others wait for to complete. */
  readonly oneShots: ReadonlySet<string>
  readonly lowered?: Lowered
  /** Milliseconds. */
  readonly timeout?: number
}

/** Adds a wait for each replica that is not ready as observed. What is always started again never completes. */
export function addReadyWaits(
  draft: Draft,
  after: ReadonlyMap<string, ServiceAfter>,
  options: ReadyOptions,
): void {
  for (const [name, state] of after) {
    const restart = options.lowered?.services.get(name)?.container(1).host.RestartPolicy?.Name ?? ''
    const mayComplete = options.oneShots.has(name) || (restart !== 'always' && restart !== 'unless-stopped')
    const until: WaitFor = { kind: 'ready', mayComplete }
    for (const one of state.replicas) {
      if (one.started === undefined && isMet(one, until)) continue
      // A dependant waits for its health already: nothing more is to be known.
      if (options.timeout === undefined && state.waits.has(waitKey('healthy', true, one))) continue
      draft.add({
        kind: 'waitContainer',
        id: stepId('wait-ready', one.resource),
        resource: one.resource,
        needs: done(one.started),
        reason: { kind: 'requested' },
        effect: 'wait',
        target: one.target,
        replica: one.replica,
        until,
        required: true,
        ...(options.timeout !== undefined && { timeout: options.timeout }),
      })
    }
  }
}

// What a container has to do because of another that it shares a namespace or volumes with, or that `restart: true` ties it
// to: be replaced, or be started again. Told by this plan's steps, and by what runs where an earlier run was cut short.
import type { ObservedContainer } from '../../observe/index.ts'
import { isUp } from '../resources.ts'
import type { Reason, StepId } from '../types.ts'
import { standing, type UpContext } from './context.ts'
import { leading, type ReplicaAfter, type ServiceAfter, type When } from './state.ts'

export type Following =
  | { readonly kind: 'recreate'; readonly reason: Reason; readonly when?: When }
  | { readonly kind: 'restart'; readonly reason: Reason; readonly when?: When; readonly after?: StepId }

/** What the dependencies ask of one container of a service; undefined: nothing. */
export function following(
  context: UpContext,
  service: string,
  container: ObservedContainer,
  after: ReadonlyMap<string, ServiceAfter>,
): Following | undefined {
  let restart: Following | undefined
  for (const edge of context.dependencies.of(service)) {
    if (edge.shares === undefined && !edge.restart) continue
    const planned = after.get(edge.on)
    const owner = leading(planned)
    // The lowest replica that stays: one that this plan drops says nothing to the next plan.
    const now = planned === undefined ? standing(context, edge.on)[0]?.serving : owner?.before
    if (edge.shares !== undefined) {
      if (owner !== undefined && (owner.replaced !== undefined || owner.created !== undefined)) {
        return { kind: 'recreate', reason: follows(owner, 'replaced'), ...owner.replaced }
      }
      if (
        edge.shares === 'namespace' &&
        (outlived(container, now) || (owner?.restarted !== undefined && isUp(container)))
      ) {
        restart ??= restartAfter(owner, now, 'restarted')
      }
    }
    if (edge.restart && isUp(container)) {
      if (owner !== undefined && (owner.replaced !== undefined || owner.created !== undefined)) {
        restart ??= restartAfter(owner, now, 'replaced')
      } else if (now !== undefined && timeOf(now.live.Created) > timeOf(container.live.State.StartedAt)) {
        restart ??= restartAfter(owner, now, 'replaced')
      }
    }
  }
  return restart
}

/** Running in a namespace whose owner was started later: the namespace that it has is gone. */
function outlived(container: ObservedContainer, owner: ObservedContainer | undefined): boolean {
  if (owner === undefined || !isUp(container) || !isUp(owner)) return false
  return timeOf(owner.live.State.StartedAt) > timeOf(container.live.State.StartedAt)
}

function restartAfter(
  owner: ReplicaAfter | undefined,
  now: ObservedContainer | undefined,
  why: 'replaced' | 'restarted',
): Following | undefined {
  if (owner !== undefined) {
    return {
      kind: 'restart',
      reason: follows(owner, why),
      ...(why === 'replaced' ? owner.replaced : owner.restarted),
      ...(owner.started !== undefined && { after: owner.started }),
    }
  }
  if (now === undefined) return undefined
  const resource = { type: 'container' as const, key: `${now.service}.${now.number}`, name: now.name }
  return { kind: 'restart', reason: { kind: 'follows', resource, why } }
}

function follows(owner: ReplicaAfter, why: 'replaced' | 'restarted'): Reason {
  return { kind: 'follows', resource: owner.resource, why }
}

/** Milliseconds; 0 for what never happened. */
function timeOf(text: string | undefined): number {
  const time = text === undefined ? Number.NaN : Date.parse(text)
  return Number.isNaN(time) || time < 0 ? 0 : time
}

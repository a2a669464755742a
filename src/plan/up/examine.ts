// The standing replicas of a service, each looked at by itself: which stay, which are replaced, and why. Adds no step.
import type { ContainerSpec } from '../../lower/index.ts'
import type { ObservedContainer } from '../../observe/index.ts'
import type { StandingReplica } from '../inventory.ts'
import { judge, type Verdict } from '../judge.ts'
import type { Reason, StepId } from '../types.ts'
import { differencesIn, loweredOf, type UpContext } from './context.ts'
import { type Following, following } from './follow.ts'
import { leading, type When } from './state.ts'
import type { Works } from './works.ts'

/** How a standing replica is dealt with: the verdict on it, and what others ask of it. */
export interface Case {
  readonly standing: StandingReplica
  readonly spec: ContainerSpec
  readonly verdict: Verdict
  readonly follow?: Following
  /** The replacement that an earlier run created is good. */
  readonly half?: ObservedContainer
}

export function examine(
  context: UpContext,
  name: string,
  one: StandingReplica,
  works: Works,
  full: boolean,
): Case {
  const { input, policy } = context
  const spec = (loweredOf(context, name) as { container(number: number): ContainerSpec }).container(
    one.number,
  )
  const follow = following(context, name, one.serving, works.after)
  let verdict: Verdict = full
    ? judge(spec, one.serving, input.observed, differencesIn(context))
    : { kind: 'keep' }
  if (verdict.kind === 'recreate') verdict = nameOwner(context, name, verdict, works)
  const flag = forcedBy(context, name)
  if (full && flag !== undefined && verdict.kind !== 'recreate')
    verdict = { kind: 'recreate', reason: { kind: 'forced', flag } }
  let half: ObservedContainer | undefined
  // A run that was cut off between creating it and connecting its networks leaves one that would have to be mended: it
  // never served, so it is made anew instead.
  if (one.half !== undefined && judge(spec, one.half, input.observed, differencesIn(context)).kind === 'keep')
    half = one.half
  return {
    standing: one,
    spec,
    verdict,
    ...(follow !== undefined && { follow }),
    ...(half !== undefined && policy.noRecreate !== true && { half }),
  }
}

/** A container whose namespace's owner was replaced says so, and not that a field of its was changed by hand. */
function nameOwner(
  context: UpContext,
  name: string,
  verdict: Extract<Verdict, { kind: 'recreate' }>,
  works: Works,
): Verdict {
  if (verdict.reason.kind !== 'changed') return verdict
  const stale = verdict.reason.changes.every(
    change =>
      change.drift === true && /^(network_mode|ipc|pid|uts|cgroup|volumes_from\..*)$/.test(change.field),
  )
  const edge = context.dependencies.of(name).find(one => one.shares !== undefined)
  const owner = edge === undefined ? undefined : leading(works.after.get(edge.on))
  if (!stale || owner === undefined) return verdict
  return { kind: 'recreate', reason: { kind: 'follows', resource: owner.resource, why: 'replaced' } }
}

function forcedBy(context: UpContext, name: string): string | undefined {
  const { policy, named } = context
  if (named.has(name)) return policy.forceRecreate === true ? '--force-recreate' : undefined
  return policy.alwaysRecreateDeps === true ? '--always-recreate-deps' : undefined
}

/** Which replicas stay: those that need no replacement first, then the lowest numbers. */
export function keepOf(all: readonly Case[], desired: number): ReadonlySet<Case> {
  if (all.length <= desired) return new Set(all)
  const rank = (one: Case) => (one.verdict.kind === 'recreate' ? 1 : 0)
  return new Set(
    [...all]
      .sort((a, b) => rank(a) - rank(b) || a.standing.number - b.standing.number)
      .slice(0, Math.max(0, desired)),
  )
}

/** Whether a container is replaced, and on what that hangs. */
export function decide(
  one: Case,
  refresh: StepId | undefined,
  noRecreate: boolean,
): { readonly reason: Reason; readonly when?: When } | undefined {
  const { serving } = one.standing
  if (noRecreate) return undefined
  if (one.verdict.kind === 'recreate') {
    // Where only the image under the tag moved, and the tag is pulled or built anew, the pull decides.
    if (one.verdict.reason.kind !== 'image-moved' || refresh === undefined)
      return { reason: one.verdict.reason }
    return { reason: one.verdict.reason, when: { imageChanged: refresh, from: serving.live.Image } }
  }
  if (one.half !== undefined) {
    return { reason: { kind: 'unfinished', detail: `${one.half.name} was made to replace it` } }
  }
  if (one.follow?.kind === 'recreate' && one.follow.when === undefined) return { reason: one.follow.reason }
  if (refresh !== undefined) {
    return {
      reason: { kind: 'policy', policy: 'image' },
      when: { imageChanged: refresh, from: serving.live.Image },
    }
  }
  if (one.follow?.kind === 'recreate') return { reason: one.follow.reason, when: one.follow.when as When }
  return undefined
}

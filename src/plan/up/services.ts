// One service of `up`: how many replicas stand, which go, which are mended, replaced or made, and what they wait for.
import type { ContainerSpec } from '../../lower/index.ts'
import type { ObservedContainer } from '../../observe/index.ts'
import { done } from '../draft.ts'
import type { StandingReplica } from '../inventory.ts'
import { judge, type Verdict } from '../judge.ts'
import { containerResource, existing, isUp, stepId, strayResource } from '../resources.ts'
import type { Need, Reason, StepId } from '../types.ts'
import { differencesIn, loweredOf, placeOf, standing, type UpContext } from './context.ts'
import { type Following, following } from './follow.ts'
import { gates } from './gates.ts'
import type { ImageWork } from './images.ts'
import { mend } from './mend.ts'
import type { NetworkWork } from './networks.ts'
import { looksLikeTask } from './one-shot.ts'
import { recreate } from './recreate.ts'
import { leading, type ReplicaAfter, type ServiceAfter, type When } from './state.ts'

export interface Works {
  readonly networks: NetworkWork
  readonly volumes: ReadonlyMap<string, readonly Need[]>
  /** `refresh`: whether its policy may ask for a pull or a build although the image is there. */
  readonly imageOf: (service: string, refresh: boolean) => ImageWork
  readonly oneShots: ReadonlySet<string>
  /** Container id → the step that removed it because a volume of its is replaced, and why. */
  readonly cleared: ReadonlyMap<string, { readonly step: StepId; readonly reason: Reason }>
  readonly after: Map<string, ServiceAfter>
}

/** How a standing replica is dealt with: the verdict on it, and what others ask of it. */
interface Case {
  readonly standing: StandingReplica
  readonly spec: ContainerSpec
  readonly verdict: Verdict
  readonly follow?: Following
  /** The replacement that an earlier run created is good. */
  readonly half?: ObservedContainer
}

/** Plans a service whose containers gantry makes. `full`: it is of the plan's services; else its containers only follow others. */
export function planService(context: UpContext, name: string, works: Works, full: boolean): void {
  const { draft, policy } = context
  const lowered = loweredOf(context, name)
  if (lowered === undefined) return
  const image = works.imageOf(name, full)
  const { refresh } = image
  const all = standing(context, name).map(one => examine(context, name, one, works, full))
  const desired = full ? (policy.scale?.[name] ?? lowered.replicas) : all.length
  const kept = keepOf(all, desired)
  const place =
    placeOf(context, 'services', name, 'deploy', 'replicas') ?? placeOf(context, 'services', name, 'scale')
  const scaled: Reason = {
    kind: 'scaled',
    from: all.length,
    to: desired,
    ...(place !== undefined && { place }),
  }
  for (const one of all) if (!kept.has(one)) dropReplica(context, one, scaled, works)

  let gate: readonly Need[] | undefined
  const gatesOf = () => {
    gate ??= policy.noStart === true ? [] : gates(draft, name, context.dependencies.of(name), works.after)
    return gate
  }
  const up = all.filter(one => isUp(one.standing.serving))
  const noneRuns = up.every(
    one => up.length === 1 && decide(one, undefined, policy.noRecreate === true) !== undefined,
  )
  const hook = preStartOnce(lowered.container(1), noneRuns)
  const replicas: ReplicaAfter[] = []
  let turn: StepId | undefined
  for (const one of all) {
    if (!kept.has(one)) continue
    const { serving, leftovers } = one.standing
    const moved = works.networks.moved.get(serving.id)
    const cleared = works.cleared.get(serving.id)
    if (cleared !== undefined) {
      const ready = [...createNeeds(context, name, one.spec, works, image), ...done(cleared.step)]
      const made = create(context, one.spec, cleared.reason, ready, gatesOf(), hook())
      replicas.push({ ...made, before: serving, replaced: {} })
      continue
    }
    const gone = leftovers.map(leftover => removeLeftover(context, leftover))
    const decision = decide(one, refresh, policy.noRecreate === true)
    if (decision !== undefined) {
      const bad =
        one.standing.half !== undefined && one.half === undefined
          ? [removeLeftover(context, one.standing.half)]
          : []
      const result = recreate(context, {
        spec: one.spec,
        old: serving,
        ...(one.half !== undefined && { half: one.half }),
        reason: decision.reason,
        ...(decision.when !== undefined && { when: decision.when }),
        ready: [...createNeeds(context, name, one.spec, works, image), ...done(...bad, ...gone, turn)],
        // The first waits for what the service depends on, each other one for the one before it.
        gates: turn === undefined ? gatesOf() : [],
        ...(moved !== undefined && { moved }),
        preStart: hook(),
      })
      turn = result.started
      replicas.push(result)
      continue
    }
    if (one.standing.half !== undefined) gone.push(removeLeftover(context, one.standing.half))
    const mending =
      one.verdict.kind === 'mend' && policy.noRecreate !== true && full ? one.verdict : undefined
    replicas.push(
      mend(context, {
        spec: one.spec,
        container: serving,
        updates: mending?.updates ?? [],
        connects: mending?.connects ?? [],
        ...(one.follow?.kind === 'restart' && { restart: one.follow }),
        ...(moved !== undefined && { moved }),
        networks: works.networks.ready,
        gates: gatesOf,
        preStart: isUp(serving) ? [] : hook(),
        oneShot: works.oneShots.has(name) || looksLikeTask(serving),
        nameFreed: gone,
        onlyFollows: !full,
      }),
    )
  }
  let next = Math.max(0, ...all.map(one => one.standing.number))
  for (let count = kept.size; count < desired; count += 1) {
    next += 1
    const spec = lowered.container(next)
    const where = placeOf(context, 'services', name)
    const reason: Reason =
      all.length > 0 ? scaled : { kind: 'missing', ...(where !== undefined && { place: where }) }
    replicas.push(
      create(context, spec, reason, createNeeds(context, name, spec, works, image), gatesOf(), hook()),
    )
  }
  replicas.sort((a, b) => a.replica.number - b.replica.number)
  works.after.set(name, { replicas, waits: new Map() })
  context.standingAfter.set(
    name,
    replicas.map(one => ({
      number: one.replica.number,
      id: one.before?.id ?? '',
      name: one.resource.name,
    })),
  )
}

function examine(context: UpContext, name: string, one: StandingReplica, works: Works, full: boolean): Case {
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
function keepOf(all: readonly Case[], desired: number): ReadonlySet<Case> {
  if (all.length <= desired) return new Set(all)
  const rank = (one: Case) => (one.verdict.kind === 'recreate' ? 1 : 0)
  return new Set(
    [...all]
      .sort((a, b) => rank(a) - rank(b) || a.standing.number - b.standing.number)
      .slice(0, Math.max(0, desired)),
  )
}

/** Whether a container is replaced, and on what that hangs. */
function decide(
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

function linkedServices(spec: ContainerSpec): ReadonlySet<string> {
  const endpoints = spec.networking.kind === 'endpoints' ? spec.networking.endpoints : []
  const links = [...endpoints.flatMap(endpoint => endpoint.links), ...(spec.bridgeLinks ?? [])]
  return new Set(links.map(link => link.service))
}

function createNeeds(
  context: UpContext,
  name: string,
  spec: ContainerSpec,
  works: Works,
  image: ImageWork,
): readonly Need[] {
  const holder = context.inventory.orphans.find(orphan => orphan.name === spec.name)
  const freed = holder === undefined ? undefined : context.orphansGone.get(holder.id)
  const needs: Need[] = [...image.ensure(), ...done(freed)]
  if (spec.networking.kind === 'endpoints') {
    for (const endpoint of spec.networking.endpoints)
      needs.push(...(works.networks.ready.get(endpoint.key) ?? []))
  }
  for (const mount of spec.mounts) {
    if (mount.type === 'volume' && mount.volume !== undefined)
      needs.push(...(works.volumes.get(mount.volume.key) ?? []))
  }
  // Links go to the names of the other's containers: those have to be there.
  for (const linked of linkedServices(spec)) {
    for (const owner of works.after.get(linked)?.replicas ?? []) needs.push(...done(owner.created))
  }
  // A namespace or volumes of another service are asked for by its container: that has to be there.
  for (const edge of context.dependencies.of(name)) {
    if (edge.shares === undefined) continue
    for (const owner of works.after.get(edge.on)?.replicas ?? []) {
      needs.push(...done(owner.replaced === undefined ? owner.created : (owner.started ?? owner.created)))
    }
  }
  return needs
}

function create(
  context: UpContext,
  spec: ContainerSpec,
  reason: Reason,
  ready: readonly Need[],
  gate: readonly Need[],
  preStart: ContainerSpec['hooks']['preStart'],
): ReplicaAfter {
  const { draft, policy } = context
  const replica = { service: spec.service, number: spec.number }
  const resource = containerResource(replica, spec.name)
  const created = draft.add({
    kind: 'createContainer',
    id: stepId('create', resource),
    resource,
    needs: ready,
    reason,
    spec,
    replica,
    renewAnonymousVolumes: policy.renewAnonymousVolumes === true,
  })
  const target = { kind: 'created', step: created, name: spec.name } as const
  if (policy.noStart === true) return { replica, resource, target, created }
  const started = draft.add({
    kind: 'startContainer',
    id: stepId('start', resource),
    resource,
    needs: [...done(created), ...gate],
    reason,
    target,
    replica,
    hooks: { preStart, postStart: spec.hooks.postStart },
    ...(spec.files.length > 0 && { files: spec }),
  })
  return { replica, resource, target, created, started }
}

function dropReplica(context: UpContext, one: Case, reason: Reason, works: Works): void {
  const { draft, policy } = context
  const { serving, half, leftovers, number } = one.standing
  for (const stray of half === undefined ? leftovers : [half, ...leftovers]) removeLeftover(context, stray)
  if (works.cleared.has(serving.id)) return
  const replica = { service: serving.service, number }
  const resource = containerResource(replica, serving.name)
  let stop = works.networks.moved.get(serving.id)?.stop
  if (isUp(serving) && stop === undefined) {
    stop = draft.add({
      kind: 'stopContainer',
      id: stepId('stop', resource),
      resource,
      reason,
      risk: 'downtime',
      target: existing(serving),
      replica,
      ...(policy.timeout !== undefined && { timeout: policy.timeout }),
      hooks: one.spec.hooks.preStop,
    })
  }
  draft.add({
    kind: 'removeContainer',
    id: stepId('remove', resource),
    resource,
    needs: done(stop),
    reason,
    target: existing(serving),
    force: true,
    anonymousVolumes: false,
  })
}

/** Removes what an earlier run left behind. What served has a replacement that runs, or never served. */
export function removeLeftover(context: UpContext, container: ObservedContainer): StepId {
  const resource = strayResource(container)
  return context.draft.add({
    kind: 'removeContainer',
    id: stepId('remove', resource),
    resource,
    reason: { kind: 'unfinished', detail: 'an earlier run left it behind' },
    target: existing(container),
    force: true,
    anonymousVolumes: false,
  })
}

/** `pre_start` runs once a service, and only when none of its containers runs. */
function preStartOnce(spec: ContainerSpec, noneRuns: boolean): () => ContainerSpec['hooks']['preStart'] {
  let open = noneRuns
  return () => {
    const hooks = open ? spec.hooks.preStart : []
    open = false
    return hooks
  }
}

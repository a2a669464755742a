// One service of `up`: how many replicas stand, which go, which are mended, replaced or made, and what they wait for.
import type { ContainerSpec } from '../../lower/index.ts'
import { done } from '../draft.ts'
import { isUp } from '../resources.ts'
import type { Need, Reason, StepId } from '../types.ts'
import { loweredOf, placeOf, standing, type UpContext } from './context.ts'
import { dropReplica, removeLeftover } from './drop.ts'
import { decide, examine, keepOf } from './examine.ts'
import { gates } from './gates.ts'
import { create, createNeeds } from './make.ts'
import { mend } from './mend.ts'
import { looksLikeTask } from './one-shot.ts'
import { recreate } from './recreate.ts'
import type { ReplicaAfter } from './state.ts'
import type { Works } from './works.ts'

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
  // Whose start runs `pre_start`: the other containers come after it.
  let prepared: StepId | undefined
  const gatesOf = () => {
    gate ??= policy.noStart === true ? [] : gates(draft, name, context.dependencies.of(name), works.after)
    return prepared === undefined ? gate : [...gate, ...done(prepared)]
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
      const preStart = hook()
      const made = create(context, one.spec, cleared.reason, ready, gatesOf(), preStart)
      if (preStart.length > 0) prepared = made.started
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
      const preStart = hook()
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
        preStart,
      })
      if (preStart.length > 0) prepared = result.started
      turn = result.started
      replicas.push(result)
      continue
    }
    if (one.standing.half !== undefined) gone.push(removeLeftover(context, one.standing.half))
    const mending =
      one.verdict.kind === 'mend' && policy.noRecreate !== true && full ? one.verdict : undefined
    const preStart = isUp(serving) ? [] : hook()
    const mended = mend(context, {
      spec: one.spec,
      container: serving,
      updates: mending?.updates ?? [],
      connects: mending?.connects ?? [],
      ...(one.follow?.kind === 'restart' && { restart: one.follow }),
      ...(moved !== undefined && { moved }),
      networks: works.networks.ready,
      gates: gatesOf,
      preStart,
      oneShot: works.oneShots.has(name) || looksLikeTask(serving),
      nameFreed: gone,
      onlyFollows: !full,
    })
    if (preStart.length > 0) prepared = mended.started
    replicas.push(mended)
  }
  let next = Math.max(0, ...all.map(one => one.standing.number))
  for (let count = kept.size; count < desired; count += 1) {
    next += 1
    const spec = lowered.container(next)
    const where = placeOf(context, 'services', name)
    const reason: Reason =
      all.length > 0 ? scaled : { kind: 'missing', ...(where !== undefined && { place: where }) }
    const preStart = hook()
    const needs = createNeeds(context, name, spec, works, image)
    const made = create(context, spec, reason, needs, gatesOf(), preStart)
    if (preStart.length > 0) prepared = made.started
    replicas.push(made)
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

/** `pre_start` runs once a service, and only when none of its containers runs. */
function preStartOnce(spec: ContainerSpec, noneRuns: boolean): () => ContainerSpec['hooks']['preStart'] {
  let open = noneRuns
  return () => {
    const hooks = open ? spec.hooks.preStart : []
    open = false
    return hooks
  }
}

// The volumes of `up`: made where they are missing. One that differs is kept as it is, unless the user gave the word for
// that very volume: what is in it would be lost.
import type { VolumeSpec } from '../../lower/index.ts'
import type { ObservedContainer, ObservedVolume } from '../../observe/index.ts'
import { errorProblem, type Problem, warningProblem } from '../../problem/index.ts'
import { asChange } from '../compare.ts'
import { done } from '../draft.ts'
import { missingExternal, strangerHolds } from '../preflight/named.ts'
import { describeChange } from '../render/change.ts'
import { containerResource, existing, isUp, stepId, volumeResource } from '../resources.ts'
import type { FieldChange, Need, Reason, StepId } from '../types.ts'
import { loweredOf, placeOf, type UpContext } from './context.ts'
import type { NetworkWork } from './networks.ts'
import type { Works } from './works.ts'

/** A volume that is to be replaced: its containers go first. */
export interface VolumeSwap {
  readonly spec: VolumeSpec
  readonly reason: Reason
  readonly users: readonly ObservedContainer[]
}

export interface VolumeWork {
  /** Volume key → what must be done before a container may be created with it. */
  readonly ready: Map<string, readonly Need[]>
  readonly swaps: readonly VolumeSwap[]
}

/** Plans every volume that a selected service mounts. */
export function planVolumes(context: UpContext): VolumeWork {
  const { draft, input } = context
  const ready = new Map<string, readonly Need[]>()
  const swaps: VolumeSwap[] = []
  for (const key of usedVolumes(context)) {
    const spec = input.lowered.volumes.get(key)
    if (spec === undefined) continue
    const place = placeOf(context, 'volumes', key)
    const resource = volumeResource(key, spec.name)
    const found = input.observed.volumes.find(volume => volume.live.Name === spec.name)
    if (found === undefined) {
      if (spec.external) {
        draft.note(missingExternal('volume', key, spec.name, place))
        continue
      }
      noteRename(context, spec)
      const step = draft.add({
        kind: 'createVolume',
        id: stepId('create', resource),
        resource,
        reason: { kind: 'missing', ...(place !== undefined && { place }) },
        spec,
      })
      ready.set(key, done(step))
      continue
    }
    if (spec.external) continue
    if (found.ownership !== 'managed') {
      draft.note(strangerHolds('volume', found.ownership, spec.name, place))
      draft.keep(resource)
      continue
    }
    const changes = input.compare.volume(spec, found.live).map(asChange)
    if (changes.length > 0 && mayReplace(context, spec)) {
      swaps.push({ spec, reason: { kind: 'changed', changes }, users: usersOf(context, found) })
      continue
    }
    if (changes.length > 0) draft.note(volumeDiffers(spec, changes))
    draft.keep(resource)
  }
  return { ready, swaps }
}

/** Adds the removal and the creation of a replaced volume, once its containers are gone. */
function swapVolume(
  context: UpContext,
  swap: VolumeSwap,
  gone: readonly StepId[],
  ready: VolumeWork['ready'],
): void {
  const { spec, reason } = swap
  const resource = volumeResource(spec.key, spec.name)
  const removal = context.draft.add({
    kind: 'removeVolume',
    id: stepId('remove', resource),
    resource,
    needs: done(...gone),
    reason,
    risk: 'data-loss',
    name: spec.name,
  })
  const creation = context.draft.add({
    kind: 'createVolume',
    id: stepId('create', resource),
    resource,
    needs: done(removal),
    reason,
    spec,
  })
  ready.set(spec.key, done(creation))
}

function usedVolumes(context: UpContext): ReadonlySet<string> {
  if (context.policy.allResources === true) return new Set(context.input.lowered.volumes.keys())
  const used = new Set<string>()
  for (const service of context.selected) {
    for (const mount of loweredOf(context, service)?.container(1).mounts ?? []) {
      if (mount.type === 'volume' && mount.volume !== undefined) used.add(mount.volume.key)
    }
  }
  return new Set([...context.input.lowered.volumes.keys()].filter(key => used.has(key)))
}

function usersOf(context: UpContext, volume: ObservedVolume): readonly ObservedContainer[] {
  return context.input.observed.containers.filter(container =>
    (container.live.Mounts ?? []).some(mount => mount.Type === 'volume' && mount.Name === volume.live.Name),
  )
}

function mayReplace(context: UpContext, spec: VolumeSpec): boolean {
  const words = context.policy.replaceVolumes ?? []
  return words.includes(spec.key) || words.includes(spec.name)
}

function volumeDiffers(spec: VolumeSpec, changes: readonly FieldChange[]): Problem {
  const place = changes.find(change => change.place !== undefined)?.place
  const what = changes.map(change => describeChange(change)).join(', ')
  return warningProblem(
    'volume-differs',
    `the volume ${spec.name} differs from the file and is kept as it is: ${what}`,
    {
      hint: `to make it anew and lose what is in it, run up with --replace-volume ${spec.key}`,
      ...(place !== undefined && { place }),
      path: `volumes.${spec.key}`,
      resource: `volume ${spec.name}`,
    },
  )
}

function noteRename(context: UpContext, spec: VolumeSpec): void {
  const { observed } = context.input
  const old = observed.volumes.find(
    one => one.ownership === 'managed' && one.key === spec.key && one.live.Name !== spec.name,
  )
  if (old === undefined) return
  const place = placeOf(context, 'volumes', spec.key)
  context.draft.note(
    warningProblem('volume-renamed', `the volume ${spec.key} is ${spec.name} now, and starts empty`, {
      hint: `${old.live.Name} keeps what is in it: copy it over, or remove it with docker volume rm ${old.live.Name}`,
      ...(place !== undefined && { place }),
      resource: `volume ${spec.name}`,
    }),
  )
}

/**
 * Stops and removes the containers of volumes that are to be replaced, then swaps the volumes. Says by container id which
 * step removed it: its replica is made anew.
 */
export function clearVolumes(context: UpContext, work: VolumeWork, networks: NetworkWork): Works['cleared'] {
  const { draft, policy } = context
  const cleared = new Map<string, { readonly step: StepId; readonly reason: Reason }>()
  for (const swap of work.swaps) {
    const resource = volumeResource(swap.spec.key, swap.spec.name)
    const strangers = swap.users.filter(
      user => !isReplica(context, user) && !context.orphansGone.has(user.id),
    )
    const guests = context.input.observed.guests?.volumes.get(swap.spec.name) ?? []
    if (strangers.length > 0 || guests.length > 0) {
      draft.note(volumeHeld(swap.spec, [...strangers.map(one => one.name), ...guests].sort()))
      draft.keep(resource)
      continue
    }
    const reason: Reason = { kind: 'follows', resource, why: 'rebuilt' }
    const gone = swap.users.map(user => {
      const known = cleared.get(user.id)?.step ?? context.orphansGone.get(user.id)
      if (known !== undefined) return known
      const of = containerResource(user, user.name)
      const move = networks.moved.get(user.id)
      const stop =
        move?.stop ??
        (isUp(user)
          ? draft.add({
              kind: 'stopContainer',
              id: stepId('stop', of),
              resource: of,
              reason,
              risk: 'downtime',
              target: existing(user),
              replica: { service: user.service, number: user.number },
              ...(policy.timeout !== undefined && { timeout: policy.timeout }),
              hooks: loweredOf(context, user.service)?.container(user.number).hooks.preStop ?? [],
            })
          : undefined)
      const step = draft.add({
        kind: 'removeContainer',
        id: stepId('remove', of),
        resource: of,
        needs: done(stop, ...(move?.connects ?? [])),
        reason,
        risk: 'downtime',
        target: existing(user),
        force: true,
        anonymousVolumes: false,
      })
      cleared.set(user.id, { step, reason })
      return step
    })
    swapVolume(context, swap, gone, work.ready)
  }
  return cleared
}

function isReplica(context: UpContext, user: ObservedContainer): boolean {
  if (!context.selected.has(user.service) || user.ownership !== 'managed') return false
  return context.inventory.replicas.get(user.service)?.some(one => one.serving.id === user.id) === true
}

function volumeHeld(spec: VolumeSpec, users: readonly string[]): Problem {
  const uses = users.length === 1 ? 'uses' : 'use'
  return errorProblem(
    'volume-held',
    `the volume ${spec.name} cannot be replaced: ${users.join(', ')} ${uses} it`,
    {
      hint: 'remove those containers, or name their services as well',
      path: `volumes.${spec.key}`,
      resource: `volume ${spec.name}`,
    },
  )
}

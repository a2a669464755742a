// What runs against what the files say, resource by resource and field by field. It proposes no step: planners do.
import type { NetworkSpec, VolumeSpec } from '../lower/index.ts'
import { composeLabel } from '../model/index.ts'
import type { ObservedContainer } from '../observe/index.ts'
import { asChange, compareOne, sharedContext } from './compare.ts'
import { readDependencies } from './dependencies.ts'
import type { PlanInput } from './input.ts'
import { type StandingReplica, takeInventory } from './inventory.ts'
import { shortId } from './judge.ts'
import { misnamed } from './misnamed.ts'
import { containerResource, isUp, networkResource, strayResource, volumeResource } from './resources.ts'
import type { FieldChange, ResourceId } from './types.ts'
import { awaitedOneShots, looksLikeTask } from './up/one-shot.ts'

/** One resource that is not as the files say. */
export interface ResourceDiff {
  readonly resource: ResourceId
  /** `missing`: asked for, not there. `extra`: there, not asked for. `changed`: fields differ, or its state does. */
  readonly kind: 'missing' | 'extra' | 'changed'
  readonly changes: readonly FieldChange[]
  /** Not running as it should: an exit, a pause. */
  readonly state?: { readonly status: string; readonly exitCode?: number }
  /** The files are as they were last applied: whatever differs was done by hand. */
  readonly filesUnchanged: boolean
}

/** Every difference, networks and volumes first, then services in the order of dependency. */
export function diffStack(input: PlanInput): readonly ResourceDiff[] {
  return [...diffNetworks(input), ...diffVolumes(input), ...diffContainers(input)]
}

function diffNetworks({ lowered, observed, compare }: PlanInput): readonly ResourceDiff[] {
  return [...lowered.networks.values()].flatMap(spec => {
    const resource = networkResource(spec.key, spec.name)
    const found = observed.networks.find(network => network.live.Name === spec.name)
    if (found === undefined) return [missing(resource)]
    if (spec.external || found.ownership !== 'managed') return []
    return changed(resource, compare.network(spec as NetworkSpec, found.live).map(asChange))
  })
}

function diffVolumes({ lowered, observed, compare }: PlanInput): readonly ResourceDiff[] {
  return [...lowered.volumes.values()].flatMap(spec => {
    const resource = volumeResource(spec.key, spec.name)
    const found = observed.volumes.find(volume => volume.live.Name === spec.name)
    if (found === undefined) return [missing(resource)]
    if (spec.external || found.ownership !== 'managed') return []
    return changed(resource, compare.volume(spec as VolumeSpec, found.live).map(asChange))
  })
}

function diffContainers(input: PlanInput): readonly ResourceDiff[] {
  const { project, lowered, observed } = input
  const known = new Set([...Object.keys(project.stack.services), ...Object.keys(project.disabled)])
  const inventory = takeInventory(observed, known)
  const dependencies = readDependencies(project.stack)
  const oneShots = awaitedOneShots(dependencies)
  const diffs: ResourceDiff[] = []
  for (const name of dependencies.order) {
    const service = lowered.services.get(name)
    if (service === undefined || project.stack.services[name]?.provider !== undefined) continue
    const standing = inventory.replicas.get(name) ?? []
    for (const [at, one] of standing.entries()) {
      if (at >= service.replicas) diffs.push(extra(one.serving))
      else diffs.push(...diffReplica(input, inventory.replicas, one, oneShots.has(name)))
    }
    let next = Math.max(0, ...standing.map(one => one.number))
    for (let count = standing.length; count < service.replicas; count += 1) {
      next += 1
      diffs.push(missing(containerResource({ service: name, number: next }, service.container(next).name)))
    }
  }
  for (const orphan of inventory.orphans) diffs.push(extra(orphan, strayResource(orphan)))
  return diffs
}

function diffReplica(
  input: PlanInput,
  replicas: ReadonlyMap<string, readonly StandingReplica[]>,
  one: StandingReplica,
  awaited: boolean,
): readonly ResourceDiff[] {
  const { serving } = one
  const spec = input.lowered.services.get(serving.service)?.container(one.number)
  if (spec === undefined) return []
  const services = new Map(
    [...replicas].map(([name, list]) => [
      name,
      list.map(({ number, serving: { id, name: called } }) => ({ number, id, name: called })),
    ]),
  )
  const context = { ...sharedContext(input.observed), services }
  const changes = compareOne(input.compare, spec, serving, context).map(asChange)
  const now = input.observed.images.get(spec.image.reference)
  if (now != null && now.Id !== serving.live.Image && !changes.some(change => change.field === 'image')) {
    changes.push({
      field: 'image',
      change: 'changed',
      from: shortId(serving.live.Image),
      to: shortId(now.Id),
    })
  }
  const wrong = misnamed(input.project, spec, serving)
  if (wrong !== undefined) changes.push(wrong)
  const state = wrongState(serving, awaited)
  if (changes.length === 0 && state === undefined) return []
  const before = serving.live.Config.Labels?.[composeLabel.configHash]
  return [
    {
      resource: containerResource(serving, serving.name),
      kind: 'changed',
      changes,
      ...(state !== undefined && { state }),
      // A label does not follow what was changed in place: it may say what the files say by now, and be none the wiser.
      filesUnchanged:
        before !== undefined &&
        before === spec.labels[composeLabel.configHash] &&
        input.observed.memory?.later[serving.id] === undefined,
    },
  ]
}

function wrongState(container: ObservedContainer, awaited: boolean): ResourceDiff['state'] {
  const { State: state } = container.live
  if (state.Paused) return { status: 'paused' }
  if (isUp(container)) return undefined
  const completed = state.Status === 'exited' && state.ExitCode === 0
  if (completed && (awaited || looksLikeTask(container))) return undefined
  return { status: state.Status, ...(state.Status === 'exited' && { exitCode: state.ExitCode }) }
}

function missing(resource: ResourceId): ResourceDiff {
  return { resource, kind: 'missing', changes: [], filesUnchanged: false }
}

function extra(
  container: ObservedContainer,
  resource = containerResource(container, container.name),
): ResourceDiff {
  return { resource, kind: 'extra', changes: [], filesUnchanged: false }
}

function changed(resource: ResourceId, changes: readonly FieldChange[]): readonly ResourceDiff[] {
  return changes.length === 0 ? [] : [{ resource, kind: 'changed', changes, filesUnchanged: false }]
}

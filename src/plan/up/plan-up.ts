// `up`, and with it `create` and `scale`: from what the files say and what runs to the steps that make the one the other.
// Order: networks, volumes, images, services after what they depend on, orphans, waits.

import type { Service } from '../../model/index.ts'
import type { ObservedContainer } from '../../observe/index.ts'
import { done } from '../draft.ts'
import type { PlanInput, UpPolicy } from '../input.ts'
import { checkPreflight } from '../preflight/index.ts'
import { existing, stepId, strayResource } from '../resources.ts'
import type { Plan, StepId } from '../types.ts'
import { serviceOf, standing, startContext, type UpContext } from './context.ts'
import { freeNames } from './free-names.ts'
import { freePlaces } from './free-places.ts'
import { gates } from './gates.ts'
import { createImagePlanner } from './images.ts'
import { imagesFirst } from './images-first.ts'
import { noteLeftVolumes } from './left-volumes.ts'
import { dropRenamedNetworks, planNetworks } from './networks.ts'
import { dropOldImages } from './old-images.ts'
import { awaitedOneShots } from './one-shot.ts'
import { leftOutDependencies } from './optional.ts'
import { planOrphans } from './orphans.ts'
import { addReadyWaits } from './ready-waits.ts'
import { planService } from './services.ts'
import { clearVolumes, planVolumes } from './volumes.ts'
import type { Works } from './works.ts'

/** Plans `up`. Synchronous, pure and total: what forbids going on is a notice of severity `error`. */
export function planUp(input: PlanInput, policy: UpPolicy = {}): Plan {
  const context = startContext(input, policy)
  const { draft, dependencies, selected } = context
  // First, so that a container whose name or port an orphan holds can wait for it to go.
  for (const [at, step] of planOrphans(draft, context.inventory, policy).entries()) {
    context.orphansGone.set((context.inventory.orphans[at] as ObservedContainer).id, step)
  }
  const networks = planNetworks(context)
  const volumes = planVolumes(context)
  const works: Works = {
    networks,
    volumes: volumes.ready,
    imageOf: createImagePlanner(context),
    oneShots: awaitedOneShots(dependencies),
    cleared: clearVolumes(context, volumes, networks),
    after: new Map(),
  }
  for (const name of dependencies.order) {
    if (serviceOf(context, name).provider !== undefined) {
      if (selected.has(name)) provide(context, name, works)
    } else if (selected.has(name)) planService(context, name, works, true)
    else if (standing(context, name).length > 0) planService(context, name, works, false)
  }
  wakeMoved(context, works)
  dropRenamedNetworks(context, leavingSteps(context))
  freeNames(context)
  freePlaces(context)
  noteLeftVolumes(context)
  dropOldImages(context)
  if (policy.wait === true && policy.noStart !== true) waitForAll(context, works)
  const problems = [...checkPreflight(context, works.after), ...leftOutDependencies(context, works.after)]
  for (const problem of problems) draft.note(problem)
  return imagesFirst(draft.finish())
}

/** A service that a program of its own brings up. It says itself whether there was anything to do, so it counts as no change. */
function provide(context: UpContext, name: string, works: Works): void {
  const { draft, policy } = context
  if (policy.noStart === true) return
  const { provider } = serviceOf(context, name) as Required<Pick<Service, 'provider'>>
  const resource = { type: 'service' as const, key: name, name }
  const provided = draft.add({
    kind: 'runProvider',
    id: stepId('provide', resource),
    resource,
    needs: gates(draft, name, context.dependencies.of(name), works.after),
    reason: { kind: 'requested' },
    effect: 'rerun',
    service: name,
    action: 'up',
    type: provider.type,
    options: provider.options ?? {},
  })
  works.after.set(name, { replicas: [], provided, waits: new Map() })
}

/** Containers of no planned service that were taken off a rebuilt network: those that ran, run again. */
function wakeMoved(context: UpContext, works: Works): void {
  for (const [id, moved] of works.networks.moved) {
    const { container, stop } = moved
    const planned = standing(context, container.service).some(one => one.serving.id === id)
    if (stop === undefined || (planned && !container.oneoff)) continue
    context.draft.add({
      kind: 'startContainer',
      id: stepId('start', strayResource(container)),
      resource: strayResource(container),
      needs: done(stop, ...moved.connects),
      reason: moved.reason,
      target: existing(container),
      hooks: { preStart: [], postStart: [] },
    })
  }
}

/** Everything that takes a container off a network that was renamed: disconnects and removals. */
function leavingSteps(context: UpContext): readonly StepId[] {
  return context.draft
    .all()
    .filter(step => step.kind === 'disconnectNetwork' || step.kind === 'removeContainer')
    .map(step => step.id)
}

function waitForAll(context: UpContext, works: Works): void {
  const planned = new Map([...works.after].filter(([name]) => context.selected.has(name)))
  addReadyWaits(context.draft, planned, {
    oneShots: works.oneShots,
    lowered: context.input.lowered,
    ...(context.policy.waitTimeout !== undefined && { timeout: context.policy.waitTimeout }),
  })
}

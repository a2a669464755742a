// `down`: containers in reverse order of dependency, then networks, then what the user gave the word for: volumes, images.
// Works from labels alone where the files are gone. Best effort: what fails keeps nothing else from going.
import type { ObservedContainer } from '../../observe/index.ts'
import { createDraft, settled } from '../draft.ts'
import { takeInventory } from '../inventory.ts'
import { noSuchServices } from '../preflight/services.ts'
import { replicaResource } from '../replica-resource.ts'
import { existing, isUp, stepId } from '../resources.ts'
import type { Plan, StepId } from '../types.ts'
import { planOrphans } from '../up/orphans.ts'
import { removeImages, removeKeptAnonymousVolumes, removeNetworks, removeVolumes } from './belongings.ts'
import { serviceOrder } from './service-order.ts'
import type { DownInput, DownPolicy, Teardown } from './teardown.ts'

export function planDown(input: DownInput, policy: DownPolicy = {}): Plan {
  const { observed, project } = input
  const order = serviceOrder(observed, project)
  const down: Teardown = {
    input,
    policy,
    draft: createDraft(observed.project),
    order,
    chosen: order.withDependants(policy.services),
    partial: policy.services !== undefined && policy.services.length > 0,
    gone: new Map(),
  }
  for (const problem of noSuchServices(policy.services, order.names)) down.draft.note(problem)
  for (const name of order.names) if (down.chosen.has(name)) takeDown(down, name)
  if (!down.partial) takeOrphans(down)
  removeNetworks(down)
  if (policy.volumes === true) {
    removeVolumes(down)
    removeKeptAnonymousVolumes(down)
  }
  if (policy.rmi !== undefined) removeImages(down, policy.rmi)
  return down.draft.finish()
}

/** Stops and removes every container of a service, one-offs and half-made ones too, after those of its dependants. */
function takeDown(down: Teardown, name: string): void {
  const { draft, input, order } = down
  const dependants = new Set(order.dependants(name))
  const before = input.observed.containers
    .filter(one => dependants.has(one.service))
    .map(one => down.gone.get(one.id))
  const needs = settled(...before)
  for (const container of input.observed.containers) {
    if (container.ownership === 'managed' && container.service === name) removeOne(down, container, needs)
  }
  const provider = input.project?.stack.services[name]?.provider
  if (provider === undefined) return
  draft.add({
    kind: 'runProvider',
    id: `provide:service:${name}`,
    resource: { type: 'service', key: name, name },
    needs,
    reason: { kind: 'requested' },
    effect: 'rerun',
    service: name,
    action: 'down',
    type: provider.type,
    options: provider.options ?? {},
  })
}

function removeOne(down: Teardown, container: ObservedContainer, needs: ReturnType<typeof settled>): void {
  const { draft, policy, input } = down
  const resource = replicaResource(container)
  const spec = container.oneoff
    ? undefined
    : input.lowered?.services.get(container.service)?.container(container.number)
  let stop: StepId | undefined
  if (isUp(container)) {
    stop = draft.add({
      kind: 'stopContainer',
      id: stepId('stop', resource),
      resource,
      needs,
      reason: { kind: 'requested' },
      risk: 'downtime',
      target: existing(container),
      ...(policy.timeout !== undefined && { timeout: policy.timeout }),
      hooks: spec?.hooks.preStop ?? [],
    })
  }
  const step = draft.add({
    kind: 'removeContainer',
    id: stepId('remove', resource),
    resource,
    // Also where it could not be stopped: removing is what was asked for.
    needs: [...needs, ...settled(stop)],
    reason: { kind: 'requested' },
    target: existing(container),
    force: true,
    anonymousVolumes: policy.volumes === true,
    ...(policy.volumes === true && { risk: 'data-loss' as const }),
  })
  down.gone.set(container.id, step)
}

/** One-offs of known services went with their services: they are no orphans here. */
function takeOrphans(down: Teardown): void {
  const inventory = takeInventory(down.input.observed, new Set(down.order.names))
  const orphans = inventory.orphans.filter(orphan => !down.gone.has(orphan.id))
  for (const [at, step] of planOrphans(down.draft, { ...inventory, orphans }, down.policy).entries()) {
    const orphan = orphans[at]
    if (orphan !== undefined) down.gone.set(orphan.id, step)
  }
}

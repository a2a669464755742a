// A replica that was not there: what its container needs to be there, and the steps that create and start it.
import type { ContainerSpec } from '../../lower/index.ts'
import { done, settled } from '../draft.ts'
import { containerResource, stepId } from '../resources.ts'
import type { Need, Reason } from '../types.ts'
import type { UpContext } from './context.ts'
import type { ImageWork } from './images.ts'
import type { ReplicaAfter } from './state.ts'
import type { Works } from './works.ts'

function linkedServices(spec: ContainerSpec): ReadonlySet<string> {
  const endpoints = spec.networking.kind === 'endpoints' ? spec.networking.endpoints : []
  const links = [...endpoints.flatMap(endpoint => endpoint.links), ...(spec.bridgeLinks ?? [])]
  return new Set(links.map(link => link.service))
}

export function createNeeds(
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
  // What a provider says stands in the environment of who depends on it.
  for (const edge of context.dependencies.of(name)) {
    const provided = works.after.get(edge.on)?.provided
    needs.push(...(edge.required ? done(provided) : settled(provided)))
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

export function create(
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

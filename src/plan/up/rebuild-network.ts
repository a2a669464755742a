// A network whose settings differ cannot be changed: its containers are stopped and taken off, it is made anew, and the
// same containers go back on it under the settings that they had asked for. Killed anywhere, what is left reads as a
// missing network or as missing connections, and the next plan mends those.
import type { EndpointSpec, LiveEndpoint, NetworkSpec } from '../../lower/index.ts'
import type { ObservedContainer, ObservedNetwork } from '../../observe/index.ts'
import { done, settled } from '../draft.ts'
import { containerResource, existing, isUp, stepId, strayResource } from '../resources.ts'
import type { Need, Reason, ResourceId, StepId } from '../types.ts'
import { loweredOf, type UpContext } from './context.ts'

/** A network that is made anew, and why. */
export interface Rebuild {
  readonly spec: NetworkSpec
  readonly found: ObservedNetwork
  readonly resource: ResourceId
  readonly reason: Reason
}

/** A container that this plan takes off networks and puts back on them. */
export interface Moved {
  readonly container: ObservedContainer
  stop?: StepId
  /** The steps that put it back. */
  readonly connects: StepId[]
  /** Keys of the networks that it is put back on. */
  readonly keys: Set<string>
  readonly reason: Reason
}

/** Adds the steps of one rebuild; returns what must be done before another container may use the network. */
export function rebuildNetworks(
  context: UpContext,
  rebuild: Rebuild,
  moved: Map<string, Moved>,
): readonly Need[] {
  const { draft, policy, input } = context
  const { spec, found, resource, reason } = rebuild
  const attached = input.observed.containers.filter(
    container => endpointOn(container, found.live.Name) !== undefined,
  )
  const follows: Reason = { kind: 'follows', resource, why: 'rebuilt' }
  const off: StepId[] = []
  for (const container of attached) {
    const gone = context.orphansGone.get(container.id)
    if (gone !== undefined) {
      off.push(gone)
      continue
    }
    let move = moved.get(container.id)
    if (move === undefined) {
      move = { container, connects: [], keys: new Set(), reason: follows }
      moved.set(container.id, move)
      if (isUp(container)) {
        move.stop = draft.add({
          kind: 'stopContainer',
          id: stepId('stop', resourceOf(context, container)),
          resource: resourceOf(context, container),
          reason: follows,
          risk: 'downtime',
          target: existing(container),
          ...(policy.timeout !== undefined && { timeout: policy.timeout }),
          hooks: specOf(context, container)?.hooks.preStop ?? [],
        })
      }
    }
    off.push(
      draft.add({
        kind: 'disconnectNetwork',
        id: `disconnect:${stepId(spec.key, resourceOf(context, container))}`,
        resource: resourceOf(context, container),
        needs: done(move.stop),
        reason: follows,
        target: existing(container),
        network: found.live.Name,
        force: true,
      }),
    )
  }
  const removal = draft.add({
    kind: 'removeNetwork',
    id: stepId('remove', resource),
    resource,
    needs: done(...off),
    reason,
    risk: 'downtime',
    name: found.live.Name,
    networkId: found.live.Id,
    tolerateInUse: false,
  })
  const creation = draft.add({
    kind: 'createNetwork',
    id: stepId('create', resource),
    resource,
    needs: done(removal),
    reason,
    spec,
  })
  for (const container of attached) {
    const move = moved.get(container.id)
    if (move === undefined) continue
    const endpoint =
      wantedEndpoint(context, container, spec.key) ?? asEndpoint(container, found.live.Name, spec.key)
    move.keys.add(spec.key)
    move.connects.push(
      draft.add({
        kind: 'connectNetwork',
        id: `connect:${stepId(spec.key, resourceOf(context, container))}`,
        resource: resourceOf(context, container),
        // Also where the removal failed: what was taken off is put back on what is there.
        needs: settled(creation),
        reason: follows,
        target: existing(container),
        network: spec.name,
        endpoint: { ...endpoint, network: spec.name },
      }),
    )
  }
  return done(creation)
}

function specOf(context: UpContext, container: ObservedContainer) {
  if (container.oneoff) return undefined
  return loweredOf(context, container.service)?.container(container.number)
}

function resourceOf(context: UpContext, container: ObservedContainer) {
  const known = context.inventory.replicas.get(container.service)?.some(one => one.serving === container)
  return known === true ? containerResource(container, container.name) : strayResource(container)
}

function endpointOn(container: ObservedContainer, network: string): LiveEndpoint | undefined {
  return container.live.NetworkSettings?.Networks?.[network]
}

function wantedEndpoint(
  context: UpContext,
  container: ObservedContainer,
  key: string,
): EndpointSpec | undefined {
  const networking = specOf(context, container)?.networking
  return networking?.kind === 'endpoints' ? networking.endpoints.find(one => one.key === key) : undefined
}

/** The settings that a container of no service has now. Addresses that it did not ask for are not kept. */
function asEndpoint(container: ObservedContainer, network: string, key: string): EndpointSpec {
  const live = endpointOn(container, network) ?? {}
  const { IPAMConfig: ipam, Aliases: aliases, DriverOpts: options } = live
  return {
    key,
    network,
    // The engine adds the short id on its own.
    aliases: (aliases ?? []).filter(alias => alias !== container.id.slice(0, 12)),
    links: [],
    ...(live.Links != null && live.Links.length > 0 && { externalLinks: live.Links }),
    ...(ipam?.IPv4Address !== undefined && ipam.IPv4Address !== '' && { ipv4Address: ipam.IPv4Address }),
    ...(ipam?.IPv6Address !== undefined && ipam.IPv6Address !== '' && { ipv6Address: ipam.IPv6Address }),
    ...(ipam?.LinkLocalIPs != null && { linkLocalIps: ipam.LinkLocalIPs }),
    ...(options != null && { driverOpts: options }),
    priority: 0,
  }
}

// The networks of `up`: made where they are missing, rebuilt with their containers put back where they differ,
// dropped where the file renamed them.
import { asChange } from '../compare.ts'
import { done, settled } from '../draft.ts'
import { hasGuests, missingExternal, strangerHolds } from '../preflight/named.ts'
import { networkResource, stepId } from '../resources.ts'
import type { Need, StepId } from '../types.ts'
import { loweredOf, placeOf, type UpContext } from './context.ts'
import { type Moved, type Rebuild, rebuildNetworks } from './rebuild-network.ts'

export interface NetworkWork {
  /** Network key → what must be done before a container may be created on it. */
  readonly ready: ReadonlyMap<string, readonly Need[]>
  /** Container id → what this plan does to it because a network of its is rebuilt. */
  readonly moved: ReadonlyMap<string, Moved>
}

/** Plans every network that a selected service uses. */
export function planNetworks(context: UpContext): NetworkWork {
  const { draft, input } = context
  const ready = new Map<string, readonly Need[]>()
  const rebuilds: Rebuild[] = []
  for (const key of usedNetworks(context)) {
    const spec = input.lowered.networks.get(key)
    if (spec === undefined) continue
    const place = placeOf(context, 'networks', key)
    const resource = networkResource(key, spec.name)
    const found = input.observed.networks.find(network => network.live.Name === spec.name)
    if (found === undefined) {
      if (spec.external) draft.note(missingExternal('network', key, spec.name, place))
      else {
        const step = draft.add({
          kind: 'createNetwork',
          id: stepId('create', resource),
          resource,
          reason: { kind: 'missing', ...(place !== undefined && { place }) },
          spec,
        })
        ready.set(key, done(step))
      }
      continue
    }
    if (spec.external) continue
    if (found.ownership !== 'managed') {
      draft.note(strangerHolds('network', found.ownership, spec.name, place))
      draft.keep(resource)
      continue
    }
    const differences = input.compare.network(spec, found.live)
    if (differences.length === 0) {
      draft.keep(resource)
      continue
    }
    const guests = input.observed.guests?.networks.get(spec.name) ?? []
    if (guests.length > 0) draft.note(hasGuests(spec.name, guests, place))
    rebuilds.push({
      spec,
      found,
      resource,
      reason: { kind: 'changed', changes: differences.map(asChange) },
    })
  }
  const moved = new Map<string, Moved>()
  for (const rebuild of rebuilds) ready.set(rebuild.spec.key, rebuildNetworks(context, rebuild, moved))
  return { ready, moved }
}

/**
 * Drops the networks that the file has given another name, once this plan's containers have left them. Added last, for
 * its needs are the steps that take containers off.
 */
export function dropRenamedNetworks(context: UpContext, left: readonly StepId[]): void {
  const { input, draft } = context
  for (const network of input.observed.networks) {
    const { key, live, ownership } = network
    const spec = key === undefined ? undefined : input.lowered.networks.get(key)
    if (ownership !== 'managed' || spec === undefined || spec.name === live.Name) continue
    if (![...usedNetworks(context)].includes(spec.key)) continue
    draft.add({
      kind: 'removeNetwork',
      id: `remove:network:${live.Name}`,
      resource: networkResource(live.Name, live.Name),
      needs: settled(...left),
      reason: { kind: 'removed' },
      name: live.Name,
      networkId: live.Id,
      tolerateInUse: true,
    })
  }
}

/** Keys of the networks that selected services are on, in the order of the file. */
function usedNetworks(context: UpContext): ReadonlySet<string> {
  if (context.policy.allResources === true) return new Set(context.input.lowered.networks.keys())
  const used = new Set<string>()
  for (const service of context.selected) {
    const networking = loweredOf(context, service)?.container(1).networking
    if (networking?.kind === 'endpoints') for (const endpoint of networking.endpoints) used.add(endpoint.key)
  }
  return new Set([...context.input.lowered.networks.keys()].filter(key => used.has(key)))
}

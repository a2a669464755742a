// The containers of a snapshot: which of all at the engine matter, each inspected once, and which of them replaces which.
import type { ContainerSummary, Engine, LiveContainer, LiveImage } from '../engine/index.ts'
import { composeLabel, type Project } from '../model/index.ts'
import { mapBounded } from './bounded.ts'
import { containerOwnershipOf, isOfStack, isOneoff, numberOf, serviceOf } from './labels.ts'
import { orGone } from './of-stack.ts'
import type { Guests, Observed, ObservedContainer, Ownership } from './types.ts'

/** Inspects at a time: what keeps an engine on this machine busy; to one elsewhere, what hides the way there. */
const inspectsAtATime = { here: 12, elsewhere: 32 }

/** Containers of the project, and those whose name the stack may want. */
export function pickContainers(
  all: readonly ContainerSummary[],
  project: Project,
): readonly ContainerSummary[] {
  const { name, services } = project.stack
  const fixed = new Set(Object.values(services).flatMap(service => service.container_name ?? []))
  return all.filter(one => {
    if (one.Labels?.[composeLabel.project] === name && isOfStack(one.Labels)) return true
    const called = nameOf(one)
    return fixed.has(called) || called.startsWith(`${name}-`) || called.startsWith(`${name}_`)
  })
}

/** Inspects each. One that is gone between list and inspect was never there. */
export async function inspectContainers(
  engine: Engine,
  picked: readonly ContainerSummary[],
  signal: AbortSignal | undefined,
): Promise<readonly LiveContainer[]> {
  const atATime = inspectsAtATime[engine.address.local ? 'here' : 'elsewhere']
  const found = await mapBounded(picked, atATime, signal, one => orGone(engine.containers.inspect(one.Id)))
  return found.filter(one => one !== undefined)
}

/** Puts what was inspected in our own terms, in the order of name. */
export function describeContainers(
  lives: readonly LiveContainer[],
  project: string,
  images: ReadonlyMap<string, LiveImage>,
): readonly ObservedContainer[] {
  const ownership = new Map(
    lives.map(live => [live, containerOwnershipOf(live.Config.Labels, project, images.get(live.Image))]),
  )
  const mine = lives.filter(live => ownership.get(live) === 'managed')
  const described = lives.map(live => {
    const labels = live.Config.Labels
    const image = images.get(live.Image)
    const replaces = replacedBy(live, mine, project)
    return {
      id: live.Id,
      name: plainName(live.Name),
      ownership: ownership.get(live) as Ownership,
      service: serviceOf(labels),
      number: numberOf(labels),
      oneoff: isOneoff(labels),
      live,
      ...(image !== undefined && { image }),
      ...(replaces !== undefined && { replaces }),
    }
  })
  return described.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0))
}

/** Host ports that running containers hold which are not the project's. */
export function portsOf(
  all: readonly ContainerSummary[],
  containers: readonly ObservedContainer[],
): Observed['portsHeld'] {
  const own = new Set(containers.filter(one => one.ownership === 'managed').map(one => one.id))
  return all
    .filter(one => !own.has(one.Id))
    .flatMap(one =>
      (one.Ports ?? []).flatMap(port =>
        port.PublicPort === undefined || port.PublicPort === 0
          ? []
          : [{ port: port.PublicPort, protocol: port.Type, hostIp: port.IP ?? '', container: nameOf(one) }],
      ),
    )
}

/**
 * The id of the container that one was created to replace, where that one is still there. Gantry's label holds the id, Docker
 * Compose's the name (with or without the project's); its temporary name starts with the first 12 digits of the id.
 */
function replacedBy(
  live: LiveContainer,
  mine: readonly LiveContainer[],
  project: string,
): string | undefined {
  const label = live.Config.Labels?.[composeLabel.replace]
  const prefix = /^\/?([0-9a-f]{12})_/.exec(live.Name)?.[1]
  if (label === undefined && prefix === undefined) return undefined
  const others = mine.filter(other => other.Id !== live.Id)
  const byId = others.find(other => other.Id === label)
  if (byId !== undefined || prefix === undefined) return byId?.Id
  const byPrefix = others.find(other => other.Id.startsWith(prefix))
  if (byPrefix !== undefined || label === undefined) return byPrefix?.Id
  return others.find(other =>
    [label, `${project}-${label}`, `${project}_${label}`].includes(plainName(other.Name)),
  )?.Id
}

/** Who else uses networks and volumes. */
export function guestsOf(all: readonly ContainerSummary[], containers: readonly ObservedContainer[]): Guests {
  const known = new Set(containers.map(one => one.id))
  const networks = new Map<string, string[]>()
  const volumes = new Map<string, string[]>()
  for (const one of all) {
    if (known.has(one.Id)) continue
    for (const { Name } of one.Mounts ?? []) if (Name) add(volumes, Name, nameOf(one))
    if (!['running', 'paused', 'restarting'].includes(one.State)) continue
    for (const network of Object.keys(one.NetworkSettings?.Networks ?? {}))
      add(networks, network, nameOf(one))
  }
  return { networks, volumes }
}

function add(users: Map<string, string[]>, of: string, user: string): void {
  const known = users.get(of)
  if (known === undefined) users.set(of, [user])
  else known.push(user)
}

function nameOf(summary: ContainerSummary): string {
  // Legacy links add names with a second slash; the container's own has one.
  const own = summary.Names.find(name => name.lastIndexOf('/') <= 0) ?? summary.Names[0] ?? summary.Id
  return plainName(own)
}

function plainName(name: string): string {
  return name.replace(/^\//, '')
}

// The containers of a snapshot: which of all at the engine matter, each inspected once, and which of them replaces which.
import {
  type ContainerSummary,
  type Engine,
  EngineError,
  type LiveContainer,
  type LiveImage,
} from '../engine/index.ts'
import { composeLabel, type Project } from '../model/index.ts'
import { mapBounded } from './bounded.ts'
import { containerOwnershipOf, isOfStack, isOneoff, numberOf, serviceOf } from './labels.ts'
import type { Observed, ObservedContainer } from './types.ts'

/** Inspects at a time: enough to hide the way to the engine, few enough to leave it room. */
const inspectsAtATime = 32

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
  const found = await mapBounded(picked, inspectsAtATime, signal, one =>
    orGone(engine.containers.inspect(one.Id)),
  )
  return found.filter(one => one !== undefined)
}

/** Puts what was inspected in our own terms, in the order of name. */
export function describeContainers(
  lives: readonly LiveContainer[],
  project: string,
  images: ReadonlyMap<string, LiveImage>,
): readonly ObservedContainer[] {
  const mine = lives.filter(live => containerOwnershipOf(live.Config.Labels, project) === 'managed')
  const described = lives.map(live => {
    const labels = live.Config.Labels
    const image = images.get(live.Image)
    const replaces = replacedBy(live, mine, project)
    return {
      id: live.Id,
      name: plainName(live.Name),
      ownership: containerOwnershipOf(labels, project),
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

/** Host ports that running containers of others hold. */
export function portsOf(all: readonly ContainerSummary[], project: string): Observed['portsHeld'] {
  return all
    .filter(one => one.Labels?.[composeLabel.project] !== project || !isOfStack(one.Labels))
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

function nameOf(summary: ContainerSummary): string {
  // Legacy links add names with a second slash; the container's own has one.
  const own = summary.Names.find(name => name.lastIndexOf('/') <= 0) ?? summary.Names[0] ?? summary.Id
  return plainName(own)
}

function plainName(name: string): string {
  return name.replace(/^\//, '')
}

/** A 404 between list and inspect means gone, not failed. */
export async function orGone<T>(call: Promise<T>): Promise<T | undefined> {
  try {
    return await call
  } catch (error) {
    if (error instanceof EngineError && error.kind === 'not-found') return undefined
    throw error
  }
}

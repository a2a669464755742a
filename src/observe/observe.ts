// Takes the snapshot: three lists, one inspect a container, one an image, and the host's files. Reads only.
import type {
  ContainerSummary,
  Engine,
  EngineInfo,
  LiveContainer,
  LiveNetwork,
  LiveVolume,
} from '../engine/index.ts'
import type { Lowered } from '../lower/index.ts'
import { composeLabel, type Project } from '../model/index.ts'
import { describeContainers, guestsOf, inspectContainers, pickContainers, portsOf } from './containers.ts'
import { type HostReader, readHostFacts } from './host.ts'
import { inspectIds, inspectReferences } from './images.ts'
import { ownershipOf } from './labels.ts'
import type { Machine } from './machine.ts'
import { readOwnHost } from './own-host.ts'
import type { Observed, ObservedNetwork, ObservedVolume } from './types.ts'

/** What the engine shows of a project without knowing what is asked for. */
export interface EngineLook {
  /** Every container at the engine. */
  readonly all: readonly ContainerSummary[]
  /** The project's, and those whose name it may want, each inspected. */
  readonly lives: readonly LiveContainer[]
  readonly networks: readonly LiveNetwork[]
  readonly volumes: readonly LiveVolume[]
}

export interface ObserveRequest {
  readonly project: Project
  readonly info: EngineInfo
  /** Begun before the stack is lowered, so that the engine works meanwhile. */
  readonly look: Promise<EngineLook>
  /** Absent where only what is there matters (`down` by a name alone): then no file of the host is read. */
  readonly lowered?: Lowered
  /** Image references of interest, as the stack writes them. */
  readonly images: readonly string[]
  /** Whether this host's files are the engine's. */
  readonly local: boolean
  /** Asked for what a local engine's machine knows better than the engine. Absent: nobody is asked. */
  readonly machine?: Machine
}

/** The lists and the containers. Rejects with an EngineError, or the signal's reason. */
export async function lookAtEngine(
  engine: Engine,
  project: Project,
  signal?: AbortSignal,
): Promise<EngineLook> {
  signal?.throwIfAborted()
  // All list every resource and not the project's alone: names, ports and subnets of others matter as well.
  const listed = engine.containers.list({ all: true })
  const [all, lives, networks, volumes] = await Promise.all([
    listed,
    listed.then(all => inspectContainers(engine, pickContainers(all, project), signal)),
    engine.networks.list(),
    engine.volumes.list(),
  ])
  return { all, lives, networks, volumes }
}

/** One snapshot of the engine and the host. Rejects with an EngineError, or the signal's reason. */
export async function observe(
  engine: Engine,
  host: HostReader,
  request: ObserveRequest,
  signal?: AbortSignal,
): Promise<Observed> {
  const { project, info, lowered, local } = request
  const { name, networks, volumes } = project.stack
  signal?.throwIfAborted()
  const [look, images, facts] = await Promise.all([
    request.look,
    inspectReferences(engine, request.images, signal),
    readHostFacts(host, lowered, local),
  ])
  const { all, lives } = look
  const imageIds = lives.map(live => live.Image)
  const byId = await inspectIds(engine, imageIds, images.values(), signal)
  const containers = describeContainers(lives, name, byId)
  const portsHeld = portsOf(all, containers)
  const ownHost =
    lowered === undefined || request.machine === undefined
      ? {}
      : await readOwnHost(request.machine, { engine, info, lowered, containers, portsHeld })
  const networkNames = new Set(Object.values(networks).map(one => one.name))
  const volumeNames = new Set(Object.values(volumes).map(one => one.name))
  return {
    project: name,
    engine: info,
    local,
    containers,
    networks: describeNetworks(look.networks, name, networkNames),
    volumes: describeVolumes(look.volumes, name, volumeNames),
    images,
    portsHeld,
    subnets: subnetsOf(look.networks),
    guests: guestsOf(all, containers),
    host: { ...facts, ...ownHost },
  }
}

function describeNetworks(
  lives: readonly LiveNetwork[],
  project: string,
  wanted: ReadonlySet<string>,
): readonly ObservedNetwork[] {
  return lives.flatMap(live => {
    const ownership = ownershipOf(live.Labels, project)
    if (ownership !== 'managed' && !wanted.has(live.Name)) return []
    const key = ownership === 'managed' ? live.Labels?.[composeLabel.network] : undefined
    return [{ ownership, ...(key !== undefined && { key }), live }]
  })
}

function describeVolumes(
  lives: readonly LiveVolume[],
  project: string,
  wanted: ReadonlySet<string>,
): readonly ObservedVolume[] {
  return lives.flatMap(live => {
    const ownership = ownershipOf(live.Labels, project)
    if (ownership !== 'managed' && !wanted.has(live.Name)) return []
    const key = ownership === 'managed' ? live.Labels?.[composeLabel.volume] : undefined
    return [{ ownership, ...(key !== undefined && { key }), live }]
  })
}

function subnetsOf(lives: readonly LiveNetwork[]): ReadonlyMap<string, readonly string[]> {
  return new Map(lives.map(live => [live.Name, (live.IPAM?.Config ?? []).flatMap(pool => pool.Subnet ?? [])]))
}

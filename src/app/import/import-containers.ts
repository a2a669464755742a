// Containers that exist → a stack file that asks for the same. Only reads. The text is the command line's: this returns plain values,
// with every `$` doubled, as a stack file writes it.
import type { Engine } from '../../engine/index.ts'
import { type LiveContainer, type LiveImage, type LiveReplica, readContainer } from '../../lower/index.ts'
import { composeLabel } from '../../model/index.ts'
import { orGone } from '../../observe/index.ts'
import { errorProblem, type Problem, ProblemError } from '../../problem/index.ts'
import { topVolume, volumeKey, writeMounts } from './mounts.ts'
import { networkKey, topNetwork, writeNetworking } from './networks.ts'
import { type Group, groupContainers, pickContainers, plainName } from './pick.ts'
import { findSecrets, leaveOut } from './secrets.ts'
import { type Plain, readService, sortKeys } from './service.ts'
import { problemsOf, secretProblems } from './tell.ts'

export interface ImportRequest {
  /** Names or starts of ids; none: the project's, or all that run. */
  readonly containers: readonly string[]
  /** Name of the new stack; also the project whose containers, networks and volumes are its own. */
  readonly project?: string
  /** The name where none is given and the containers are of no one project. */
  readonly fallbackProject: string
  /** Writes `${NAME}` in the place of values that look secret. */
  readonly withoutSecrets?: boolean
  /** Writes `container_name`, so that the new containers are called as the old ones. */
  readonly keepNames?: boolean
}

export interface Imported {
  /** A stack file's value. */
  readonly stack: Plain
  readonly problems: readonly Problem[]
  /** The containers that it stands for, by name. */
  readonly containers: readonly string[]
}

/** @throws ProblemError `no-such-container` where nothing is found. */
export async function importContainers(engine: Engine, request: ImportRequest): Promise<Imported> {
  const lives = await pickContainers(engine, request)
  if (lives.length === 0)
    throw new ProblemError(
      errorProblem('no-such-container', 'no container runs that could be imported', {
        hint: 'name one that has ended: gantry import NAME; docker ps -a shows them',
      }),
    )
  const project = request.project ?? commonProject(lives) ?? request.fallbackProject
  const surroundings = await readSurroundings(engine, lives)
  const groups = groupContainers(lives, surroundings.images)
  const read = groups.map(group => readGroup(group, { groups, surroundings, project, request }))
  const services = Object.fromEntries(read.map(one => [one.name, one.service]))
  const secrets = findSecrets(services)
  const escaped = escapeDollars(services) as Record<string, Plain>
  const toSet = request.withoutSecrets ? leaveOut(escaped, secrets) : []
  const fixed = new Set(read.flatMap(one => one.fixed))
  const networks = entries(
    read.flatMap(one => one.networks),
    name => {
      const live = surroundings.networks.get(name)
      return [networkKey(name, live, project), topNetwork(name, live, { project, fixed: fixed.has(name) })]
    },
  )
  const volumes = entries(
    read.flatMap(one => one.volumes),
    name => {
      const live = surroundings.volumes.get(name)
      return [volumeKey(name, live, project), topVolume(name, live, project)]
    },
  )
  if (networks.default === null) delete networks.default
  return {
    stack: {
      name: project,
      services: escaped,
      ...(Object.keys(networks).length > 0 && { networks: escapeDollars(networks) }),
      ...(Object.keys(volumes).length > 0 && { volumes: escapeDollars(volumes) }),
    },
    problems: [...read.flatMap(one => one.problems), ...secretProblems(secrets, toSet)],
    containers: lives.map(plainName),
  }
}

/** The project of all of them, where they are of one. */
function commonProject(lives: readonly LiveContainer[]): string | undefined {
  const projects = new Set(lives.map(live => live.Config.Labels?.[composeLabel.project]))
  return projects.size === 1 ? [...projects][0] : undefined
}

interface Surroundings {
  readonly info: Awaited<ReturnType<Engine['info']>>
  readonly images: ReadonlyMap<string, LiveImage>
  readonly networks: ReadonlyMap<string, Awaited<ReturnType<Engine['networks']['inspect']>>>
  readonly volumes: ReadonlyMap<string, Awaited<ReturnType<Engine['volumes']['inspect']>>>
}

async function readSurroundings(engine: Engine, lives: readonly LiveContainer[]): Promise<Surroundings> {
  const ids = [...new Set(lives.map(live => live.Image))]
  const [info, images, networks, volumes] = await Promise.all([
    engine.info(),
    Promise.all(ids.map(async id => [id, await orGone(engine.images.inspect(id))] as const)),
    engine.networks.list(),
    engine.volumes.list(),
  ])
  return {
    info,
    images: new Map(images.filter((one): one is readonly [string, LiveImage] => one[1] !== undefined)),
    networks: new Map(networks.map(one => [one.Name, one])),
    volumes: new Map(volumes.map(one => [one.Name, one])),
  }
}

interface GroupInput {
  readonly groups: readonly Group[]
  readonly surroundings: Surroundings
  readonly project: string
  readonly request: ImportRequest
}

function readGroup(group: Group, { groups, surroundings, project, request }: GroupInput) {
  const live = group.replicas[0] as LiveContainer
  const image = surroundings.images.get(live.Image)
  const fields = readContainer(live, {
    // Of an image that is gone nothing can be left out: what it had set is written, too.
    image: image ?? { Id: live.Image },
    services: new Map(groups.map(one => [one.name, one.replicas.map(replicaOf)])),
    engine: surroundings.info,
  })
  const called = readService(fields)
  const service: Plain = { image: imageName(live, image), ...called }
  if (request.keepNames && group.replicas.length === 1) service.container_name = plainName(live)
  if (group.replicas.length > 1) service.scale = group.replicas.length
  if (live.HostConfig.IpcMode === 'shareable') service.ipc = 'shareable'
  if (live.HostConfig.PublishAllPorts) publishAll(service, live)
  const needs = dependencies(live, groups)
  if (needs !== undefined) service.depends_on = needs
  const mounts = writeMounts(service, {
    live,
    image,
    fields,
    key: name => volumeKey(name, surroundings.volumes.get(name), project),
  })
  const networking = writeNetworking(service, {
    live,
    service: group.name,
    mode: String(fields.get('network_mode')?.value ?? 'default'),
    key: name => networkKey(name, surroundings.networks.get(name), project),
    serviceOf: container =>
      groups.find(one =>
        one.replicas.some(other => plainName(other) === container || other.Id.startsWith(container)),
      )?.name,
  })
  return {
    name: group.name,
    service: sortKeys(service),
    networks: networking.networks,
    fixed: networking.fixed,
    volumes: mounts.named,
    problems: problemsOf(group, {
      image,
      anonymous: mounts.anonymous,
      leavesBridge: networking.leavesBridge,
    }),
  }
}

const replicaOf = (live: LiveContainer, index: number): LiveReplica => ({
  number: index + 1,
  id: live.Id,
  name: plainName(live),
})

/** The name that it was made from, or a tag of the image where that was an id. */
function imageName(live: LiveContainer, image: LiveImage | undefined): string {
  const given = live.Config.Image
  const isId = given.startsWith('sha256:') || image?.Id.replace('sha256:', '').startsWith(given)
  return isId ? (image?.RepoTags?.[0] ?? image?.Id ?? given) : given
}

/** `-P`: every exposed port, at a port that the engine picks. */
function publishAll(service: Plain, live: LiveContainer): void {
  const bound = new Set(Object.keys(live.HostConfig.PortBindings ?? {}))
  const exposed = Object.keys(live.Config.ExposedPorts ?? {}).filter(port => !bound.has(port))
  service.ports = [
    ...((service.ports as unknown[]) ?? []),
    ...exposed.map(port => port.replace(/\/tcp$/, '')),
  ]
  delete service.expose
}

/** Compose leaves `db:service_healthy:false,…` in a label. Services that are not imported are left out. */
function dependencies(live: LiveContainer, groups: readonly Group[]): Plain | undefined {
  const project = live.Config.Labels?.[composeLabel.project]
  const needs: Plain = {}
  for (const entry of (live.Config.Labels?.[composeLabel.dependsOn] ?? '').split(',')) {
    const [service = '', condition = 'service_started', restart] = entry.split(':')
    const other = groups.find(one => {
      const labels = one.replicas[0]?.Config.Labels ?? {}
      return labels[composeLabel.service] === service && labels[composeLabel.project] === project
    })
    if (service === '' || other === undefined) continue
    needs[other.name] = { condition, ...(restart === 'true' && { restart: true }) }
  }
  return Object.keys(needs).length > 0 ? needs : undefined
}

/** So that loading the file gives the values back. */
function escapeDollars(value: unknown): unknown {
  if (typeof value === 'string') return value.replaceAll('$', '$$$$')
  if (Array.isArray(value)) return value.map(escapeDollars)
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, escapeDollars(inner)]))
}

function entries(
  names: readonly string[],
  entry: (name: string) => readonly [string, Plain | null],
): Record<string, Plain | null> {
  return Object.fromEntries([...new Set(names)].sort().map(entry))
}

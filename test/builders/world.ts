// An engine's state in memory, for planner tests: what stands, changed by hand or by the effects of a plan's steps.
// It knows effects only (created, started, gone), no container ever does anything.
import type {
  ContainerSpec,
  Field,
  LiveContainer,
  LiveImage,
  LiveNetwork,
  LiveVolume,
  Lowered,
} from '../../src/lower/index.ts'
import { composeLabel } from '../../src/model/index.ts'
import type { Observed, ObservedContainer } from '../../src/observe/index.ts'

type Mutable<T> = { -readonly [K in keyof T]: T[K] }

export interface WorldContainer {
  id: string
  name: string
  project: string
  service: string
  number: number
  oneoff: boolean
  status: LiveContainer['State']['Status']
  exitCode: number
  health?: 'starting' | 'healthy' | 'unhealthy'
  created: number
  startedAt: number
  image: string
  reference: string
  replaces?: string
  networks: Map<string, { id: string; key?: string }>
  volumes: string[]
  /** What the comparison of these tests reads back. */
  fields: readonly Field[]
  dependsOn: string
  restart: string
  exposed: boolean
}

export interface World {
  readonly project: string
  clock: number
  serial: number
  readonly containers: Map<string, WorldContainer>
  readonly networks: Map<
    string,
    { id: string; name: string; key: string; project: string; fields: readonly Field[]; subnet?: string }
  >
  readonly volumes: Map<
    string,
    { name: string; key: string; project: string; fields: readonly Field[]; serial: number }
  >
  /** Reference → id. */
  readonly images: Map<string, string>
}

/** An engine on which nothing of the project is yet, but every image that is named. */
export function emptyWorld(project: string, images: readonly string[] = []): World {
  return {
    project,
    clock: 1_700_000_000_000,
    serial: 0,
    containers: new Map(),
    networks: new Map(),
    volumes: new Map(),
    images: new Map(images.map(reference => [reference, `sha256:${reference}`])),
  }
}

/** 64 hex digits, other ones each time. */
export function nextId(world: World): string {
  world.serial += 1
  return world.serial.toString(16).padStart(12, '0').padEnd(64, 'f')
}

/** A container as a spec would leave it. Later than everything before it. */
export function addContainer(
  world: World,
  spec: ContainerSpec,
  over: Partial<WorldContainer> = {},
): WorldContainer {
  world.clock += 1000
  const container: WorldContainer = {
    id: nextId(world),
    name: spec.name,
    project: spec.project,
    service: spec.service,
    number: spec.number,
    oneoff: false,
    status: 'running',
    exitCode: 0,
    created: world.clock,
    startedAt: world.clock,
    image: world.images.get(spec.image.reference) ?? `sha256:${spec.image.reference}`,
    reference: spec.image.reference,
    networks: new Map(),
    volumes: spec.mounts.flatMap(mount =>
      mount.type === 'volume' && mount.volume !== undefined ? [mount.volume.name] : [],
    ),
    fields: spec.fields,
    dependsOn: spec.labels[composeLabel.dependsOn] ?? '',
    restart: spec.host.RestartPolicy?.Name ?? '',
    exposed: Object.keys(spec.config.ExposedPorts ?? {}).length > 0,
    ...over,
  }
  if (over.networks === undefined && spec.networking.kind === 'endpoints') {
    for (const endpoint of spec.networking.endpoints) {
      const id = world.networks.get(endpoint.network)?.id ?? 'gone'
      container.networks.set(endpoint.network, { id, key: endpoint.key })
    }
  }
  world.containers.set(container.id, container)
  return container
}

/** Everything that a stack asks for, running. */
export function upWorld(project: string, lowered: Lowered): World {
  const references = [...lowered.services.values()].map(service => service.image.reference)
  const world = emptyWorld(project, references)
  for (const spec of lowered.networks.values()) {
    world.networks.set(spec.name, {
      id: nextId(world),
      name: spec.name,
      key: spec.key,
      project,
      fields: spec.fields,
    })
  }
  for (const spec of lowered.volumes.values()) {
    world.serial += 1
    world.volumes.set(spec.name, {
      name: spec.name,
      key: spec.key,
      project,
      fields: spec.fields,
      serial: world.serial,
    })
  }
  for (const service of lowered.services.values()) {
    for (let number = 1; number <= service.replicas; number += 1)
      addContainer(world, service.container(number))
  }
  return world
}

/** The container of a replica, by its lowest id. */
export function find(world: World, service: string, number = 1): WorldContainer {
  const found = [...world.containers.values()].find(
    one => one.service === service && one.number === number && !one.oneoff,
  )
  if (found === undefined) throw new Error(`no ${service}.${number} in this world`)
  return found
}

/** What observing this world gives. */
export function observedOf(world: World): Observed {
  const managed = [...world.containers.values()]
  const containers = managed.map(one => observedContainer(world, one))
  containers.sort((a, b) => (a.name < b.name ? -1 : 1))
  return {
    project: world.project,
    engine: {
      name: 'test',
      version: '20.10.24',
      apiVersion: '1.41',
      os: 'linux',
      arch: 'amd64',
      swarm: 'inactive',
      swarmManager: false,
      rootless: false,
      runtimes: ['runc'],
      securityOptions: [],
      containerdStore: false,
      podman: false,
    },
    local: true,
    containers,
    networks: [...world.networks.values()].map(one => ({
      ownership: ownership(world, one.project),
      ...(one.project === world.project && { key: one.key }),
      live: networkLive(one),
    })),
    volumes: [...world.volumes.values()].map(one => ({
      ownership: ownership(world, one.project),
      ...(one.project === world.project && { key: one.key }),
      live: {
        Name: one.name,
        Driver: 'local',
        Labels: { fields: JSON.stringify(one.fields) },
      } satisfies LiveVolume,
    })),
    images: new Map([...world.images].map(([reference, id]) => [reference, { Id: id } satisfies LiveImage])),
    portsHeld: [],
    subnets: new Map(),
    host: { files: new Map(), binds: new Map() },
  }
}

function ownership(world: World, project: string): 'managed' | 'unlabelled' | 'foreign' {
  return project === world.project ? 'managed' : project === '' ? 'unlabelled' : 'foreign'
}

function networkLive(one: {
  id: string
  name: string
  fields: readonly Field[]
  subnet?: string
}): LiveNetwork {
  return {
    Id: one.id,
    Name: one.name,
    Driver: 'bridge',
    Labels: { fields: JSON.stringify(one.fields) },
    ...(one.subnet !== undefined && { IPAM: { Config: [{ Subnet: one.subnet }] } }),
  }
}

function observedContainer(world: World, one: WorldContainer): ObservedContainer {
  const up = one.status === 'running' || one.status === 'paused' || one.status === 'restarting'
  const live: Mutable<LiveContainer> = {
    Id: one.id,
    Name: `/${one.name}`,
    Created: new Date(one.created).toISOString(),
    Image: one.image,
    State: {
      Status: one.status,
      Running: up,
      Paused: one.status === 'paused',
      Restarting: one.status === 'restarting',
      ExitCode: one.exitCode,
      StartedAt: one.startedAt === 0 ? '0001-01-01T00:00:00Z' : new Date(one.startedAt).toISOString(),
      ...(one.health !== undefined && { Health: { Status: one.health } }),
    },
    Config: {
      Image: one.reference,
      Labels: { [composeLabel.dependsOn]: one.dependsOn, fields: JSON.stringify(one.fields) },
      ...(one.exposed && { ExposedPorts: { '80/tcp': {} } }),
    },
    HostConfig: { RestartPolicy: { Name: one.restart } },
    Mounts: one.volumes.map(name => ({
      Type: 'volume',
      Name: name,
      Source: '',
      Destination: `/${name}`,
      RW: true,
    })),
    NetworkSettings: {
      Networks: Object.fromEntries([...one.networks].map(([name, { id }]) => [name, { NetworkID: id }])),
    },
  }
  const replaced =
    one.replaces !== undefined && world.containers.has(one.replaces) ? { replaces: one.replaces } : {}
  return {
    id: one.id,
    name: one.name,
    ownership: ownership(world, one.project),
    service: one.service,
    number: one.number,
    oneoff: one.oneoff,
    live,
    ...replaced,
  }
}

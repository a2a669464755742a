// Makes a loaded reference case one that can be created here without harm: the tiny image in place of its own, names and host
// paths of its own. Pure; says why where nothing is left to create. Every other attribute stays as the case has it.
import path from 'node:path'
import type {
  FileObject,
  Network,
  Project,
  Service,
  ServiceVolume,
  Stack,
  Volume,
} from '../../../src/model/index.ts'
import { createMover, moveEndpoints, moveNetwork } from './addresses.ts'

export type Adapted =
  | {
      readonly kind: 'ready'
      readonly project: Project
      /** Host files and folders that the stack names and that must be there. */
      readonly paths: readonly { readonly path: string; readonly kind: 'file' | 'folder' }[]
    }
  | { readonly kind: 'left-out'; readonly reason: string }

interface Ground {
  /** The project's name, which all names at the engine start with. */
  readonly name: string
  /** The case's folder: absolute host paths outside are moved below it. */
  readonly folder: string
  /** Second number of the first of the addresses `10.block.…` that are free for it. */
  readonly block: number
}

class LeftOut extends Error {}

/** The case's project, changed no more than creating it here needs. */
export function adapt(project: Project, ground: Ground): Adapted {
  const paths = new Map<string, 'file' | 'folder'>()
  const moved = (at: string, kind: 'file' | 'folder'): string => {
    const inside = at === ground.folder || at.startsWith(`${ground.folder}/`)
    const here = inside ? at : path.join(ground.folder, '.host', at)
    paths.set(here, kind)
    return here
  }
  const move = createMover(ground.block)
  const { stack } = project
  try {
    if (Object.keys(stack.services).length === 0) throw new LeftOut('it has no service that is enabled')
    const adapted: Stack = {
      ...stack,
      services: mapValues(stack.services, service =>
        moveEndpoints(adaptService(service, ground, moved), move),
      ),
      networks: mapValues(stack.networks, network => moveNetwork(adaptNetwork(network, ground), move)),
      volumes: mapValues(stack.volumes, volume => adaptVolume(volume, ground)),
      secrets: mapValues(stack.secrets, secret => adaptFile(secret, moved)),
      configs: mapValues(stack.configs, config => adaptFile(config, moved)),
    }
    return {
      kind: 'ready',
      project: { ...project, stack: adapted },
      paths: [...paths].map(([at, kind]) => ({ path: at, kind })),
    }
  } catch (error) {
    if (error instanceof LeftOut) return { kind: 'left-out', reason: error.message }
    throw error
  }
}

type Move = (at: string, kind: 'file' | 'folder') => string

function adaptService(service: Service, ground: Ground, moved: Move): Service {
  if (service.provider !== undefined) throw new LeftOut('a program of its own provides a service')
  if (service.models !== undefined) throw new LeftOut('it needs a model runner')
  if (service.isolation !== undefined && service.isolation !== 'default')
    throw new LeftOut('platform: only Windows isolates this way')
  if (service.credential_spec !== undefined) throw new LeftOut('platform: only Windows has credential specs')
  if (service.runtime !== undefined && service.runtime !== 'runc')
    throw new LeftOut('the engine here has no such runtime')
  if (service.cpu_percent !== undefined) throw new LeftOut('platform: only Windows limits CPU percent')
  for (const mode of [service.network_mode, service.ipc, service.pid, ...(service.volumes_from ?? [])])
    if (mode?.startsWith('container:')) throw new LeftOut('it refers to a container outside the stack')
  if (service.external_links?.length) throw new LeftOut('external: it links to containers outside the stack')
  if (service.memswap_limit !== undefined && service.mem_limit === undefined)
    throw new LeftOut('no engine takes memswap_limit without mem_limit')
  for (const option of service.security_opt ?? []) {
    const profile = /^seccomp[:=](.+)$/.exec(option)?.[1]
    if (profile !== undefined && profile !== 'unconfined') moved(path.resolve(ground.folder, profile), 'file')
  }
  const { build, platform, pull_policy, pull_refresh_after, storage_opt, ...rest } = service
  return {
    ...rest,
    image: 'gantry/tiny',
    ...(service.container_name !== undefined && {
      container_name: `${ground.name}-${service.container_name}`,
    }),
    ...(service.volumes && { volumes: service.volumes.map(volume => adaptMount(volume, moved)) }),
  }
}

function adaptMount(volume: ServiceVolume, moved: Move): ServiceVolume {
  if (volume.type === 'npipe' || volume.type === 'cluster')
    throw new LeftOut(`platform: this engine has no mounts of type ${volume.type}`)
  if (volume.type === 'image') throw new LeftOut('it mounts an image')
  if (!volume.target.startsWith('/')) throw new LeftOut('platform: a mount whose target is no path of Linux')
  if (volume.type !== 'bind' || volume.source === undefined) return volume
  const kind = /\.[a-z]+$/i.test(volume.source) ? 'file' : 'folder'
  return { ...volume, source: moved(volume.source, kind) }
}

function adaptNetwork(network: Network, ground: Ground): Network {
  if (network.external) throw new LeftOut('external: it needs a network outside the stack')
  if (network.driver === 'overlay') throw new LeftOut('swarm-only: overlay networks')
  if (network.driver !== undefined && !['bridge', 'default', 'host', 'none'].includes(network.driver))
    throw new LeftOut(`the engine here has no network driver ${network.driver}`)
  return { ...network, name: own(network.name, ground) }
}

function adaptVolume(volume: Volume, ground: Ground): Volume {
  if (volume.external) throw new LeftOut('external: it needs a volume outside the stack')
  if (volume.driver !== undefined && !['local', 'default'].includes(volume.driver))
    throw new LeftOut(`the engine here has no volume driver ${volume.driver}`)
  if (volume.driver_opts?.type !== undefined || volume.driver_opts?.device !== undefined)
    throw new LeftOut('device missing: its volume mounts one')
  return { ...volume, name: own(volume.name, ground) }
}

function adaptFile(file: FileObject, moved: Move): FileObject {
  if (file.external) throw new LeftOut('external: swarm-only secrets or configs')
  if (file.driver !== undefined || file.template_driver !== undefined)
    throw new LeftOut('swarm-only: drivers of secrets and configs')
  return file.file === undefined ? file : { ...file, file: moved(file.file, 'file') }
}

const own = (name: string, { name: project }: Ground): string =>
  name.startsWith(`${project}_`) ? name : `${project}_${name.replace(/[^\w.-]/g, '_')}`

function mapValues<T, R>(values: Readonly<Record<string, T>>, make: (value: T) => R): Record<string, R> {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, make(value)]))
}

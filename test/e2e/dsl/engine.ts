// The engine as the scenarios see it: asked directly, past everything of gantry, so that no fault of ours hides
// itself. Knows a project's label, and what carries it; nothing of stack files.
import Docker from 'dockerode'
import { unpackTar } from 'modern-tar'

const projectLabel = 'com.docker.compose.project'
const serviceLabel = 'com.docker.compose.service'
const numberLabel = 'com.docker.compose.container-number'

export const docker = new Docker()

/** All that carries a project's label, at one moment. */
export interface Snapshot {
  readonly containers: readonly Docker.ContainerInspectInfo[]
  readonly networks: readonly Docker.NetworkInspectInfo[]
  readonly volumes: readonly Docker.VolumeInspectInfo[]
}

export const nothing: Snapshot = { containers: [], networks: [], volumes: [] }

export async function takeSnapshot(project: string): Promise<Snapshot> {
  const filters = { label: [`${projectLabel}=${project}`] }
  const [listed, networks, volumes] = await Promise.all([
    docker.listContainers({ all: true, filters }),
    docker.listNetworks({ filters }),
    docker.listVolumes({ filters: JSON.stringify(filters) as never }),
  ])
  const containers = await Promise.all(
    listed.map(one => docker.getContainer(one.Id).inspect().catch(ignoreGone)),
  )
  return {
    containers: containers
      .filter(one => one !== undefined)
      .sort((one, other) => one.Name.localeCompare(other.Name)),
    networks,
    volumes: volumes.Volumes ?? [],
  }
}

/** Undefined where the engine says that there is no such thing, or that it is going already. */
export function ignoreGone(error: { statusCode?: number }): undefined {
  if (error.statusCode !== 404 && error.statusCode !== 409) throw error
  return undefined
}

/** Removes what carries the label, and the containers, networks, volumes and images named; nothing else. */
export async function removeProject(project: string): Promise<void> {
  const snapshot = await takeSnapshot(project)
  await Promise.all(
    snapshot.containers.map(one =>
      docker.getContainer(one.Id).remove({ force: true, v: true }).catch(ignoreGone),
    ),
  )
  await Promise.all([
    ...snapshot.networks.map(one => removeNetwork(one.Id)),
    ...snapshot.volumes.map(one => docker.getVolume(one.Name).remove().catch(ignoreGone)),
    ...(await imagesOf(project)).map(tag => docker.getImage(tag).remove({ force: true }).catch(ignoreGone)),
  ])
}

/** On a busy machine 20.10 keeps an endpoint of a container that it has removed: that is taken off first. */
async function removeNetwork(id: string): Promise<void> {
  const network = docker.getNetwork(id)
  try {
    await network.remove()
  } catch (error) {
    if ((error as { statusCode?: number }).statusCode !== 403) return ignoreGone(error as object)
    const { Containers }: Docker.NetworkInspectInfo = await network.inspect()
    for (const stale of Object.keys(Containers ?? {})) {
      const Container = stale.replace(/^ep-/, '')
      await network.disconnect({ Container, Force: true }).catch(ignoreGone)
    }
    await network.remove().catch(ignoreGone)
  }
}

/** Tags of the images that a project built: they start with its name. */
async function imagesOf(project: string): Promise<readonly string[]> {
  const images = await docker.listImages()
  return images.flatMap(image => image.RepoTags ?? []).filter(tag => tag.startsWith(`${project}-`))
}

/** The text of a file in a volume, read through a container that is never started. */
export async function readVolume(project: string, volume: string, file: string): Promise<string> {
  await docker.getVolume(volume).inspect()
  const container = await docker.createContainer({
    Image: 'gantry/tiny',
    Cmd: ['true'],
    Labels: { 'gantry.e2e.reader': project },
    HostConfig: { Binds: [`${volume}:/read:ro`] },
  })
  try {
    const archive = await container.getArchive({ path: `/read/${file}` })
    const parts: Buffer[] = []
    for await (const part of archive) parts.push(part as Buffer)
    const [entry] = await unpackTar(Buffer.concat(parts))
    return Buffer.from(entry?.data ?? []).toString()
  } finally {
    await container.remove({ force: true })
  }
}

export function serviceOf(container: Docker.ContainerInspectInfo): string {
  return container.Config.Labels[serviceLabel] ?? ''
}

export function numberOf(container: Docker.ContainerInspectInfo): number {
  return Number(container.Config.Labels[numberLabel] ?? 0)
}

/** Replicas of a service, in the order of their numbers. */
export function replicas(snapshot: Snapshot, service: string): readonly Docker.ContainerInspectInfo[] {
  return snapshot.containers
    .filter(one => serviceOf(one) === service)
    .sort((one, other) => numberOf(one) - numberOf(other))
}

/** One line a thing, for messages of failed checks. */
export function describeSnapshot(snapshot: Snapshot): string {
  const lines = [
    ...snapshot.containers.map(one => {
      const { Status, ExitCode, Health } = one.State
      const health = Health === undefined ? '' : ` (${Health.Status})`
      const end = Status === 'exited' ? ` (${ExitCode})` : ''
      return `container ${one.Name.slice(1)} ${one.Id.slice(0, 12)} ${Status}${end}${health}`
    }),
    ...snapshot.networks.map(one => `network ${one.Name} ${one.Id.slice(0, 12)}`),
    ...snapshot.volumes.map(one => `volume ${one.Name}`),
  ]
  return lines.length === 0 ? 'nothing of this project' : lines.join('\n')
}

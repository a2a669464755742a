// The volumes of a project, as `volumes` tells them: docker's keys and values.
import type { Engine } from '../engine/index.ts'
import { composeLabel, type Project } from '../model/index.ts'
import { listOfStack } from '../observe/index.ts'

/** One object of `volumes --format json`. */
export interface VolumeRow {
  readonly Availability: string
  readonly Driver: string
  readonly Group: string
  /** `a=b,c=d`. */
  readonly Labels: string
  readonly Links: string
  readonly Mountpoint: string
  readonly Name: string
  readonly Scope: string
  readonly Size: string
  readonly Status: string
}

/** Sorted by name; those of the named services alone, where some are named. */
export async function listVolumes(
  engine: Engine,
  project: Project,
  services?: ReadonlySet<string>,
): Promise<readonly VolumeRow[]> {
  const { stack } = project
  const label = [`${composeLabel.project}=${stack.name}`]
  const wanted = services && (await volumesOf(engine, stack.name, services))
  return (await engine.volumes.list({ label }))
    .filter(one => !wanted || wanted.has(one.Name))
    .sort((a, b) => (a.Name < b.Name ? -1 : 1))
    .map(one => ({
      Availability: 'N/A',
      Driver: one.Driver,
      Group: 'N/A',
      Labels: Object.entries(one.Labels ?? {})
        .map(([key, value]) => `${key}=${value}`)
        .sort()
        .join(','),
      Links: 'N/A',
      Mountpoint: one.Mountpoint ?? '',
      Name: one.Name,
      Scope: one.Scope ?? '',
      Size: 'N/A',
      Status: 'N/A',
    }))
}

/** Names of the volumes that the services' containers have mounted. */
async function volumesOf(
  engine: Engine,
  project: string,
  services: ReadonlySet<string>,
): Promise<ReadonlySet<string>> {
  const containers = await listOfStack(engine, { project, all: true })
  return new Set(
    containers
      .filter(one => services.has(one.Labels[composeLabel.service] ?? ''))
      .flatMap(one => one.Mounts ?? [])
      .flatMap(mount => (mount.Type === 'volume' && mount.Name ? [mount.Name] : [])),
  )
}

// A project from labels alone: what `down -p NAME`, `ps` and `logs` work with where the files are gone or broken.
import type { ContainerSummary, Engine } from '../engine/index.ts'
import {
  composeLabel,
  type Dependency,
  type Network,
  type Project,
  type Service,
  type Volume,
} from '../model/index.ts'
import { isOneoff, serviceOf } from './labels.ts'
import { listOfStack } from './of-stack.ts'

/**
 * A minimal project: services with their image, count and dependencies, networks and volumes by their keys. It says what is
 * there and who needs whom, not how to make it. Empty where nothing carries the project's label.
 */
export async function observeProjectFromLabels(
  engine: Engine,
  name: string,
  signal?: AbortSignal,
): Promise<Project> {
  signal?.throwIfAborted()
  const filters = { label: [`${composeLabel.project}=${name}`] }
  const [containers, networks, volumes] = await Promise.all([
    listOfStack(engine, { project: name, all: true }),
    engine.networks.list(filters),
    engine.volumes.list(filters),
  ])
  const services = servicesOf(containers.filter(one => !isOneoff(one.Labels)))
  const keyed = <T>(entries: readonly (readonly [string, T])[]) => Object.fromEntries(entries)
  const labels = containers[0]?.Labels ?? {}
  return {
    stack: {
      name,
      services,
      networks: keyed(
        networks.map((one): readonly [string, Network] => [
          one.Labels?.[composeLabel.network] ?? one.Name,
          { name: one.Name, driver: one.Driver, ipam: {} },
        ]),
      ),
      volumes: keyed(
        volumes.map((one): readonly [string, Volume] => [
          one.Labels?.[composeLabel.volume] ?? one.Name,
          { name: one.Name, driver: one.Driver },
        ]),
      ),
      secrets: {},
      configs: {},
    },
    disabled: {},
    origins: { at: () => undefined },
    directory: labels[composeLabel.workingDir] ?? '/',
    files: [],
    envFiles: [],
    profiles: [],
    environment: {},
    sources: new Map(),
  }
}

function servicesOf(containers: readonly ContainerSummary[]): Readonly<Record<string, Service>> {
  const groups = new Map<string, ContainerSummary[]>()
  for (const one of containers) {
    const service = serviceOf(one.Labels)
    if (service !== '') groups.set(service, [...(groups.get(service) ?? []), one])
  }
  return Object.fromEntries(
    [...groups]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, group]) => [name, serviceFrom(name, group, groups)]),
  )
}

function serviceFrom(
  name: string,
  group: readonly ContainerSummary[],
  known: ReadonlyMap<string, unknown>,
): Service {
  const first = group[0] as ContainerSummary
  const edges = Object.entries(dependenciesFrom(first.Labels[composeLabel.dependsOn] ?? '')).filter(([on]) =>
    known.has(on),
  )
  return {
    name,
    image: first.Image,
    command: null,
    entrypoint: null,
    scale: group.length,
    ...(edges.length > 0 && { depends_on: Object.fromEntries(edges) }),
  }
}

/** `db:service_healthy:true,cache:service_started:false`, as Docker Compose writes it. */
function dependenciesFrom(label: string): Readonly<Record<string, Dependency>> {
  const entries = label.split(',').flatMap((part): (readonly [string, Dependency])[] => {
    const [on = '', condition = '', restart = ''] = part.split(':')
    if (on === '') return []
    const known = condition === 'service_healthy' || condition === 'service_completed_successfully'
    return [
      [on, { condition: known ? condition : 'service_started', restart: restart === 'true', required: true }],
    ]
  })
  return Object.fromEntries(entries)
}

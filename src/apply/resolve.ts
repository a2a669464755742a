// Finds what a spec leaves symbolic: the containers of the services that it names. Of two that exist for a replica while one
// replaces the other, the new one is meant.
import type { ContainerSummary } from '../engine/index.ts'
import type { ContainerSpec } from '../lower/index.ts'
import { composeLabel } from '../model/index.ts'
import { listOfStack } from '../observe/index.ts'
import type { Run } from './perform-context.ts'

export interface FoundContainer {
  readonly id: string
  readonly name: string
}

export type ContainersByService = ReadonlyMap<string, readonly FoundContainer[]>

/** The containers of the services that the spec refers to: one list call a service, none where it refers to none. */
export async function resolveServices(services: ReadonlySet<string>, run: Run): Promise<ContainersByService> {
  const found = await Promise.all(
    [...services].map(async service => [service, await ofService(service, run)] as const),
  )
  return new Map(found)
}

/** Services that a container's namespaces, volumes_from and links on the default bridge name. Other links are the engine's DNS's. */
export function servicesNamed(spec: ContainerSpec): ReadonlySet<string> {
  const names = new Set<string>()
  for (const ref of [spec.ipc, spec.pid, spec.uts, spec.cgroup, spec.networking]) {
    if (ref?.kind === 'service') names.add(ref.service)
  }
  for (const { from } of spec.volumesFrom) if ('service' in from) names.add(from.service)
  for (const { service } of spec.bridgeLinks ?? []) names.add(service)
  return names
}

/** The names that links go to: those the containers will have, not what they are called while one replaces another. */
export function linkNames(services: ContainersByService): (service: string) => readonly string[] {
  return service => (services.get(service) ?? []).map(one => one.name.replace(/^[0-9a-f]{12}_/, ''))
}

async function ofService(service: string, run: Run): Promise<readonly FoundContainer[]> {
  const all = await listOfStack(run.engine, { project: run.stack, service, all: true })
  const byNumber = new Map<string, ContainerSummary>()
  for (const one of all) {
    if (one.Labels[composeLabel.oneoff] === 'True') continue
    const number = one.Labels[composeLabel.number] ?? ''
    const before = byNumber.get(number)
    if (
      before === undefined ||
      one.Created > before.Created ||
      one.Labels[composeLabel.replace] === before.Id
    ) {
      byNumber.set(number, one)
    }
  }
  return [...byNumber.entries()]
    .sort(([a], [b]) => Number(a) - Number(b))
    .map(([, one]) => ({ id: one.Id, name: (one.Names[0] ?? '').replace(/^\//, '') }))
}

// The containers of a project's services that are there now, orphans and one-offs left out.
import type { Engine } from '../../engine/index.ts'
import { composeLabel, type Project } from '../../model/index.ts'
import { listOfStack } from '../../observe/index.ts'

export interface StackContainer {
  readonly id: string
  readonly name: string
  readonly service: string
  readonly running: boolean
}

/** Sorted by name. */
export async function stackContainers(engine: Engine, project: Project): Promise<readonly StackContainer[]> {
  const all = await listOfStack(engine, { project: project.stack.name, all: true })
  return all
    .filter(one => one.Labels[composeLabel.oneoff] !== 'True')
    .map(one => ({
      id: one.Id,
      name: (one.Names[0] ?? '').replace(/^\//, ''),
      service: one.Labels[composeLabel.service] ?? '',
      running: one.State === 'running',
    }))
    .filter(one => project.stack.services[one.service] !== undefined)
    .sort((a, b) => (a.name < b.name ? -1 : 1))
}

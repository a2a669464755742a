// The projects that an engine has containers of, as `ls` tells them. Reads labels alone, no file.
import type { ContainerSummary, Engine } from '../engine/index.ts'
import { composeLabel } from '../model/index.ts'
import { listOfStack } from '../observe/index.ts'

/** One object of `ls --format json`. */
export interface ProjectRow {
  readonly Name: string
  /** `exited(1), running(2)`. */
  readonly Status: string
  /** Absolute paths, comma-separated. */
  readonly ConfigFiles: string
}

/** Sorted by name. Without `all`, projects of which nothing runs are left out. */
export async function listProjects(
  engine: Engine,
  query: { readonly all: boolean; readonly matches?: (name: string) => boolean },
): Promise<readonly ProjectRow[]> {
  const found = await listOfStack(engine, { all: query.all })
  const projects = new Map<string, ContainerSummary[]>()
  for (const one of found) {
    const name = one.Labels[composeLabel.project] ?? ''
    if (query.matches && !query.matches(name)) continue
    projects.set(name, [...(projects.get(name) ?? []), one])
  }
  return [...projects]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([Name, containers]) => ({
      Name,
      Status: countStates(containers),
      ConfigFiles: configFiles(containers),
    }))
}

function countStates(containers: readonly ContainerSummary[]): string {
  const counts = new Map<string, number>()
  for (const { State } of containers) counts.set(State, (counts.get(State) ?? 0) + 1)
  return [...counts]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([state, count]) => `${state}(${count})`)
    .join(', ')
}

function configFiles(containers: readonly ContainerSummary[]): string {
  const files = new Set<string>()
  for (const { Labels } of containers) {
    for (const file of (Labels[composeLabel.configFiles] ?? '').split(',')) if (file) files.add(file)
  }
  return files.size > 0 ? [...files].join(',') : 'N/A'
}

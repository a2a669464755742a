// The processes of a project's running containers, as one table: engines may name other columns for each.
import type { Engine } from '../engine/index.ts'
import { composeLabel } from '../model/index.ts'
import { listOfStack } from '../observe/index.ts'

export interface ProcessTable {
  /** `SERVICE`, `#`, then the columns of `ps`. */
  readonly header: readonly string[]
  readonly rows: readonly (readonly string[])[]
}

/** Sorted by container name. A column that a container does not have is `-` there. */
export async function listProcesses(
  engine: Engine,
  query: { readonly project: string; readonly services?: ReadonlySet<string> },
): Promise<ProcessTable> {
  const containers = (await listOfStack(engine, { project: query.project }))
    .filter(one => !query.services || query.services.has(one.Labels[composeLabel.service] ?? ''))
    .sort((a, b) => ((a.Names[0] ?? '') < (b.Names[0] ?? '') ? -1 : 1))
  const tops = await Promise.all(
    containers.map(async one => ({ labels: one.Labels, top: await engine.containers.top(one.Id) })),
  )
  const header = ['SERVICE', '#']
  for (const { top } of tops) for (const title of top.Titles) if (!header.includes(title)) header.push(title)
  const rows = tops.flatMap(({ labels, top }) =>
    top.Processes.map(process => {
      const cells = new Map<string, string>([
        ['SERVICE', labels[composeLabel.service] ?? ''],
        ['#', labels[composeLabel.number] ?? '-'],
        ...top.Titles.map((title, at) => [title, process[at] ?? '-'] as const),
      ])
      return header.map(title => cells.get(title) ?? '-')
    }),
  )
  return { header, rows }
}

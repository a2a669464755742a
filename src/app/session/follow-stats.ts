// What containers use of processor, memory, network and disk: frames of the engine as docker's figures.
import { type ContainerSummary, type Engine, EngineError } from '../../engine/index.ts'
import { composeLabel } from '../../model/index.ts'
import { listOfStack } from '../../observe/index.ts'
import { formatBinarySize, formatHumanSize } from '../../support/index.ts'

/** One object of `stats --format json`. */
export interface StatsRow {
  readonly BlockIO: string
  readonly CPUPerc: string
  readonly Container: string
  readonly ID: string
  readonly MemPerc: string
  readonly MemUsage: string
  readonly Name: string
  readonly NetIO: string
  readonly PIDs: string
}

/** The parts of a frame of `GET /containers/{id}/stats` that count here. */
interface Frame {
  readonly cpu_stats?: CpuStats
  readonly precpu_stats?: CpuStats
  readonly memory_stats?: { usage?: number; limit?: number; stats?: Record<string, number> }
  readonly networks?: Record<string, { rx_bytes?: number; tx_bytes?: number }>
  readonly blkio_stats?: { io_service_bytes_recursive?: { op: string; value: number }[] | null }
  readonly pids_stats?: { current?: number }
}

interface CpuStats {
  readonly cpu_usage?: { total_usage?: number; percpu_usage?: number[] | null }
  readonly system_cpu_usage?: number
  readonly online_cpus?: number
}

/** The containers that `stats` is about, by name; one service's alone where one is named. */
export async function statsContainers(
  engine: Engine,
  query: { readonly project: string; readonly services?: ReadonlySet<string>; readonly all: boolean },
): Promise<readonly ContainerSummary[]> {
  const found = await listOfStack(engine, { project: query.project, all: query.all })
  return found
    .filter(one => !query.services || query.services.has(one.Labels[composeLabel.service] ?? ''))
    .sort((a, b) => ((a.Names[0] ?? '') < (b.Names[0] ?? '') ? -1 : 1))
}

/** Figures of one container: one row a second, or one alone. A container that ends, ends them. */
export async function* followStats(
  engine: Engine,
  container: ContainerSummary,
  options: { readonly stream: boolean; readonly truncate: boolean },
  signal: AbortSignal,
): AsyncGenerator<StatsRow, void, undefined> {
  try {
    for await (const frame of engine.containers.stats(container.Id, { stream: options.stream }, signal))
      yield toRow(container, frame as Frame, options.truncate)
  } catch (error) {
    if (!(error instanceof EngineError) || error.kind !== 'not-found') throw error
  }
}

/** The row of a container that is not running, or of which nothing is known yet. */
export function emptyStats(container: ContainerSummary, truncate: boolean): StatsRow {
  const id = truncate ? container.Id.slice(0, 12) : container.Id
  return {
    BlockIO: '--',
    CPUPerc: '--',
    Container: id,
    ID: id,
    MemPerc: '--',
    MemUsage: '-- / --',
    Name: (container.Names[0] ?? '').replace(/^\//, ''),
    NetIO: '--',
    PIDs: '--',
  }
}

function toRow(container: ContainerSummary, frame: Frame, truncate: boolean): StatsRow {
  const used = memoryUsed(frame)
  const limit = frame.memory_stats?.limit ?? 0
  const sum = (key: 'rx_bytes' | 'tx_bytes') =>
    Object.values(frame.networks ?? {}).reduce((total, one) => total + (one[key] ?? 0), 0)
  const disk = (op: string) =>
    (frame.blkio_stats?.io_service_bytes_recursive ?? []).reduce(
      (total, one) => total + (one.op.toLowerCase() === op ? one.value : 0),
      0,
    )
  const size = (bytes: number) => formatHumanSize(bytes, 3)
  return {
    ...emptyStats(container, truncate),
    BlockIO: `${size(disk('read'))} / ${size(disk('write'))}`,
    CPUPerc: `${cpuPercent(frame).toFixed(2)}%`,
    MemPerc: `${(limit > 0 ? (used / limit) * 100 : 0).toFixed(2)}%`,
    MemUsage: `${formatBinarySize(used)} / ${formatBinarySize(limit)}`,
    NetIO: `${size(sum('rx_bytes'))} / ${size(sum('tx_bytes'))}`,
    PIDs: String(frame.pids_stats?.current ?? 0),
  }
}

function cpuPercent({ cpu_stats: now, precpu_stats: before }: Frame): number {
  const used = (now?.cpu_usage?.total_usage ?? 0) - (before?.cpu_usage?.total_usage ?? 0)
  const system = (now?.system_cpu_usage ?? 0) - (before?.system_cpu_usage ?? 0)
  const cpus = now?.online_cpus || now?.cpu_usage?.percpu_usage?.length || 1
  return used > 0 && system > 0 ? (used / system) * cpus * 100 : 0
}

/** Without the page cache that can be dropped: `total_inactive_file` under cgroup v1, `inactive_file` under v2. */
function memoryUsed({ memory_stats: memory }: Frame): number {
  const usage = memory?.usage ?? 0
  const cache = memory?.stats?.total_inactive_file ?? memory?.stats?.inactive_file ?? 0
  return cache < usage ? usage - cache : usage
}

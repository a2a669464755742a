// Logs of a stack's containers, followed through restarts, replacement and scaling. The engine ends a followed log at the first
// exit, also where the container is started again, so every start event begins a new one.
import type { ContainerSummary, Engine, EngineEvent } from '../../engine/index.ts'
import { EngineError } from '../../engine/index.ts'
import { composeLabel } from '../../model/index.ts'
import { listOfStack, tellOfStack } from '../../observe/index.ts'
import { parseTimestamp } from '../../support/index.ts'

export interface LogSource {
  readonly id: string
  /** Name at the engine. */
  readonly name: string
  readonly service: string
  /** 0 for one-offs. */
  readonly number: number
}

/** Takes what containers say. `chunk` resolves when more is wanted: a slow reader slows the engine, not the memory. */
export interface LogSink {
  chunk(source: LogSource, stream: 'stdout' | 'stderr', data: Uint8Array): Promise<void>
  /** The container ended and all that it said was passed on. */
  exited?(source: LogSource, exitCode: number, restarting: boolean): void
  started?(source: LogSource): void
  /** A container was removed. */
  removed?(): void
}

export interface LogRequest {
  readonly project: string
  /** Absent: all. */
  readonly services?: ReadonlySet<string>
  readonly number?: number
  readonly follow: boolean
  readonly since?: string
  readonly until?: string
  readonly timestamps?: boolean
  readonly tail?: string
  /** Containers that exist already are passed over: only what starts from now on is followed. */
  readonly onlyNew?: boolean
  /** Goes on although nothing runs (yet). */
  readonly stay?: boolean
  /** An end by a signal is the caller's doing, and no half of a restart that somebody else asked for. */
  readonly stopping?: () => boolean
  /** Told once the subscription stands: what starts afterwards is seen. */
  readonly opened?: () => void
}

/**
 * Milliseconds from an end by a signal to the start that makes a restart of it. The engine's events do not tell a stop from the
 * first half of a restart.
 */
const restartGap = 5000

interface LogRange {
  readonly since?: string
  readonly tail?: string
}

interface Followed {
  readonly source: LogSource
  busy: boolean
  /** It did not run when its log was begun: no event will tell of its end. */
  resting?: boolean
  /** Started again while the last log was still being read. */
  again?: LogRange
  exit?: { code: number; restarting: boolean }
  /** Until when a start may still make a restart of this end. */
  gap?: NodeJS.Timeout
}

/** Resolves when there is nothing more to read, or when the signal aborts. */
export async function followLogs(
  engine: Engine,
  request: LogRequest,
  sink: LogSink,
  signal: AbortSignal,
): Promise<void> {
  const { project } = request
  const isOfStack = tellOfStack(engine)
  const ending = new AbortController()
  const onAbort = () => ending.abort()
  signal.addEventListener('abort', onAbort, { once: true })
  const followed = new Map<string, Followed>()
  // The start event comes after the process began, and may come after it said something: what is new is what came
  // after the last end.
  const lastEnds = new Map<string, string>()
  const reads = new Set<Promise<void>>()
  /** Containers that got a signal since they were started. */
  const signals = new Set<string>()
  let failure: unknown

  function begin(one: Followed, range: LogRange): void {
    one.busy = true
    const read = readLog(one.source, range)
      .catch(error => {
        // Drivers that cannot be read, and containers that are gone by now, are no reason to stop the others.
        if (error instanceof EngineError && ['not-found', 'unsupported', 'conflict'].includes(error.kind))
          return
        if (!ending.signal.aborted) failure ??= error
      })
      .then(() => {
        one.busy = false
        reads.delete(read)
        tellExit(one)
        if (one.again !== undefined && !ending.signal.aborted) {
          const range = one.again
          one.again = undefined
          begin(one, range)
        } else if (one.resting && request.follow) void maybeEnd()
        if (failure !== undefined) ending.abort()
      })
    reads.add(read)
  }

  async function readLog(source: LogSource, range: LogRange): Promise<void> {
    const chunks = engine.containers.logs(
      source.id,
      {
        follow: request.follow,
        timestamps: request.timestamps === true,
        stdout: true,
        stderr: true,
        ...range,
        ...(request.until !== undefined && { until: request.until }),
      },
      ending.signal,
    )
    for await (const { stream, data } of chunks) await sink.chunk(source, stream, data)
  }

  function tellExit(one: Followed): void {
    if (!one.exit || one.busy || one.gap !== undefined) return
    const { code, restarting } = one.exit
    one.exit = undefined
    sink.exited?.(one.source, code, restarting)
    if (!restarting) void maybeEnd()
  }

  /** Nothing more is waited for: the end is told as it is. */
  function closeGap(one: Followed | undefined): void {
    if (one?.gap === undefined) return
    clearTimeout(one.gap)
    one.gap = undefined
    tellExit(one)
  }

  async function maybeEnd(): Promise<void> {
    if (request.stay || reads.size > 0 || [...followed.values()].some(one => one.gap !== undefined)) return
    const alive = await listOfStack(engine, { project, status: ['running', 'restarting', 'paused'] })
    if (reads.size === 0 && !alive.some(summary => wanted(summary.Labels))) ending.abort()
  }

  function wanted(labels: Readonly<Record<string, string>>): boolean {
    const service = labels[composeLabel.service] ?? ''
    if (labels[composeLabel.oneoff] === 'True') return false
    if (request.number !== undefined && Number(labels[composeLabel.number]) !== request.number) return false
    return request.services === undefined || request.services.has(service)
  }

  async function onEvent(event: EngineEvent): Promise<void> {
    if (!wanted(event.attributes) || !(await isOfStack(event))) return
    if (event.action === 'start') {
      const since = lastEnds.get(event.id)
      const range = since === undefined ? {} : { since }
      let one = followed.get(event.id)
      if (one === undefined) {
        one = { source: sourceOf(event.id, event.attributes.name ?? '', event.attributes), busy: false }
        followed.set(event.id, one)
      }
      one.resting = false
      if (one.exit) one.exit.restarting = true
      closeGap(one)
      sink.started?.(one.source)
      if (one.busy) one.again = range
      else begin(one, range)
    } else if (event.action === 'die') {
      lastEnds.set(event.id, event.time.toFixed(9))
      const one = followed.get(event.id)
      if (one === undefined) return
      const code = Number(event.attributes.exitCode ?? 0)
      one.exit = { code, restarting: await isRestarting(event.id) }
      const signalled = signals.delete(event.id) && request.stopping?.() !== true
      if (signalled && !one.exit.restarting) one.gap = setTimeout(() => closeGap(one), restartGap)
      tellExit(one)
    } else if (event.action === 'kill') signals.add(event.id)
    else {
      closeGap(followed.get(event.id))
      sink.removed?.()
      void maybeEnd()
    }
  }

  async function isRestarting(id: string): Promise<boolean> {
    try {
      const { State: state } = await engine.containers.inspect(id)
      return state.Restarting || state.Running
    } catch {
      return false
    }
  }

  async function rememberEnds(): Promise<void> {
    const resting = await listOfStack(engine, {
      project,
      all: true,
      status: ['exited', 'restarting', 'dead'],
    })
    await Promise.all(
      resting.map(async ({ Id: id }) => {
        const live = await engine.containers.inspect(id).catch(() => undefined)
        const ended = live?.State.FinishedAt
        const since = ended === undefined || ended.startsWith('0001-') ? undefined : parseTimestamp(ended, 0)
        if (since !== undefined) lastEnds.set(id, since)
      }),
    )
  }

  let events: Promise<void> | undefined
  if (request.follow) {
    await rememberEnds()
    const stream = engine.events(
      {
        filters: {
          type: ['container'],
          label: [`${composeLabel.project}=${project}`],
          event: ['start', 'kill', 'die', 'destroy'],
        },
        ...(request.opened && { opened: request.opened }),
      },
      ending.signal,
    )
    events = (async () => {
      for await (const event of stream) await onEvent(event)
    })().catch(error => {
      if (!ending.signal.aborted) failure ??= error
      ending.abort()
    })
  }
  try {
    if (!request.onlyNew) {
      for (const summary of await listed(engine, project)) {
        if (!wanted(summary.Labels) || followed.has(summary.Id)) continue
        const one: Followed = {
          source: sourceOf(summary.Id, (summary.Names[0] ?? '').replace(/^\//, ''), summary.Labels),
          busy: false,
          resting: !['running', 'restarting', 'paused'].includes(summary.State),
        }
        followed.set(summary.Id, one)
        begin(one, {
          ...(request.since !== undefined && { since: request.since }),
          ...(request.tail !== undefined && { tail: request.tail }),
        })
      }
      if (request.follow) await maybeEnd()
    }
    while (reads.size > 0) await Promise.all(reads)
    await events
    while (reads.size > 0) await Promise.all(reads)
  } finally {
    signal.removeEventListener('abort', onAbort)
    ending.abort()
    for (const one of followed.values()) closeGap(one)
  }
  if (failure !== undefined) throw failure
}

/** Sorted by service and number, so that output without `-f` has a stable order. */
async function listed(engine: Engine, project: string): Promise<readonly ContainerSummary[]> {
  const all = await listOfStack(engine, { project, all: true })
  const key = (one: ContainerSummary) =>
    `${one.Labels[composeLabel.service] ?? ''} ${(one.Labels[composeLabel.number] ?? '').padStart(8, '0')}`
  return [...all].sort((a, b) => (key(a) < key(b) ? -1 : 1))
}

function sourceOf(id: string, name: string, labels: Readonly<Record<string, string>>): LogSource {
  return {
    id,
    name,
    service: labels[composeLabel.service] ?? '',
    number: Number(labels[composeLabel.number] ?? 0),
  }
}

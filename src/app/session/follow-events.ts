// What happens to a project's containers, as the engine tells it.
import type { Engine } from '../../engine/index.ts'
import { composeLabel } from '../../model/index.ts'
import { tellOfStack } from '../../observe/index.ts'

export interface ProjectEvent {
  /** `start`, `die`, `health_status: healthy`, … */
  readonly action: string
  readonly service: string
  readonly id: string
  /** Without the labels that Docker Compose and gantry leave. */
  readonly attributes: Readonly<Record<string, string>>
  /** Nanoseconds since the epoch. */
  readonly timeNano: string
}

/** One-offs and other resources than containers are left out. Ends with the signal or at `until`. */
export async function* followEvents(
  engine: Engine,
  request: {
    readonly project: string
    readonly services?: ReadonlySet<string>
    readonly since?: string
    readonly until?: string
  },
  signal: AbortSignal,
): AsyncGenerator<ProjectEvent, void, undefined> {
  const events = engine.events(
    {
      filters: {
        type: ['container'],
        label: [`${composeLabel.project}=${request.project}`],
      },
      ...(request.since !== undefined && { since: request.since }),
      ...(request.until !== undefined && { until: request.until }),
    },
    signal,
  )
  const isOfStack = tellOfStack(engine)
  for await (const event of events) {
    const { action, id, attributes, timeNano } = event
    if (attributes[composeLabel.oneoff] === 'True') continue
    const service = attributes[composeLabel.service] ?? ''
    if (request.services && !request.services.has(service)) continue
    if (!(await isOfStack(event))) continue
    const own = Object.entries(attributes).filter(
      ([name]) => !/^(com\.docker\.compose|io\.gantry)\./.test(name),
    )
    yield { action, service, id, attributes: Object.fromEntries(own), timeNano }
  }
}

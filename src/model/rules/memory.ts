// Sizes that no program can run in: mostly a unit is missing.
import type { Problem } from '../../problem/index.ts'
import { formatBinarySize } from '../../support/index.ts'
import type { Service } from '../service.ts'
import { type ModelPath, printWhere, type Rule, type RuleSubject, tell } from './rule.ts'

/** The engine refuses a lower limit. */
const leastMemory = 6 * 1024 * 1024
/** Below one page, shared memory holds nothing. */
const leastShared = 4096

export const checkMemory: Rule = function* (subject) {
  for (const service of subject.services) {
    if (!service.mem_limit && !service.mem_reservation && !service.shm_size && !service.deploy?.resources)
      continue
    const limit = read(service, [['deploy', 'resources', 'limits', 'memory'], ['mem_limit']])
    const reservation = read(service, [
      ['deploy', 'resources', 'reservations', 'memory'],
      ['mem_reservation'],
    ])
    const shared = read(service, [['shm_size']])
    if (limit !== undefined) yield* checkLeast(subject, limit, leastMemory)
    if (shared !== undefined) yield* checkLeast(subject, shared, leastShared)
    if (limit === undefined || reservation === undefined) continue
    if (reservation.bytes <= limit.bytes || limit.bytes < leastMemory) continue
    yield tell(
      subject,
      'reservation-above-limit',
      reservation.path,
      `${reservation.name} of ${formatBinarySize(reservation.bytes)} is above ${limit.name} of ${formatBinarySize(limit.bytes)}${printWhere(subject, limit.path, reservation.path)}, so the engine will refuse the container`,
      {
        hint: 'lower the reservation or raise the limit',
        related: [{ message: 'the limit stands here', path: limit.path }],
      },
    )
  }
}

interface Size {
  readonly name: string
  readonly bytes: number
  readonly path: ModelPath
}

/** The first that is set and limits anything. */
function read(service: Service, paths: readonly (readonly string[])[]): Size | undefined {
  for (const path of paths) {
    let value: unknown = service
    for (const part of path) value = (value as Record<string, unknown> | undefined)?.[part]
    const bytes = value === undefined || value === null ? 0 : Number(value)
    if (bytes > 0) return { name: path.join('.'), bytes, path: ['services', service.name, ...path] }
  }
  return undefined
}

function* checkLeast(subject: RuleSubject, size: Size, least: number): Iterable<Problem> {
  if (size.bytes >= least) return
  const written = String(size.bytes)
  yield tell(
    subject,
    'size-too-small',
    size.path,
    `${size.name} is ${size.bytes < 1024 ? `${written} bytes` : formatBinarySize(size.bytes)}: too little to run in${least === leastMemory ? ', and the engine will refuse it' : ''}`,
    {
      hint:
        size.bytes < 10_000
          ? `a size without a unit is in bytes; did you mean ${written}m?`
          : 'did you mean m for megabytes?',
    },
  )
}

// What went wrong with one file or one container, in a line.
import { EngineError } from '../../engine/index.ts'
import { ProblemError } from '../../problem/index.ts'

export const cannotRead = (error: NodeJS.ErrnoException): string =>
  `cannot read ${error.path ?? 'a file'} (${error.code}): it is not synced`

export function messageOf(error: unknown): string {
  if (error instanceof ProblemError)
    return error.problems.map(one => [one.message, one.cause].filter(Boolean).join(': ')).join('; ')
  if (error instanceof EngineError && error.kind === 'not-found') return 'it is gone'
  return (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? ''
}

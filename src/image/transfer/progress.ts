// The engine's progress lines of pull, push and load, as the reporter wants them.
import type { ImageProgress } from '../../engine/index.ts'
import type { ImageReporter } from '../types.ts'

/** Passes one line on; an error line is told by the iteration itself. */
export function reportProgress(report: ImageReporter, line: ImageProgress): void {
  const text = line.status ?? line.stream?.trim()
  if (!text) return
  const { current, total } = line.progressDetail ?? {}
  report.progress(text, {
    ...(line.id !== undefined && { id: line.id }),
    ...(current !== undefined && { current }),
    ...(total !== undefined && total > 0 && { total }),
  })
}

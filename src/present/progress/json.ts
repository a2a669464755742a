// Progress for machines: version 1 of the event stream, one JSON object a line.
import type { Output } from '../terminal.ts'
import type { Progress } from './progress-view.ts'

/** Raised when a field changes its meaning or goes away; new fields and new event types do not raise it. */
const streamVersion = 1

export function createJsonProgress(output: Output): Progress {
  let last = Promise.resolve()
  return {
    emit(event) {
      last = output.write(`${JSON.stringify({ v: streamVersion, ...event })}\n`)
    },
    close: () => last,
  }
}

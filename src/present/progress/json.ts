// Progress for machines: version 1 of the event stream, one JSON object a line.
import type { ApplyEvent } from '../../apply/index.ts'
import type { ResourceId, StepId } from '../../plan/index.ts'
import type { Output } from '../terminal.ts'
import type { Progress } from './progress-view.ts'
import { outcomeText, resourceText, runningText } from './words.ts'

/** Raised when a field changes its meaning or goes away; new fields and new event types do not raise it. */
const streamVersion = 1

export interface JsonProgressOptions {
  /** Nothing is done: every line says so. */
  readonly dryRun?: boolean
  /** Every line also has the fields of Docker Compose's stream. */
  readonly composeFields?: boolean
}

export function createJsonProgress(output: Output, options: JsonProgressOptions = {}): Progress {
  const resources = new Map<StepId, ResourceId>()
  let last = Promise.resolve()
  return {
    emit(event) {
      if (event.type === 'step-started') resources.set(event.step, event.resource)
      const line = {
        v: streamVersion,
        ...(options.dryRun && { 'dry-run': true }),
        ...(options.composeFields && composeFields(event, resources)),
        ...event,
      }
      last = output.write(`${JSON.stringify(line)}\n`)
    },
    close: () => last,
  }
}

/** `{"id": "Container shop-web-1", "status": "Done", "text": "Created"}`; a part of a step, such as a layer, has its `parent_id`. */
function composeFields(event: ApplyEvent, resources: ReadonlyMap<StepId, ResourceId>): object {
  switch (event.type) {
    case 'unchanged':
      return { id: resourceText(event.resource), status: 'Done', text: event.text ?? 'Running' }
    case 'step-started':
      return { id: resourceText(event.resource), status: 'Working', text: runningText(event) }
    case 'step-ended': {
      const status = event.outcome.state === 'failed' ? 'Error' : 'Done'
      const text = outcomeText(event)
      return text === undefined ? {} : { id: resourceText(event.resource), status, text }
    }
    case 'step-progress': {
      const resource = resources.get(event.step)
      if (resource === undefined) return {}
      const name = resourceText(resource)
      if (event.id === undefined) return { id: name, status: 'Working' }
      const { current = 0, total = 0 } = event
      const percent = total > 0 ? Math.floor((current / total) * 100) : undefined
      return { parent_id: name, status: 'Working', percent }
    }
    default:
      return {}
  }
}

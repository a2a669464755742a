// Progress as plain lines, for logs and CI: a line when a step begins and one when it ends, builders' output as it comes.
import { verbs } from '../../apply/index.ts'
import type { ResourceId, StepId } from '../../plan/index.ts'
import type { Output } from '../terminal.ts'
import type { Progress } from './progress-view.ts'
import { outcomeText, resourceText } from './words.ts'

export function createPlainProgress(output: Output): Progress {
  const resources = new Map<StepId, ResourceId>()
  let last = Promise.resolve()

  function say(line: string): void {
    last = output.write(`${line}\n`)
  }

  return {
    emit(event) {
      switch (event.type) {
        case 'unchanged':
          say(` ${resourceText(event.resource)} Running`)
          break
        case 'step-started':
          resources.set(event.step, event.resource)
          say(` ${resourceText(event.resource)} ${verbs[event.kind].running}`)
          break
        case 'step-output': {
          const resource = resources.get(event.step)
          say(`${resource ? `${resource.key} | ` : ''}${event.line}`)
          break
        }
        case 'step-ended': {
          const text = outcomeText(event.kind, event.outcome)
          if (text !== undefined) say(` ${resourceText(event.resource)} ${text}`)
          break
        }
        case 'step-progress': {
          // Bytes of layers would drown a log.
          const resource = resources.get(event.step)
          if (event.id === undefined && resource) say(` ${resourceText(resource)} ${event.text}`)
          break
        }
      }
    },
    close: () => last,
  }
}

// Progress as plain lines, for logs and CI: a line when a step begins and one when it ends, builders' output as it comes.
import type { ResourceId, StepId } from '../../plan/index.ts'
import type { Output } from '../terminal.ts'
import type { Progress } from './progress-view.ts'
import { outcomeText, resourceText, runningText } from './words.ts'

export function createPlainProgress(output: Output): Progress {
  const resources = new Map<StepId, ResourceId>()
  let last = Promise.resolve()

  const lastSaid = new Map<string, string>()

  function say(line: string): void {
    last = output.write(`${line}\n`)
  }

  /** Two steps may wait for one container: what was just said of it is not said again. */
  function sayOf(resource: ResourceId, text: string): void {
    const name = resourceText(resource)
    if (lastSaid.get(name) === text) return
    lastSaid.set(name, text)
    say(` ${name} ${text}`)
  }

  return {
    emit(event) {
      switch (event.type) {
        case 'unchanged':
          sayOf(event.resource, event.text ?? 'Running')
          break
        case 'step-started':
          resources.set(event.step, event.resource)
          sayOf(event.resource, runningText(event))
          break
        case 'step-output': {
          const resource = resources.get(event.step)
          say(`${resource ? `${resource.key} | ` : ''}${event.line}`)
          break
        }
        case 'step-ended': {
          const text = outcomeText(event)
          if (text !== undefined) sayOf(event.resource, text)
          break
        }
        case 'step-progress': {
          // Bytes of layers would drown a log.
          const resource = resources.get(event.step)
          if (event.id === undefined && resource) sayOf(resource, event.text)
          break
        }
      }
    },
    close: () => last,
  }
}

// Progress as plain lines, for logs and CI: a line when a step begins and one when it ends, builders' output as it comes.
import type { ResourceId, StepId } from '../../plan/index.ts'
import type { Output } from '../terminal.ts'
import type { Progress } from './progress-view.ts'
import { outcomeText, resourceText, runningText } from './words.ts'

export interface PlainProgressOptions {
  /** Stands before every line. */
  readonly prefix?: string
  /** What builders print goes here; absent: to the others. */
  readonly builds?: Output
}

export function createPlainProgress(output: Output, options: PlainProgressOptions = {}): Progress {
  const { prefix = '', builds = output } = options
  const resources = new Map<StepId, ResourceId>()
  const builders = new Set<StepId>()
  let last = Promise.resolve()

  const lastSaid = new Map<string, string>()

  function say(line: string, to = output): void {
    const written = to.write(`${prefix}${line}\n`)
    last = last.then(() => written)
  }

  const outputOf = (step: StepId): Output => (builders.has(step) ? builds : output)

  /** Two steps may wait for one container: what was just said of it is not said again. */
  function sayOf(resource: ResourceId, text: string, to?: Output): void {
    const name = resourceText(resource)
    if (lastSaid.get(name) === text) return
    lastSaid.set(name, text)
    say(` ${name} ${text}`, to)
  }

  return {
    emit(event) {
      switch (event.type) {
        case 'unchanged':
          sayOf(event.resource, event.text ?? 'Running')
          break
        case 'step-started':
          resources.set(event.step, event.resource)
          if (event.kind === 'buildImage') builders.add(event.step)
          sayOf(event.resource, runningText(event))
          break
        case 'step-output': {
          const resource = resources.get(event.step)
          say(`${resource ? `${resource.key} | ` : ''}${event.line}`, outputOf(event.step))
          break
        }
        case 'step-ended': {
          const text = outcomeText(event)
          // A builder that is given up says so itself, where the others of its words are.
          const to = event.outcome.state === 'cancelled' ? outputOf(event.step) : output
          if (text !== undefined) sayOf(event.resource, text, to)
          break
        }
        case 'step-progress': {
          // Bytes of layers would drown a log.
          const resource = resources.get(event.step)
          if (event.id === undefined && resource) sayOf(resource, event.text, outputOf(event.step))
          break
        }
      }
    },
    close: () => last,
  }
}

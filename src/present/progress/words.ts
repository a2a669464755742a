// The words of a step and of its outcome, in Docker Compose's shape: `Container shop-web-1  Started`.
import { type ApplyEvent, verbs } from '../../apply/index.ts'
import type { ResourceId } from '../../plan/index.ts'

const types: Record<ResourceId['type'], string> = {
  container: 'Container',
  network: 'Network',
  volume: 'Volume',
  image: 'Image',
  service: 'Service',
}

export function resourceText(resource: ResourceId): string {
  return `${types[resource.type]} ${resource.name}`
}

type Begun = Extract<ApplyEvent, { type: 'step-started' }>
type Ended = Extract<ApplyEvent, { type: 'step-ended' }>

/** `Creating`, while the step runs. */
export function runningText(event: Begun): string {
  return event.replaces ? 'Recreate' : verbs[event.kind].running
}

/** Undefined: nothing worth a line. */
export function outcomeText({ kind, outcome, replaces }: Ended): string | undefined {
  switch (outcome.state) {
    case 'done':
      if (kind === 'waitContainer') return outcome.exited ? 'Exited' : 'Healthy'
      return replaces ? 'Recreated' : verbs[kind].done
    case 'failed':
      return `Error: ${outcome.problem.message}`
    case 'skipped':
      return 'Skipped'
    case 'cancelled':
      // As BuildKit says it.
      return kind === 'buildImage' ? 'CANCELED' : 'Cancelled'
    case 'not-needed':
      return undefined
  }
}

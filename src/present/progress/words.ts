// The words of a step and of its outcome, in Docker Compose's shape: `Container shop-web-1  Started`.
import { type Outcome, verbs } from '../../apply/index.ts'
import type { ResourceId, Step } from '../../plan/index.ts'

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

/** Undefined: nothing worth a line. */
export function outcomeText(kind: Step['kind'], outcome: Outcome): string | undefined {
  switch (outcome.state) {
    case 'done':
      if (kind !== 'waitContainer') return verbs[kind].done
      return outcome.exited ? 'Exited' : 'Healthy'
    case 'failed':
      return `Error: ${outcome.problem.message}`
    case 'skipped':
      return 'Skipped'
    case 'cancelled':
      return 'Cancelled'
    case 'not-needed':
      return undefined
  }
}

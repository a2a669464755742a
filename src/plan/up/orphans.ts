// Containers of this project that no service of the files stands for: named always, removed only when asked.
import { warningProblem } from '../../problem/index.ts'
import { type Draft, done } from '../draft.ts'
import type { Inventory } from '../inventory.ts'
import { existing, isUp, stepId, strayResource } from '../resources.ts'
import type { StepId } from '../types.ts'

export interface OrphanPolicy {
  readonly removeOrphans?: boolean
  readonly ignoreOrphans?: boolean
  readonly timeout?: number
  /** Their anonymous volumes go with them. */
  readonly volumes?: boolean
}

/** Returns the steps that remove, where there are some. */
export function planOrphans(draft: Draft, inventory: Inventory, policy: OrphanPolicy): readonly StepId[] {
  const { orphans } = inventory
  if (orphans.length === 0) return []
  if (policy.removeOrphans !== true) {
    if (policy.ignoreOrphans !== true) {
      const names = orphans.map(orphan => orphan.name).sort()
      const one = names.length === 1
      draft.note(
        warningProblem(
          'orphans',
          // Up to the comma in Docker Compose's words: scripts look for them.
          `Found orphan containers ([${names.join(' ')}]) for this project, which belong to no service of the files`,
          {
            hint: `remove ${one ? 'it' : 'them'} with --remove-orphans`,
          },
        ),
      )
    }
    return []
  }
  return orphans.map(orphan => {
    const resource = strayResource(orphan)
    let stop: StepId | undefined
    if (isUp(orphan)) {
      stop = draft.add({
        kind: 'stopContainer',
        id: stepId('stop', resource),
        resource,
        reason: { kind: 'orphan' },
        risk: 'downtime',
        target: existing(orphan),
        ...(policy.timeout !== undefined && { timeout: policy.timeout }),
        hooks: [],
      })
    }
    return draft.add({
      kind: 'removeContainer',
      id: stepId('remove', resource),
      resource,
      needs: done(stop),
      reason: { kind: 'orphan' },
      target: existing(orphan),
      force: true,
      anonymousVolumes: policy.volumes === true,
      ...(policy.volumes === true && { risk: 'data-loss' as const }),
    })
  })
}

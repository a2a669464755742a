// The verdict on one container: is it what the file says, and if not, what is the least that makes it so.
// Knows the comparison's answer and the images; must not know what else the plan does.
import type { ContainerSpec, Difference } from '../lower/index.ts'
import type { Observed, ObservedContainer } from '../observe/index.ts'
import { asChange } from './compare.ts'
import type { FieldChange, Reason } from './types.ts'

export type Verdict =
  | { readonly kind: 'keep' }
  | {
      readonly kind: 'mend'
      readonly updates: readonly Difference[]
      readonly connects: readonly Difference[]
    }
  | { readonly kind: 'recreate'; readonly reason: Reason }

/** Compares a container with its replica's spec. Engine state (running, paused) is not part of it. */
export function judge(
  spec: ContainerSpec,
  container: ObservedContainer,
  observed: Observed,
  differ: (spec: ContainerSpec, container: ObservedContainer) => readonly Difference[],
): Verdict {
  const state = container.live.State.Status
  if (state === 'dead' || state === 'removing') {
    return { kind: 'recreate', reason: { kind: 'unfinished', detail: `the engine calls it ${state}` } }
  }
  const differences = differ(spec, container)
  const moved = movedImage(spec, container, observed, differences)
  if (differences.some(difference => difference.mend === 'recreate')) {
    return { kind: 'recreate', reason: fixedReason(differences, moved) }
  }
  if (moved !== undefined) return { kind: 'recreate', reason: moved }
  if (differences.length === 0) return { kind: 'keep' }
  return {
    kind: 'mend',
    updates: differences.filter(difference => difference.mend === 'update'),
    connects: differences.filter(difference => difference.mend === 'connect'),
  }
}

function fixedReason(
  differences: readonly Difference[],
  moved: Extract<Reason, { kind: 'image-moved' }> | undefined,
): Reason {
  const [only, second] = differences
  if (only?.content !== undefined && second === undefined && moved === undefined) {
    return { kind: 'content', ...only.content, ...(only.place !== undefined && { place: only.place }) }
  }
  const changes = differences.map(asChange)
  return { kind: 'changed', changes: moved === undefined ? changes : [...changes, asField(moved)] }
}

/** Whether the image of the same reference is another one now. A changed reference is a changed field, not a move. */
function movedImage(
  spec: ContainerSpec,
  container: ObservedContainer,
  observed: Observed,
  differences: readonly Difference[],
): Extract<Reason, { kind: 'image-moved' }> | undefined {
  if (differences.some(difference => difference.field === 'image' || difference.field.startsWith('image.')))
    return
  const { reference } = spec.image
  const now = observed.images.get(reference)
  if (now === undefined || now === null || now.Id === container.live.Image) return
  return { kind: 'image-moved', reference, from: container.live.Image, to: now.Id }
}

function asField(moved: Extract<Reason, { kind: 'image-moved' }>): FieldChange {
  return { field: 'image', change: 'changed', from: shortId(moved.from), to: shortId(moved.to) }
}

/** `sha256:0123456789ab…` as people read it: `0123456789ab`. */
export function shortId(id: string): string {
  return id.replace(/^sha256:/, '').slice(0, 12)
}

// A stack that cannot come up must not half come up: nothing is made, and nothing of what runs touched, before every image
// is there.
import { isContingent } from '../draft.ts'
import type { Need, Plan, Step, StepId } from '../types.ts'

const touches: ReadonlySet<Step['kind']> = new Set([
  'createNetwork',
  'createVolume',
  'createContainer',
  'startContainer',
  'stopContainer',
  'removeContainer',
  'connectNetwork',
  'disconnectNetwork',
  'updateContainer',
  'unpauseContainer',
  'removeNetwork',
  'removeVolume',
])

/** Above so many edges each container waits for its own image alone: the graph would cost more than it is worth. */
const mostEdges = 50_000

/** Makes the first steps that make or touch something wait for all pulls and builds. What follows them waits through them. */
export function imagesFirst(plan: Plan): Plan {
  const images = plan.steps.filter(step => step.kind === 'pullImage' || step.kind === 'buildImage')
  if (images.length === 0) return plan
  const touching = new Set<StepId>(plan.steps.filter(step => touches.has(step.kind)).map(step => step.id))
  const isFirst = (step: Step) =>
    touching.has(step.id) && !isContingent(step) && !step.needs.some(need => touching.has(need.step))
  const first = new Set(plan.steps.filter(isFirst))
  if (first.size * images.length > mostEdges) return plan
  const needs: readonly Need[] = images.map(image => ({ step: image.id, on: 'done' }))
  const after = plan.steps.map(step => {
    if (!first.has(step)) return step
    const known = new Set(step.needs.map(need => need.step))
    return { ...step, needs: [...step.needs, ...needs.filter(need => !known.has(need.step))] }
  })
  // An image is never asked for by something that it waits for, so images may go to the front.
  return { ...plan, steps: [...after.filter(isImage), ...after.filter(step => !isImage(step))] }
}

function isImage(step: Step): boolean {
  return step.kind === 'pullImage' || step.kind === 'buildImage'
}

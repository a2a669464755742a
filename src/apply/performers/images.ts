// Images: pulled and built by the image room, removed here.
import type { ImageContext } from '../../image/index.ts'
import { errorProblem, ProblemError } from '../../problem/index.ts'
import { done, type PerformContext, type Performer } from '../perform-context.ts'
import { tolerate } from './lifecycle.ts'

function imageContext({ run, report }: PerformContext): ImageContext {
  return { ...run.imageContext, report, signal: run.signal }
}

export const performPullImage: Performer<'pullImage'> = async (step, context) => {
  try {
    const { id } = await context.run.images.pull(
      { reference: step.reference, platform: step.platform },
      imageContext(context),
    )
    context.run.imageCache.delete(step.reference)
    return { state: 'done', produced: id }
  } catch (error) {
    if (!step.ignoreFailure) throw error
    context.report.progress(`not pulled: ${error instanceof Error ? error.message : String(error)}`)
    return { state: 'not-needed' }
  }
}

export const performBuildImage: Performer<'buildImage'> = async (step, context) => {
  const { project } = context.run
  if (project === undefined) {
    throw new ProblemError(
      errorProblem('step-failed', `cannot build ${step.service}: the stack's files are not loaded`),
    )
  }
  const { id } = await context.run.images.build(
    { service: step.service, build: step.build, tag: step.tag, options: step.options, project },
    imageContext(context),
  )
  context.run.imageCache.delete(step.tag)
  return { state: 'done', produced: id }
}

export const performRemoveImage: Performer<'removeImage'> = async (step, { engine }) => {
  const removal = engine.images.remove(step.reference)
  if (step.tolerateMissing) return await tolerate(removal, 'not-found', 'conflict', 'in-use')
  await removal
  return done
}

// Images: pulled and built by the image room, removed here.
import type { ImageContext, ImageReporter, PullRequest } from '../../image/index.ts'
import { errorProblem, ProblemError } from '../../problem/index.ts'
import { done, type PerformContext, type Performer } from '../perform-context.ts'
import { tolerate } from './lifecycle.ts'

function imageContext({ run, report }: PerformContext, quiet = false): ImageContext {
  // Half a pull or build leaves nothing behind: the first Ctrl-C ends it.
  const signals = [run.signal, run.endSignal].filter(signal => signal !== undefined)
  const signal = signals.length === 0 ? undefined : AbortSignal.any(signals)
  return { ...run.imageContext, report: quiet ? silent : report, ...(signal && { signal }) }
}

const silent: ImageReporter = { progress: () => {}, output: () => {} }

export const performPullImage: Performer<'pullImage'> = async (step, context) => {
  try {
    const { id } = await context.run.images.pull(
      { reference: step.reference, platform: step.platform },
      imageContext(context, step.quiet),
    )
    if (isByAge(step)) await context.engine.images.tag(step.reference, step.reference)
    context.run.imageCache.delete(step.reference)
    return { state: 'done', produced: id }
  } catch (error) {
    if (!step.ignoreFailure) throw error
    context.report.progress(`not pulled: ${error instanceof Error ? error.message : String(error)}`)
    return { state: 'not-needed' }
  }
}

/**
 * A policy that goes by the time of the last pull reads it from the tag. The engine leaves that as it is where the pull found
 * nothing new, so that the image would be asked for at every run from then on: it is tagged again. A digest has no tag.
 */
const isByAge = ({ policy, reference }: { policy: string; reference: string }): boolean =>
  /^(daily|weekly|every_|refresh)/.test(policy) && !reference.includes('@')

export const performBuildImage: Performer<'buildImage'> = async (step, context) => {
  const { project } = context.run
  if (project === undefined) {
    throw new ProblemError(
      errorProblem('step-failed', `cannot build ${step.service}: the stack's files are not loaded`),
    )
  }
  if (step.pullFirst !== undefined) {
    const pulled = await tryPull({ reference: step.tag, ...step.pullFirst }, context)
    if (pulled !== undefined) return { state: 'done', produced: pulled }
  }
  const { id } = await context.run.images.build(
    { service: step.service, build: step.build, tag: step.tag, options: step.options, project },
    imageContext(context, step.options.quiet),
  )
  context.run.imageCache.delete(step.tag)
  return { state: 'done', produced: id }
}

/** The id; undefined, with the reason told, where it cannot be had. What is no matter of the image is thrown. */
async function tryPull(request: PullRequest, context: PerformContext): Promise<string | undefined> {
  try {
    const { id } = await context.run.images.pull(request, imageContext(context))
    context.run.imageCache.delete(request.reference)
    return id
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error
    context.report.progress(`not pulled: ${error.message}; building it`)
    return undefined
  }
}

export const performRemoveImage: Performer<'removeImage'> = async (step, { engine }) => {
  const removal = engine.images.remove(step.reference)
  if (step.tolerateMissing) return await tolerate(removal, 'not-found', 'conflict', 'in-use')
  await removal
  return done
}

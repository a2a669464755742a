// Pulling: credentials, progress a layer, tries where a transfer broke. What is pulled, and when, is the plan's.
import { findCredentials } from '../credentials/credentials.ts'
import { transferFault } from '../fault.ts'
import type { ImageContext, ImageResult, PullRequest } from '../types.ts'
import { reportProgress } from './progress.ts'
import { retryBroken } from './retry.ts'

/**
 * Pulls an image.
 *
 * @throws ProblemError `image-not-found`, `registry-unauthorized`, `registry-unreachable`, `image-platform`,
 * `transfer-broken`, …; EngineError where the engine itself is lost or the call was cancelled.
 */
export async function pullImage(context: ImageContext, request: PullRequest): Promise<ImageResult> {
  const { engine, report, signal } = context
  const { reference, platform } = request
  const { auth, trouble } = await findCredentials(reference, context)
  try {
    await retryBroken(context, async () => {
      const stream = engine.images.pull(reference, { platform, auth }, signal)
      for await (const line of stream) reportProgress(report, line)
    })
    return { id: (await engine.images.inspect(reference)).Id }
  } catch (error) {
    throw transferFault(error, { verb: 'pull', reference, platform, trouble })
  }
}

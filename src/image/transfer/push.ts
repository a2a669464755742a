// Pushing: credentials, progress a layer, tries where a transfer broke.
import { findCredentials } from '../credentials/credentials.ts'
import { transferFault } from '../fault.ts'
import type { ImageContext } from '../types.ts'
import { reportProgress } from './progress.ts'
import { retryBroken } from './retry.ts'

/**
 * Pushes an image to the registry that its name says.
 *
 * @throws ProblemError `registry-unauthorized`, `registry-unreachable`, `image-not-found` (at the engine), …
 */
export async function pushImage(context: ImageContext, reference: string): Promise<void> {
  const { engine, report, signal } = context
  const { auth, trouble } = await findCredentials(reference, context)
  try {
    await retryBroken(context, async () => {
      for await (const line of engine.images.push(reference, { auth }, signal)) reportProgress(report, line)
    })
  } catch (error) {
    throw transferFault(error, { verb: 'push', reference, trouble })
  }
}

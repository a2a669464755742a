// Pulling: credentials, progress a layer, tries where a transfer broke. What is pulled, and when, is the plan's.
import { setTimeout as delay } from 'node:timers/promises'
import { EngineError } from '../../engine/index.ts'
import { findCredentials } from '../credentials/credentials.ts'
import { isBrokenTransfer, transferFault } from '../fault.ts'
import type { ImageContext, ImageResult, PullRequest } from '../types.ts'
import { reportProgress } from './progress.ts'

/** Milliseconds before the second and the third try; there is no fourth. The engine has tried by itself before. */
const pauses = [1_000, 3_000]

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
    for (let attempt = 0; ; attempt++) {
      try {
        const stream = engine.images.pull(reference, { platform, auth }, signal)
        for await (const line of stream) reportProgress(report, line)
        break
      } catch (error) {
        const pause = pauses[attempt]
        if (pause === undefined || !isBrokenTransfer(error)) throw error
        report.progress(`the transfer broke, trying again in ${pause / 1000} s`)
        await delay(pause, undefined, { signal }).catch(cause => {
          throw new EngineError('cancelled', 'the pull was cancelled', { cause })
        })
      }
    }
    return { id: (await engine.images.inspect(reference)).Id }
  } catch (error) {
    throw transferFault(error, { verb: 'pull', reference, platform, trouble })
  }
}

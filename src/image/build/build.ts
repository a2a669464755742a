// Building a service's image: inputs, a builder that can do them, the image's id.
import { readDockerConfig } from '../credentials/config-file.ts'
import type { BuildRequest, ImageContext, ImageResult } from '../types.ts'
import { buildClassic } from './classic.ts'
import { readDockerfile } from './dockerfile.ts'
import { readInputs } from './inputs.ts'

/**
 * Builds an image and tags it.
 *
 * @throws ProblemError `build-failed` with the Dockerfile's line, `build-unsupported` for a key that no builder at hand can
 * do, `build-context`, `dockerfile-missing`, …; EngineError where the engine is lost or the call was cancelled.
 */
export async function buildImage(context: ImageContext, request: BuildRequest): Promise<ImageResult> {
  const inputs = readInputs(request, context, await readDockerConfig(context))
  const dockerfile = await readDockerfile(inputs)
  await buildClassic(context, inputs, dockerfile)
  return { id: (await context.engine.images.inspect(request.tag)).Id }
}

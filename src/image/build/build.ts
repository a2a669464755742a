// Building a service's image: inputs, a builder that can do them, the image's id.
import { readDockerConfig } from '../credentials/config-file.ts'
import { pushImage } from '../transfer/push.ts'
import type { BuildRequest, ImageContext, ImageResult } from '../types.ts'
import { buildBuildx } from './buildx.ts'
import { chooseBuilder } from './choose-builder.ts'
import { buildClassic } from './classic.ts'
import { readDockerfile } from './dockerfile.ts'
import { type BuildInputs, readInputs } from './inputs.ts'
import { enginePlatform, onePlatform } from './platforms.ts'

/**
 * Builds an image, tags it and, where the flags say so, pushes it. The id is empty where nothing arrives at the engine:
 * a check, or several platforms that go to a registry alone.
 *
 * @throws ProblemError `build-failed` with the Dockerfile's line, `build-unsupported` for a key that no builder at hand can
 * do, `build-context`, `dockerfile-missing`, …; EngineError where the engine is lost or the call was cancelled.
 */
export async function buildImage(context: ImageContext, request: BuildRequest): Promise<ImageResult> {
  const { engine } = context
  const config = await readDockerConfig(context)
  const asked = readInputs(request, context, config)
  const dockerfile = await readDockerfile(asked)
  const info = context.info ?? (await engine.info())
  const builder = await chooseBuilder(context, asked, { config, info })
  const { options } = request

  // An engine's store without containerd keeps one platform of an image.
  const registryAlone =
    builder.kind === 'buildx' &&
    !builder.own &&
    options.push === true &&
    !info.containerdStore &&
    asked.platforms.length > 1
  const several = builder.kind === 'buildx' && (registryAlone || info.containerdStore)
  const platforms = several ? asked.platforms : onePlatform(asked.platforms, enginePlatform(info))
  if (platforms.length < asked.platforms.length) {
    context.report.output(
      'stderr',
      `of the platforms ${asked.platforms.join(', ')} only ${platforms[0]} is built: the engine keeps one`,
    )
  }
  const inputs: BuildInputs = { ...asked, platforms }
  const using = quieted(context, options.quiet)
  if (builder.kind === 'classic') {
    await buildClassic(using, inputs, dockerfile)
  } else if (builder.kind === 'buildkit') {
    const { buildBuildKit } = await import('./buildkit/buildkit.ts')
    await buildBuildKit(using, { inputs, dockerfile, connection: builder.control })
  } else {
    const to = options.check ? 'check' : registryAlone ? 'push' : 'load'
    await buildBuildx(using, { inputs, dockerfile, buildx: builder.buildx, output: { to, platforms } })
  }
  if (options.check || registryAlone) return { id: '' }
  if (options.push) for (const tag of inputs.tags) await pushImage(context, tag)
  return { id: (await engine.images.inspect(request.tag)).Id }
}

function quieted(context: ImageContext, quiet: boolean | undefined): ImageContext {
  return quiet ? { ...context, report: { ...context.report, output: () => {} } } : context
}

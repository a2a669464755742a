// Building a service's image: inputs, a builder that can do them, the image's id.
import { ProblemError } from '../../problem/index.ts'
import { readDockerConfig } from '../credentials/config-file.ts'
import { pushImage } from '../transfer/push.ts'
import type { BuildRequest, ImageContext, ImageResult } from '../types.ts'
import { buildBuildx } from './buildx.ts'
import { buildClassic } from './classic.ts'
import { readDockerfile } from './dockerfile.ts'
import { type Buildx, findBuildx } from './find-buildx.ts'
import { type BuildInputs, readInputs } from './inputs.ts'
import { enginePlatform, onePlatform } from './platforms.ts'
import { buildxGaps, classicGaps, gapProblems } from './unsupported.ts'

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
  const own = usesEngine(asked, context)
  const [buildx, info] = await Promise.all([
    context.environment.DOCKER_BUILDKIT === '0' ? undefined : findBuildx(context, config),
    engine.info(),
  ])
  const able = chooseBuilder(asked, buildx, { apiVersion: info.apiVersion, own })
  const { options } = request

  // An engine's store without containerd keeps one platform of an image.
  const registryAlone =
    able !== undefined && options.push === true && !info.containerdStore && asked.platforms.length > 1 && !own
  const several = able !== undefined && (registryAlone || info.containerdStore)
  const platforms = several ? asked.platforms : onePlatform(asked.platforms, enginePlatform(info))
  if (platforms.length < asked.platforms.length) {
    context.report.output(
      'stderr',
      `of the platforms ${asked.platforms.join(', ')} only ${platforms[0]} is built: the engine keeps one`,
    )
  }
  const inputs: BuildInputs = { ...asked, platforms }
  if (able === undefined) {
    await buildClassic(quieted(context, options.quiet), inputs, dockerfile)
  } else {
    const to = options.check ? 'check' : registryAlone ? 'push' : 'load'
    await buildBuildx(quieted(context, options.quiet), {
      inputs,
      dockerfile,
      buildx: able,
      output: { to, platforms },
    })
  }
  if (options.check || registryAlone) return { id: '' }
  if (options.push) for (const tag of inputs.tags) await pushImage(context, tag)
  return { id: (await engine.images.inspect(request.tag)).Id }
}

/** Whether buildx would build inside the engine, and not by a builder that the user made. */
function usesEngine({ request }: BuildInputs, { environment }: ImageContext): boolean {
  const builder = request.options.builder || environment.BUILDX_BUILDER || 'default'
  return builder === 'default'
}

/** buildx where it can do all of it; undefined for the classic builder. @throws ProblemError `build-unsupported`. */
function chooseBuilder(
  inputs: BuildInputs,
  buildx: Buildx | undefined,
  engine: { apiVersion: string; own: boolean },
): Buildx | undefined {
  const classic = classicGaps(inputs)
  if (buildx === undefined) {
    if (classic.length === 0) return undefined
    throw new ProblemError(gapProblems(inputs, "the engine's classic builder", classic))
  }
  const gaps = buildxGaps(inputs, buildx, engine)
  if (gaps.length === 0) return buildx
  if (classic.length === 0) return undefined
  throw new ProblemError(gapProblems(inputs, engine.own ? "the engine's BuildKit" : 'docker-buildx', gaps))
}

function quieted(context: ImageContext, quiet: boolean | undefined): ImageContext {
  return quiet ? { ...context, report: { ...context.report, output: () => {} } } : context
}

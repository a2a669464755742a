// Which builder builds: docker-buildx where it is installed, else the BuildKit inside the engine, else the classic builder; and the
// next of them where one cannot do a key that the next can. Builds nothing.
import type { Duplex } from 'node:stream'
import { EngineError, type EngineInfo } from '../../engine/index.ts'
import { ProblemError } from '../../problem/index.ts'
import type { DockerConfig } from '../credentials/config-file.ts'
import type { ImageContext } from '../types.ts'
import { currentBuilder } from './current-builder.ts'
import { type Buildx, findBuildx } from './find-buildx.ts'
import type { BuildInputs } from './inputs.ts'
import { buildKitGaps, buildxGaps, classicGaps, gapProblems } from './unsupported.ts'

export type Builder =
  /** `own`: it builds inside the engine, and not by a builder that the user made. */
  | { readonly kind: 'buildx'; readonly buildx: Buildx; readonly own: boolean }
  /** `control`: the connection to ask it on, which whoever builds closes. */
  | { readonly kind: 'buildkit'; readonly control: Duplex }
  | { readonly kind: 'classic' }

/** Chooses. @throws ProblemError `build-unsupported` for keys that no builder at hand can do, `builder-missing`. */
export async function chooseBuilder(
  context: ImageContext,
  inputs: BuildInputs,
  { config, info }: { readonly config: DockerConfig; readonly info: EngineInfo },
): Promise<Builder> {
  const refuse = (name: string, gaps: Parameters<typeof gapProblems>[2]) =>
    new ProblemError(gapProblems(inputs, name, gaps))
  const classic = classicGaps(inputs)
  const isOff = context.environment.DOCKER_BUILDKIT === '0'
  const buildx = isOff ? undefined : await findBuildx(context, config, inputs.request.options.check === true)
  if (buildx !== undefined) {
    const own = await usesEngine(inputs, context)
    const gaps = buildxGaps(inputs, buildx, { apiVersion: info.apiVersion, own })
    if (gaps.length === 0) return { kind: 'buildx', buildx, own }
    if (classic.length === 0) return { kind: 'classic' }
    throw refuse(own ? "the engine's BuildKit" : 'docker-buildx', gaps)
  }
  const control = isOff ? undefined : await reachBuildKit(context, info)
  if (control !== undefined) {
    const gaps = buildKitGaps(inputs, info)
    if (gaps.length === 0) return { kind: 'buildkit', control }
    control.destroy()
    if (classic.length > 0) throw refuse("the engine's BuildKit", gaps)
  } else if (classic.length > 0) {
    throw refuse("the engine's classic builder", classic)
  }
  return { kind: 'classic' }
}

/** By the flag, the variable, or what the user chose last. */
async function usesEngine({ request }: BuildInputs, context: ImageContext): Promise<boolean> {
  const { address } = context.engine
  const named = request.options.builder || context.environment.BUILDX_BUILDER
  const builder = named || (await currentBuilder(context, address)) || 'default'
  return builder === 'default' || builder === address.context
}

/** Undefined where the engine has no BuildKit, or its owner wants it left alone; what only looks like an engine may have none. */
async function reachBuildKit(
  { engine, environment, signal }: ImageContext,
  info: EngineInfo,
): Promise<Duplex | undefined> {
  if (info.os !== 'linux') return undefined
  const isAsked = (environment.DOCKER_BUILDKIT ?? '') !== ''
  if (!isAsked && (await engine.buildKit.preferred()) === 'classic') return undefined
  try {
    return await engine.buildKit.control(signal)
  } catch (error) {
    const isRefusal =
      error instanceof EngineError && error.kind !== 'unreachable' && error.kind !== 'cancelled'
    if (isRefusal) return undefined
    throw error
  }
}

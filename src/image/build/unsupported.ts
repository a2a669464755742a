// What each builder cannot do, key by key, so that none is dropped in silence. Decides, runs nothing.
import { apiAtLeast } from '../../engine/index.ts'
import { errorProblem, type Problem } from '../../problem/index.ts'
import { type Buildx, buildxAtLeast } from './find-buildx.ts'
import type { BuildInputs } from './inputs.ts'

/** A key that a builder cannot do. */
export interface Gap {
  /** Below `build`, or a flag such as `--check`. */
  readonly key: string
  /** What can do it. */
  readonly remedy: string
}

const installBuildx =
  'install the docker-buildx plugin (Debian and Ubuntu: apt-get install docker-buildx), and unset DOCKER_BUILDKIT where it is 0'

/** What the classic builder lacks for a build. */
export function classicGaps(inputs: BuildInputs): Gap[] {
  const { build, options } = inputs.request
  const { context, dockerfile } = inputs
  const wanted: Record<string, boolean> = {
    additional_contexts: Object.keys(build.additional_contexts ?? {}).length > 0,
    secrets: inputs.secrets.length > 0,
    ssh: inputs.ssh.length > 0,
    cache_to: (build.cache_to ?? []).length > 0,
    cache_from: (build.cache_from ?? []).some(source => /(^|,)type=(?!registry(,|$))/.test(source)),
    no_cache_filter: (build.no_cache_filter ?? []).length > 0,
    privileged: build.privileged === true,
    entitlements: (build.entitlements ?? []).length > 0,
    provenance: isAsked(inputs.provenance),
    sbom: isAsked(inputs.sbom),
    dockerfile_inline: context.kind === 'remote' && dockerfile.kind === 'inline',
    '--check': options.check === true,
    '--builder': options.builder !== undefined && options.builder !== '' && options.builder !== 'default',
  }
  return Object.keys(wanted)
    .filter(key => wanted[key])
    .map(key => ({ key, remedy: installBuildx }))
}

/**
 * What buildx lacks. A builder of the user's own is taken to be new; the engine's, inside an engine before 23.0 (API 1.42),
 * ignores some keys without a word.
 */
export function buildxGaps(
  inputs: BuildInputs,
  buildx: Buildx,
  engine: { apiVersion: string; own: boolean },
): Gap[] {
  const { build, options } = inputs.request
  const gaps: Gap[] = []
  const classic = 'set DOCKER_BUILDKIT=0: the classic builder can do it'
  if (build.network && !['default', 'none', 'host'].includes(build.network)) {
    gaps.push({ key: 'network', remedy: `${classic}; BuildKit knows default, none and host alone` })
  }
  if (build.isolation && build.isolation !== 'default') gaps.push({ key: 'isolation', remedy: classic })
  if (inputs.memory !== undefined) gaps.push({ key: '--memory', remedy: classic })
  if (options.check && !buildxAtLeast(buildx, 0, 15)) {
    gaps.push({ key: '--check', remedy: 'install docker-buildx 0.15 or later' })
  }
  if (engine.own && !apiAtLeast(engine.apiVersion, '1.42')) {
    const newer = 'upgrade the engine to 23.0 or later, or make a builder with docker buildx create --use'
    if (inputs.ulimits.length > 0) gaps.push({ key: 'ulimits', remedy: newer })
    // `#ref:folder` of a git context: its git source knows no folders.
    if (inputs.context.kind === 'remote' && /#[^:]*:./.test(inputs.context.url)) {
      gaps.push({ key: 'context', remedy: newer })
    }
    if (inputs.shmSize !== undefined) gaps.push({ key: 'shm_size', remedy: newer })
    if (Object.keys(build.additional_contexts ?? {}).length > 0) {
      gaps.push({ key: 'additional_contexts', remedy: newer })
    }
  }
  return gaps
}

/** One problem a key. */
export function gapProblems(inputs: BuildInputs, builder: string, gaps: readonly Gap[]): Problem[] {
  const { service } = inputs.request
  return gaps.map(({ key, remedy }) =>
    errorProblem('build-unsupported', `${builder} cannot do ${key} for service ${service}`, {
      hint: remedy,
      place: key.startsWith('--') ? undefined : inputs.at(key),
      path: key.startsWith('--') ? undefined : `services.${service}.build.${key}`,
    }),
  )
}

const isAsked = (value: string | undefined): boolean =>
  value !== undefined && value !== '' && value !== 'false'

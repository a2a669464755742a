// What each builder cannot do, key by key, so that none is dropped in silence. Decides, runs nothing.
import { apiAtLeast } from '../../engine/index.ts'
import { errorProblem, type Problem } from '../../problem/index.ts'
import { type Buildx, buildxAtLeast } from './find-buildx.ts'
import { type BuildInputs, wantsHostGateway } from './inputs.ts'

/** A key that a builder cannot do. */
export interface Gap {
  /** Below `build`, or a flag such as `--check`. */
  readonly key: string
  /** What can do it. */
  readonly remedy: string
}

const installBuildx =
  'install the docker-buildx plugin (Debian and Ubuntu: apt-get install docker-buildx), and unset DOCKER_BUILDKIT where it is 0'

const ownBuilder =
  'install the docker-buildx plugin (Debian and Ubuntu: apt-get install docker-buildx), and make a builder that can with docker buildx create --use'

/** What the classic builder lacks for a build. */
export function classicGaps(inputs: BuildInputs): Gap[] {
  const { build, options } = inputs.request
  const { context, dockerfile } = inputs
  const wanted: Record<string, boolean> = {
    additional_contexts: Object.keys(build.additional_contexts ?? {}).length > 0,
    secrets: inputs.secrets.length > 0,
    ssh: inputs.ssh.length > 0,
    cache_to: (build.cache_to ?? []).length > 0,
    cache_from: hasCacheOtherThanImages(inputs),
    no_cache_filter: (build.no_cache_filter ?? []).length > 0,
    privileged: build.privileged === true,
    entitlements: (build.entitlements ?? []).length > 0,
    provenance: isAsked(inputs.provenance),
    sbom: isAsked(inputs.sbom),
    dockerfile_inline: context.kind === 'remote' && dockerfile.kind === 'inline',
    '--check': options.check === true,
    '--builder': wantsOtherBuilder(inputs),
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
  const gaps = frontendGaps(inputs)
  if (inputs.request.options.check && !buildxAtLeast(buildx, 0, 15)) {
    gaps.push({ key: '--check', remedy: 'install docker-buildx 0.15 or later' })
  }
  return engine.own ? [...gaps, ...oldEngineGaps(inputs, engine.apiVersion)] : gaps
}

/** What the engine's BuildKit lacks where it is asked without buildx. */
export function buildKitGaps(inputs: BuildInputs, engine: { apiVersion: string }): Gap[] {
  const { build, options } = inputs.request
  const old = !apiAtLeast(engine.apiVersion, '1.42')
  const gaps = [...frontendGaps(inputs), ...oldEngineGaps(inputs, engine.apiVersion)]
  const wanted: Record<string, boolean> = {
    cache_to: (build.cache_to ?? []).some(target => !/(^|,)type=inline(,|$)/.test(target)),
    cache_from: hasCacheOtherThanImages(inputs),
    additional_contexts: Object.values(build.additional_contexts ?? {}).some(isLayout),
    provenance: isAsked(inputs.provenance),
    sbom: isAsked(inputs.sbom),
    '--check': options.check === true,
    '--builder': wantsOtherBuilder(inputs),
  }
  const already = new Set(gaps.map(({ key }) => key))
  for (const key of Object.keys(wanted)) {
    if (wanted[key] && !already.has(key)) gaps.push({ key, remedy: ownBuilder })
  }
  if (old && wantsHostGateway(inputs)) {
    gaps.push({
      key: 'extra_hosts',
      remedy: `write the host's address in place of host-gateway, or ${classic}`,
    })
  }
  return gaps
}

const classic = 'set DOCKER_BUILDKIT=0: the classic builder can do it'

/** What no BuildKit does, whoever asks it. */
function frontendGaps(inputs: BuildInputs): Gap[] {
  const { build } = inputs.request
  const gaps: Gap[] = []
  if (build.network && !['default', 'none', 'host'].includes(build.network)) {
    gaps.push({ key: 'network', remedy: `${classic}; BuildKit knows default, none and host alone` })
  }
  if (build.isolation && build.isolation !== 'default') gaps.push({ key: 'isolation', remedy: classic })
  if (inputs.memory !== undefined) gaps.push({ key: '--memory', remedy: classic })
  return gaps
}

/** What the BuildKit inside an engine before 23.0 would ignore without a word. */
function oldEngineGaps(inputs: BuildInputs, apiVersion: string): Gap[] {
  if (apiAtLeast(apiVersion, '1.42')) return []
  const { build } = inputs.request
  const wanted: Record<string, boolean> = {
    ulimits: inputs.ulimits.length > 0,
    // `#ref:folder` of a git context: its git source knows no folders.
    context: inputs.context.kind === 'remote' && /#[^:]*:./.test(inputs.context.url),
    shm_size: inputs.shmSize !== undefined,
    additional_contexts: Object.keys(build.additional_contexts ?? {}).length > 0,
  }
  const remedy = 'upgrade the engine to 23.0 or later, or make a builder with docker buildx create --use'
  return Object.keys(wanted)
    .filter(key => wanted[key])
    .map(key => ({ key, remedy }))
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

const hasCacheOtherThanImages = ({ request }: BuildInputs): boolean =>
  (request.build.cache_from ?? []).some(source => /(^|,)type=(?!registry(,|$))/.test(source))

const wantsOtherBuilder = ({ request }: BuildInputs): boolean =>
  ![undefined, '', 'default'].includes(request.options.builder)

const isLayout = (context: string): boolean => context.startsWith('oci-layout:')

// For which platforms a build is.
import type { EngineInfo } from '../../engine/index.ts'
import { errorProblem, ProblemError } from '../../problem/index.ts'
import type { BuildRequest } from '../types.ts'

/** The platform that an engine runs, in docker's words: `linux/amd64`. */
export function enginePlatform({ os, arch }: EngineInfo): string {
  const known: Record<string, string> = {
    x86_64: 'amd64',
    aarch64: 'arm64',
    armv7l: 'arm/v7',
    armv6l: 'arm/v6',
    i686: '386',
  }
  return `${os}/${known[arch] ?? arch}`
}

/**
 * The platforms that are asked for: the service's own, else DOCKER_DEFAULT_PLATFORM, else the build's; empty for the
 * engine's.
 *
 * @throws ProblemError `platform-not-built` where the build has platforms, and not the one of the variable.
 */
export function wantedPlatforms(
  { build, project, service }: BuildRequest,
  environment: Readonly<Record<string, string>>,
): readonly string[] {
  const own = (project.stack.services[service] ?? project.disabled[service])?.platform
  const listed = build.platforms ?? []
  if (own !== undefined && own !== '') return [own]
  const wanted = environment.DOCKER_DEFAULT_PLATFORM
  if (!wanted) return listed
  if (listed.length === 0 || listed.includes(wanted)) return [wanted]
  const path = ['services', service, 'build', 'platforms']
  const place = project.origins.at(path)?.place
  throw new ProblemError(
    errorProblem(
      'platform-not-built',
      `service "${service}" build.platforms does not support value set by DOCKER_DEFAULT_PLATFORM: ${wanted}`,
      {
        hint: `add ${wanted} to build.platforms, or unset DOCKER_DEFAULT_PLATFORM`,
        path: path.join('.'),
        ...(place !== undefined && { place }),
      },
    ),
  )
}

/** Of several platforms the one that an engine that keeps one of them should get: its own where it is listed. */
export const onePlatform = (platforms: readonly string[], own: string): readonly string[] =>
  platforms.length < 2
    ? platforms
    : [platforms.find(platform => platform === own) ?? (platforms[0] as string)]

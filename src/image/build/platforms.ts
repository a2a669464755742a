// For which platforms a build is.
import type { EngineInfo } from '../../engine/index.ts'
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
 * The platforms that are asked for: the service's own, else the build's, else DOCKER_DEFAULT_PLATFORM; empty for the
 * engine's.
 */
export function wantedPlatforms(
  { build, project, service }: BuildRequest,
  environment: Readonly<Record<string, string>>,
): readonly string[] {
  const own = (project.stack.services[service] ?? project.disabled[service])?.platform
  const listed = build.platforms ?? []
  if (own !== undefined && own !== '') return [own]
  if (listed.length > 0) return listed
  return environment.DOCKER_DEFAULT_PLATFORM ? [environment.DOCKER_DEFAULT_PLATFORM] : []
}

/** Of several platforms the one that an engine that keeps one of them should get: its own where it is listed. */
export const onePlatform = (platforms: readonly string[], own: string): readonly string[] =>
  platforms.length < 2
    ? platforms
    : [platforms.find(platform => platform === own) ?? (platforms[0] as string)]

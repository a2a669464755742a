// Finding the docker-buildx plugin, where docker's own command line looks for plugins. Runs nothing but the plugin.
import { execFile } from 'node:child_process'
import { errorProblem, ProblemError } from '../../problem/index.ts'
import type { ConfigSources, DockerConfig } from '../credentials/config-file.ts'
import { findPlugin, isProgram } from '../plugins.ts'

export interface Buildx {
  /** Absolute path of the program. */
  readonly program: string
  /** `0.13.1`; undefined where it does not say. */
  readonly version?: string
}

/**
 * The plugin: GANTRY_BUILDX, else the first in docker's folders; undefined where there is none, or GANTRY_BUILDX says `none`.
 *
 * @param ask whether for its version, which takes as long as starting it.
 * @throws ProblemError `builder-missing` where GANTRY_BUILDX names no program.
 */
export async function findBuildx(
  sources: ConfigSources,
  config: DockerConfig,
  ask = true,
): Promise<Buildx | undefined> {
  const named = sources.environment.GANTRY_BUILDX
  if (named === 'none') return undefined
  if (named) {
    if (await isProgram(named)) return { program: named, version: ask ? await askVersion(named) : undefined }
    throw new ProblemError(
      errorProblem('builder-missing', `GANTRY_BUILDX is ${named}, which is no program`, {
        hint: 'correct it, or unset it: docker-buildx is found by itself where docker finds its plugins',
      }),
    )
  }
  const program = await findPlugin('buildx', sources, config)
  return program === undefined ? undefined : { program, version: ask ? await askVersion(program) : undefined }
}

/** Whether a version is at least another, number by number; an unknown one is taken to be new. */
export function buildxAtLeast({ version }: Buildx, major: number, minor: number): boolean {
  if (version === undefined) return true
  const [itsMajor = 0, itsMinor = 0] = version.split('.').map(Number)
  return itsMajor > major || (itsMajor === major && itsMinor >= minor)
}

function askVersion(program: string): Promise<string | undefined> {
  return new Promise(resolve => {
    execFile(program, ['version'], (error, stdout) => {
      // `github.com/docker/buildx v0.13.1 <commit>`; distributions leave the v out.
      resolve(error ? undefined : /\sv?(\d+\.\d+\.\d+)/.exec(stdout)?.[1])
    })
  })
}

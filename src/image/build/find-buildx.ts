// Finding the docker-buildx plugin, where docker's own command line looks for plugins. Runs nothing but the plugin.
import { execFile } from 'node:child_process'
import { access, constants } from 'node:fs/promises'
import { join } from 'node:path'
import { errorProblem, ProblemError } from '../../problem/index.ts'
import { type ConfigSources, configFolder, type DockerConfig } from '../credentials/config-file.ts'

export interface Buildx {
  /** Absolute path of the program. */
  readonly program: string
  /** `0.13.1`; undefined where it does not say. */
  readonly version?: string
}

const systemFolders = [
  '/usr/local/lib/docker/cli-plugins',
  '/usr/local/libexec/docker/cli-plugins',
  '/usr/lib/docker/cli-plugins',
  '/usr/libexec/docker/cli-plugins',
]

/**
 * The plugin: GANTRY_BUILDX, else the first in docker's folders; undefined where there is none, or GANTRY_BUILDX says `none`.
 *
 * @throws ProblemError `builder-missing` where GANTRY_BUILDX names no program.
 */
export async function findBuildx(sources: ConfigSources, config: DockerConfig): Promise<Buildx | undefined> {
  const named = sources.environment.GANTRY_BUILDX
  if (named === 'none') return undefined
  if (named) {
    if (await isProgram(named)) return { program: named, version: await askVersion(named) }
    throw new ProblemError(
      errorProblem('builder-missing', `GANTRY_BUILDX is ${named}, which is no program`, {
        hint: 'correct it, or unset it: docker-buildx is found by itself where docker finds its plugins',
      }),
    )
  }
  const folders = [
    join(configFolder(sources), 'cli-plugins'),
    ...(config.cliPluginsExtraDirs ?? []),
    ...systemFolders,
  ]
  for (const folder of folders) {
    const program = join(folder, 'docker-buildx')
    if (await isProgram(program)) return { program, version: await askVersion(program) }
  }
  return undefined
}

/** Whether a version is at least another, number by number; an unknown one is taken to be new. */
export function buildxAtLeast({ version }: Buildx, major: number, minor: number): boolean {
  if (version === undefined) return true
  const [itsMajor = 0, itsMinor = 0] = version.split('.').map(Number)
  return itsMajor > major || (itsMajor === major && itsMinor >= minor)
}

const isProgram = (file: string): Promise<boolean> =>
  access(file, constants.X_OK).then(
    () => true,
    () => false,
  )

function askVersion(program: string): Promise<string | undefined> {
  return new Promise(resolve => {
    execFile(program, ['version'], (error, stdout) => {
      // `github.com/docker/buildx v0.13.1 <commit>`; distributions leave the v out.
      resolve(error ? undefined : /\sv?(\d+\.\d+\.\d+)/.exec(stdout)?.[1])
    })
  })
}

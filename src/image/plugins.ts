// Where docker's own command line looks for its plugins, and the plugin of a name there. Runs nothing.
import { access, constants } from 'node:fs/promises'
import { join } from 'node:path'
import {
  type ConfigSources,
  configFolder,
  type DockerConfig,
  readDockerConfig,
} from './credentials/config-file.ts'

const systemFolders = [
  '/usr/local/lib/docker/cli-plugins',
  '/usr/local/libexec/docker/cli-plugins',
  '/usr/lib/docker/cli-plugins',
  '/usr/libexec/docker/cli-plugins',
]

/** Absolute path of `docker-NAME`; undefined where there is none. */
export async function findPlugin(
  name: string,
  sources: ConfigSources,
  config?: DockerConfig,
): Promise<string | undefined> {
  const { cliPluginsExtraDirs } = config ?? (await readDockerConfig(sources))
  const own = join(configFolder(sources), 'cli-plugins')
  for (const folder of [own, ...(cliPluginsExtraDirs ?? []), ...systemFolders]) {
    const program = join(folder, `docker-${name}`)
    if (await isProgram(program)) return program
  }
  return undefined
}

export const isProgram = (file: string): Promise<boolean> =>
  access(file, constants.X_OK).then(
    () => true,
    () => false,
  )

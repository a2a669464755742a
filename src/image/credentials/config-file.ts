// Docker's config.json: where it is, and the parts of it that images need. Knows no registries and asks no helpers.
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { errorProblem, ProblemError } from '../../problem/index.ts'

/** What tells where docker keeps its settings. */
export interface ConfigSources {
  readonly environment: Readonly<Record<string, string>>
  readonly homeDirectory: string
}

/** One entry of `auths`. */
export interface AuthEntry {
  /** `user:password`, base64. */
  readonly auth?: string
  readonly username?: string
  readonly password?: string
  readonly identitytoken?: string
  readonly registrytoken?: string
}

export interface ProxySettings {
  readonly httpProxy?: string
  readonly httpsProxy?: string
  readonly ftpProxy?: string
  readonly noProxy?: string
  readonly allProxy?: string
}

export interface DockerConfig {
  /** By registry, as it was logged in to: `https://index.docker.io/v1/`, `registry.example.com`. */
  readonly auths?: Readonly<Record<string, AuthEntry>>
  /** Name of a helper, by registry. */
  readonly credHelpers?: Readonly<Record<string, string>>
  /** Name of the helper for every other registry. */
  readonly credsStore?: string
  /** More folders of plugins. */
  readonly cliPluginsExtraDirs?: readonly string[]
  /** By engine address, or `default`. */
  readonly proxies?: Readonly<Record<string, ProxySettings>>
}

/** The folder of docker's settings. */
export const configFolder = ({ environment, homeDirectory }: ConfigSources): string =>
  environment.DOCKER_CONFIG || join(homeDirectory, '.docker')

/**
 * Reads config.json; empty where there is none.
 *
 * @throws ProblemError `docker-config-broken`. The text is never part of the message: it may hold passwords.
 */
export async function readDockerConfig(sources: ConfigSources): Promise<DockerConfig> {
  const file = join(configFolder(sources), 'config.json')
  let text: string
  try {
    text = await readFile(file, 'utf8')
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code
    if (code === 'ENOENT' || code === 'ENOTDIR') return {}
    throw brokenConfig(`${file} cannot be read (${code})`)
  }
  if (text.trim() === '') return {}
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as DockerConfig
  } catch {
    // The parser's words quote the text around the fault.
  }
  throw brokenConfig(`${file} is not a JSON object`)
}

const brokenConfig = (message: string): ProblemError =>
  new ProblemError(
    errorProblem('docker-config-broken', message, {
      hint: 'mend the file, or move it away and docker login again',
    }),
  )

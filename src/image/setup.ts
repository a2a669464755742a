// What of this machine images depend on: docker's settings, the credential helpers they name, docker-buildx. Looks; asks no helper and
// no registry, and reads no password out.
import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import { type Buildx, findBuildx } from './build/find-buildx.ts'
import {
  type ConfigSources,
  configFolder,
  type DockerConfig,
  readDockerConfig,
} from './credentials/config-file.ts'

export interface ImageSetup {
  /** config.json, which need not be there. */
  readonly configFile: string
  /** Registries that credentials are kept of in the file itself. */
  readonly registries: readonly string[]
  /** The helpers that the settings name; `registries`: for which, or all others. */
  readonly helpers: readonly {
    readonly name: string
    readonly registries: string
    readonly installed: boolean
  }[]
  readonly buildx: Buildx | undefined
  /** Whether containers and builds are given a proxy. */
  readonly hasProxies: boolean
}

/** @throws ProblemError `docker-config-broken`, `builder-missing`. */
export async function inspectSetup(sources: ConfigSources): Promise<ImageSetup> {
  const config = await readDockerConfig(sources)
  return {
    configFile: join(configFolder(sources), 'config.json'),
    registries: Object.keys(config.auths ?? {}),
    helpers: helpersOf(config).map(helper => ({ ...helper, installed: isInstalled(helper.name, sources) })),
    buildx: await findBuildx(sources, config),
    hasProxies: Object.keys(config.proxies ?? {}).length > 0,
  }
}

function helpersOf({ credHelpers = {}, credsStore }: DockerConfig) {
  return [
    ...(credsStore ? [{ name: credsStore, registries: 'all registries' }] : []),
    ...Object.entries(credHelpers).map(([registry, name]) => ({ name, registries: registry })),
  ]
}

function isInstalled(name: string, { environment }: ConfigSources): boolean {
  return (environment.PATH ?? '').split(delimiter).some(folder => {
    try {
      accessSync(join(folder, `docker-credential-${name}`), constants.X_OK)
      return true
    } catch {
      return false
    }
  })
}

// Credentials of registries, from docker's settings and helpers. Nothing here prints, logs or keeps them.
import type { RegistryAuth } from '../../engine/index.ts'
import { type AuthEntry, type ConfigSources, type DockerConfig, readDockerConfig } from './config-file.ts'
import { askHelper, HelperFault, listHelper } from './helper.ts'
import { hostOf, keyOf, registryOf } from './registry.ts'

export interface Credentials {
  readonly auth?: RegistryAuth
  /** Why a helper gave none: said only where the registry then refuses, for public images need none. */
  readonly trouble?: string
}

/**
 * The credentials that docker has for a reference's registry; undefined where it has none. Never print them.
 *
 * @throws ProblemError `image-reference`, `docker-config-broken`.
 */
export async function authFor(reference: string, sources: ConfigSources): Promise<RegistryAuth | undefined> {
  return (await findCredentials(reference, sources)).auth
}

/** As `authFor`, and says what went wrong with a helper. */
export async function findCredentials(reference: string, sources: ConfigSources): Promise<Credentials> {
  const config = await readDockerConfig(sources)
  return await credentialsOf(registryOf(reference), config, sources.environment)
}

/** The credentials for a registry by its host, as BuildKit names it. A helper that fails gives none. */
export async function registryAuth(host: string, sources: ConfigSources): Promise<RegistryAuth | undefined> {
  const config = await readDockerConfig(sources)
  return (await credentialsOf(keyOf(host), config, sources.environment)).auth
}

/**
 * Every credential that docker has, by registry: a build's Dockerfile may name any of them. A helper that fails is left
 * out.
 */
export async function allAuths(sources: ConfigSources): Promise<Record<string, RegistryAuth>> {
  const config = await readDockerConfig(sources)
  const { environment } = sources
  const registries = new Set([...Object.keys(config.auths ?? {}), ...Object.keys(config.credHelpers ?? {})])
  if (config.credsStore) {
    const listed = await listHelper(config.credsStore, environment).catch(ignoreHelperFault)
    for (const registry of listed ?? []) registries.add(registry)
  }
  const found = await Promise.all(
    [...registries].map(
      async registry => [registry, (await credentialsOf(registry, config, environment)).auth] as const,
    ),
  )
  return Object.fromEntries(found.filter((entry): entry is [string, RegistryAuth] => entry[1] !== undefined))
}

async function credentialsOf(
  registry: string,
  config: DockerConfig,
  environment: Readonly<Record<string, string>>,
): Promise<Credentials> {
  const helper = pick(config.credHelpers, registry) ?? (config.credsStore || undefined)
  let trouble: string | undefined
  if (helper !== undefined) {
    try {
      const answer = await askHelper(helper, registry, environment)
      if (answer?.Secret !== undefined) return { auth: fromHelper(answer.Username, answer.Secret, registry) }
    } catch (error) {
      if (!(error instanceof HelperFault)) throw error
      trouble = error.message
    }
  }
  const entry = pick(config.auths, registry)
  const auth = entry === undefined ? undefined : fromEntry(entry, registry)
  return { ...(auth && { auth }), ...(trouble && { trouble }) }
}

/** The entry under the registry's own key, or under one with the same host. */
function pick<T>(map: Readonly<Record<string, T>> | undefined, registry: string): T | undefined {
  if (map === undefined) return undefined
  if (Object.hasOwn(map, registry)) return map[registry]
  const host = hostOf(registry)
  const key = Object.keys(map).find(key => hostOf(key) === host)
  return key === undefined ? undefined : map[key]
}

/** A helper marks an identity token by this user name. */
function fromHelper(username: string | undefined, secret: string, registry: string): RegistryAuth {
  return username === '<token>'
    ? { identitytoken: secret, serveraddress: registry }
    : { username: username ?? '', password: secret, serveraddress: registry }
}

function fromEntry(entry: AuthEntry, registry: string): RegistryAuth | undefined {
  const { identitytoken, registrytoken } = entry
  let { username, password } = entry
  if (entry.auth) {
    const text = Buffer.from(entry.auth, 'base64').toString()
    const colon = text.indexOf(':')
    if (colon > 0) {
      username = text.slice(0, colon)
      // Old versions of docker padded the password.
      password = text.slice(colon + 1).replace(/\0+$/, '')
    }
  }
  const auth: RegistryAuth = {
    ...(username && { username }),
    ...(password && { password }),
    ...(identitytoken && { identitytoken }),
    ...(registrytoken && { registrytoken }),
  }
  // An entry that a store took over stays behind, empty.
  return Object.keys(auth).length === 0 ? undefined : { ...auth, serveraddress: registry }
}

function ignoreHelperFault(error: unknown): undefined {
  if (!(error instanceof HelperFault)) throw error
  return undefined
}

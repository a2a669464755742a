// Which engine is meant: flags, DOCKER_HOST, docker contexts, the usual sockets, in docker's own order of precedence
// (docker/cli, "Configure the CLI": environment variables; "docker context"). Reads files, opens no connection.
import { accessSync, constants, existsSync } from 'node:fs'
import { join } from 'node:path'
import { defaultSocket, usualSockets } from '../index.ts'
import type { EngineAddress } from '../port.ts'
import { addressFault } from './address-fault.ts'
import { readContext, readCurrentContext } from './contexts.ts'
import { type Endpoint, isLocalRoute, parseRoute, showHost, type TlsFiles } from './endpoint.ts'

export interface EndpointSources {
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly homeDirectory: string
  /** `--host`. */
  readonly host?: string
  /** `--context`. */
  readonly context?: string
  /** `--tlscacert`, `--tlscert`, `--tlskey`: in place of the files of DOCKER_CERT_PATH. */
  readonly tlsFiles?: Pick<TlsFiles, 'ca' | 'cert' | 'key'>
  readonly platform?: NodeJS.Platform
}

/**
 * Finds the engine's address.
 *
 * @throws EngineError of kind `invalid` with a problem, where a setting is malformed or names a context that does not exist.
 */
export function resolveEndpoint(sources: EndpointSources): Endpoint {
  const { environment } = sources
  if (sources.host && sources.context) {
    throw addressFault('both a host and a context were given', {
      hint: 'leave one of --host and --context out',
    })
  }
  if (sources.host) return fromHost(sources.host, 'flag', '--host', sources)
  if (sources.context) return fromContext(sources.context, '--context', sources)
  if (environment.DOCKER_HOST) return fromHost(environment.DOCKER_HOST, 'DOCKER_HOST', 'DOCKER_HOST', sources)
  if (environment.DOCKER_CONTEXT) return fromContext(environment.DOCKER_CONTEXT, 'DOCKER_CONTEXT', sources)
  const current = readCurrentContext(configDirectory(sources))
  if (current)
    return fromContext(current, `currentContext of ${configDirectory(sources)}/config.json`, sources)
  return fromDefault(sources)
}

/** `$DOCKER_CONFIG`, else `~/.docker`. */
function configDirectory({ environment, homeDirectory }: EndpointSources): string {
  return environment.DOCKER_CONFIG || join(homeDirectory, '.docker')
}

function fromHost(
  host: string,
  source: EngineAddress['source'],
  words: string,
  sources: EndpointSources,
): Endpoint {
  const route = parseRoute(host.trim(), environmentTls(sources), words)
  return { route, address: { host: showHost(host.trim()), source, local: isLocalRoute(route) } }
}

function fromContext(name: string, words: string, sources: EndpointSources): Endpoint {
  if (name === 'default') return fromDefault(sources)
  const { host, tls } = readContext(configDirectory(sources), name, words)
  const route = parseRoute(host, tls, `context ${name}`)
  return {
    route,
    address: { host: showHost(host), context: name, source: 'context', local: isLocalRoute(route) },
  }
}

/**
 * TLS as the environment asks for it. Any value of DOCKER_TLS_VERIFY counts, also `0`, as for docker itself; files that
 * do not exist are left out, so that a public authority and an engine that wants no client certificate work.
 */
function environmentTls(sources: EndpointSources): TlsFiles | undefined {
  const { environment } = sources
  const verify = Boolean(environment.DOCKER_TLS_VERIFY)
  if (!verify && !environment.DOCKER_TLS) return undefined
  const directory = environment.DOCKER_CERT_PATH || configDirectory(sources)
  const file = (name: string) => {
    const path = join(directory, name)
    return existsSync(path) ? path : undefined
  }
  return { verify, ca: file('ca.pem'), cert: file('cert.pem'), key: file('key.pem'), ...sources.tlsFiles }
}

/** The first usual socket that this user may open; where there is none, the one that an error should speak of. */
function fromDefault(sources: EndpointSources): Endpoint {
  if ((sources.platform ?? process.platform) === 'win32') {
    parseRoute('npipe:////./pipe/docker_engine', undefined, 'the default')
  }
  const sockets = usualSockets(sources)
  const path = sockets.find(canOpen) ?? sockets.find(existsSync) ?? defaultSocket
  const route = { kind: 'unix', path } as const
  return { route, address: { host: `unix://${path}`, source: 'default', local: true } }
}

function canOpen(path: string): boolean {
  try {
    accessSync(path, constants.R_OK | constants.W_OK)
    return true
  } catch {
    return false
  }
}

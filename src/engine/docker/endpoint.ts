// What an engine's address comes down to: a route that a connection can take. Reads addresses, no files.

import { defaultSocket } from '../index.ts'
import type { EngineAddress } from '../port.ts'
import { addressFault } from './address-fault.ts'

/** TLS material of a tcp route: paths, read when the first connection is made. An absent one is not used. */
export interface TlsFiles {
  readonly ca?: string
  readonly cert?: string
  readonly key?: string
  /** Whether the engine's certificate must be signed by `ca`, or by a public authority. */
  readonly verify: boolean
  readonly serverName?: string
}

export type Route =
  | { readonly kind: 'unix'; readonly path: string }
  | {
      readonly kind: 'tcp'
      readonly host: string
      readonly port: number
      /** Path before the API's, without a slash at its end; mostly empty. */
      readonly prefix: string
      readonly tls?: TlsFiles
    }
  | {
      readonly kind: 'ssh'
      readonly host: string
      readonly user?: string
      readonly port?: string
      /** The engine's socket over there, where it is not the default one. */
      readonly socket?: string
    }

export interface Endpoint {
  readonly address: EngineAddress
  readonly route: Route
}

/** The address as it may be shown: without a password. */
export const showHost = (host: string): string => host.replace(/:\/\/([^:@/]*):[^@/]*@/, '://$1:***@')

const plainPort = 2375
const tlsPort = 2376

/**
 * Reads an address as DOCKER_HOST, `--host` and contexts have it. A bare `host:port` means tcp.
 *
 * @throws EngineError of kind `invalid` with a problem, where no connection can be made of it.
 */
export function parseRoute(host: string, tls: TlsFiles | undefined, source: string): Route {
  const scheme = /^([a-z]+):\/\//.exec(host)?.[1] ?? 'tcp'
  const rest = host.replace(/^[a-z]+:\/\//, '')
  switch (scheme) {
    case 'unix':
      return { kind: 'unix', path: rest === '' ? defaultSocket : rest }
    case 'tcp':
    case 'http':
      return parseTcp(host, rest, tls, source)
    case 'https':
      return parseTcp(host, rest, tls ?? { verify: true }, source)
    case 'ssh':
      return parseSsh(host, source)
    case 'npipe':
      throw addressFault(
        `${showHost(host)} (from ${source}) is a Windows named pipe, which gantry cannot use`,
        {
          hint: 'run gantry inside WSL, or let the engine listen on tcp://127.0.0.1:2375 and set DOCKER_HOST to that',
        },
      )
    default:
      throw addressFault(
        `${host} (from ${source}) has the scheme ${scheme}://, which names no way to an engine`,
        {
          hint: 'write unix:///path/to/docker.sock, tcp://host:port or ssh://user@host',
        },
      )
  }
}

function parseTcp(host: string, rest: string, tls: TlsFiles | undefined, source: string): Route {
  const url = toUrl(`http://${rest}`)
  if (url === undefined || url.hostname === '') {
    throw addressFault(`${showHost(host)} (from ${source}) is no address of an engine`, {
      hint: 'write tcp://host:port',
    })
  }
  return {
    kind: 'tcp',
    host: url.hostname.replace(/^\[|\]$/g, ''),
    // The URL parser drops port 80 as the scheme's own; only the text still has it.
    port: url.port === '' ? (explicitPort(rest) ?? (tls ? tlsPort : plainPort)) : Number(url.port),
    prefix: url.pathname.replace(/\/+$/, ''),
    ...(tls && { tls }),
  }
}

const explicitPort = (rest: string): number | undefined => (/^[^/]*:80(?:\/|$)/.test(rest) ? 80 : undefined)

function parseSsh(host: string, source: string): Route {
  const url = toUrl(host)
  // A host that begins with a dash would be read by ssh as an option.
  if (
    url === undefined ||
    url.hostname === '' ||
    url.hostname.startsWith('-') ||
    url.username.startsWith('-')
  ) {
    throw addressFault(`${showHost(host)} (from ${source}) is no ssh address`, {
      hint: 'write ssh://user@host',
    })
  }
  if (url.password !== '') {
    throw addressFault(`the ssh address from ${source} holds a password, which ssh cannot take`, {
      hint: 'use a key or an agent, and write ssh://user@host',
    })
  }
  const socket = decodeURIComponent(url.pathname).replace(/^\/$/, '')
  return {
    kind: 'ssh',
    host: url.hostname.replace(/^\[|\]$/g, ''),
    ...(url.username !== '' && { user: decodeURIComponent(url.username) }),
    ...(url.port !== '' && { port: url.port }),
    ...(socket !== '' && { socket }),
  }
}

function toUrl(text: string): URL | undefined {
  return URL.canParse(text) ? new URL(text) : undefined
}

/** Whether this machine's files and ports are the engine's. A tunnel to a far engine cannot be told from a near one. */
export function isLocalRoute(route: Route): boolean {
  if (route.kind === 'unix') return true
  return route.kind === 'tcp' && /^(localhost|127(\.\d+){3}|::1)$/.test(route.host)
}

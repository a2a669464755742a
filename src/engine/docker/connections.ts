// Connections to one engine by its route, kept alive between requests. Knows sockets, not what is said over them.
import { readFileSync } from 'node:fs'
import type { Agent } from 'node:http'
import { connect } from 'node:net'
import type { Duplex } from 'node:stream'
import type { Route, TlsFiles } from './endpoint.ts'
import type { OpenConnection } from './pooling.ts'

/** Where connections come from. Calls and streams use separate pools: a hundred followed logs must not keep a call waiting. */
export interface Connections {
  readonly open: OpenConnection
  /** How many connections a pool of short calls may hold at once. */
  readonly callLimit: number
  /** The pools of node:http, which is loaded with them. */
  agents(): Promise<Agents>
  /** For the Host header. */
  readonly host: string
  /** Path before the API's. */
  readonly prefix: string
  /** Closes what is idle; what is under way goes on. */
  close(): void
}

export interface Agents {
  readonly calls: Agent
  readonly streams: Agent
}

/** What opening a connection needs to know of the machine. */
export interface ConnectionSettings {
  /** What ssh gets as its environment. */
  readonly environment: Readonly<Record<string, string | undefined>>
  /** Milliseconds until a tcp connection must stand. */
  readonly connectPatience: number
}

/** Each ssh connection is a process and a login; servers refuse many at once (MaxStartups is 10), and two pools share it. */
const sshCallLimit = 4

/** Makes the connections of a route; opens nothing yet. */
export function openConnections(route: Route, settings: ConnectionSettings): Connections {
  const open = opener(route, settings)
  const callLimit = route.kind === 'ssh' ? sshCallLimit : Number.POSITIVE_INFINITY
  let agents: Promise<Agents> | undefined
  return {
    open,
    callLimit,
    agents: () => {
      agents ??= makeAgents(open, callLimit)
      return agents
    },
    host: route.kind === 'tcp' ? hostHeader(route.host, route.port) : 'docker',
    prefix: route.kind === 'tcp' ? route.prefix : '',
    close: () => {
      agents?.then(({ calls, streams }) => {
        closeIdle(calls)
        closeIdle(streams)
      })
    },
  }
}

async function makeAgents(open: OpenConnection, callLimit: number): Promise<Agents> {
  const { RouteAgent } = await import('./route-agent.ts')
  return { calls: new RouteAgent(open, callLimit), streams: new RouteAgent(open, Number.POSITIVE_INFINITY) }
}

/** `destroy` of an agent would cut what is under way, too. */
function closeIdle(agent: Agent): void {
  for (const sockets of Object.values(agent.freeSockets)) for (const socket of sockets ?? []) socket.destroy()
}

const hostHeader = (host: string, port: number): string =>
  `${host.includes(':') ? `[${host}]` : host}:${port}`

function opener(route: Route, settings: ConnectionSettings): OpenConnection {
  if (route.kind === 'unix') return done => done(null, connect(route.path))
  if (route.kind === 'ssh') {
    return done => {
      import('./ssh-connection.ts').then(
        ({ SshConnection }) => done(null, new SshConnection(route, settings.environment)),
        done,
      )
    }
  }
  const { host, port, tls } = route
  if (tls === undefined) {
    return done => {
      const socket = connect({ host, port, noDelay: true, keepAlive: true })
      giveUpAfter(socket, settings.connectPatience, 'connect')
      done(null, socket)
    }
  }
  let material: Promise<TlsMaterial> | undefined
  return done => {
    material ??= readTls(tls)
    material
      .then(({ connect: connectTls, files }) => {
        const socket = connectTls({
          host,
          port,
          ...files,
          rejectUnauthorized: tls.verify,
          ...serverName(tls.serverName ?? host),
        })
        socket.setNoDelay(true)
        giveUpAfter(socket, settings.connectPatience, 'secureConnect')
        return socket
      })
      .then(socket => done(null, socket), done)
  }
}

/** An IP address must not be sent as a server name (RFC 6066). */
const serverName = (host: string): { servername?: string } =>
  /^[\d.]+$|:/.test(host) ? {} : { servername: host }

interface TlsMaterial {
  connect: typeof import('node:tls').connect
  files: { ca?: Buffer; cert?: Buffer; key?: Buffer }
}

/** TLS is loaded when it is needed: most engines are a local socket. */
async function readTls(tls: TlsFiles): Promise<TlsMaterial> {
  const files = { ca: readPem(tls.ca), cert: readPem(tls.cert), key: readPem(tls.key) }
  const { connect } = await import('node:tls')
  return { connect, files }
}

/** A file that cannot be read has a code of TLS: its own would be taken for the engine's socket. */
function readPem(path: string | undefined): Buffer | undefined {
  if (path === undefined) return undefined
  try {
    return readFileSync(path)
  } catch (error) {
    throw Object.assign(new Error((error as Error).message), { code: 'ERR_TLS_FILE' })
  }
}

/** The kernel alone would try for minutes. */
function giveUpAfter(socket: Duplex, patience: number, established: string): void {
  const timer = setTimeout(() => {
    socket.destroy(
      Object.assign(new Error(`no connection within ${patience / 1000} s`), { code: 'ETIMEDOUT' }),
    )
  }, patience)
  socket.once(established, () => clearTimeout(timer))
  socket.once('close', () => clearTimeout(timer))
}

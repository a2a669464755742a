// Stands between gantry and the engine: passes everything on, writes down every call, and where it is told to,
// makes one of them go wrong. Knows HTTP and nothing of what the calls mean.
import { randomBytes } from 'node:crypto'
import { rm } from 'node:fs/promises'
import http from 'node:http'
import net from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'

export interface RecordedCall {
  readonly method: string
  /** Without the API version: `/containers/create?name=web`. */
  readonly path: string
  /** Counts the changing calls from 1; 0 for those that only read. */
  readonly change: number
}

/**
 * What becomes of a call. `before`: the engine never hears of it; `after`: the engine did it, and nobody is told; `during`: the call
 * is on its way. A number is an answer with that status, given in the engine's place.
 */
export type Fault =
  | 'kill-before'
  | 'kill-during'
  | 'kill-after'
  | 'cut-before'
  | 'cut-after'
  | 'delay'
  | 500
  | 409
  | 404

export const allFaults: readonly Fault[] = [
  'kill-before',
  'kill-after',
  'cut-before',
  'cut-after',
  'delay',
  500,
  409,
  404,
]

export interface ProxyRequest {
  /** Which fault befalls a changing call; undefined: none. */
  readonly fault?: (call: RecordedCall) => Fault | undefined
  /** Ends the program under test, at once. */
  readonly kill?: () => void
  /** The engine's address, as DOCKER_HOST has it, which is the default. */
  readonly engine?: string
}

export interface Proxy {
  /** Value for DOCKER_HOST. */
  readonly host: string
  readonly calls: readonly RecordedCall[]
  close(): Promise<void>
}

/** How long a delayed call is held back: long enough for everything else in flight to overtake it. */
const delayMs = 400

export async function startProxy(request: ProxyRequest = {}): Promise<Proxy> {
  const upstream = upstreamOf(request.engine ?? process.env.DOCKER_HOST ?? 'unix:///var/run/docker.sock')
  const calls: RecordedCall[] = []
  const sockets = new Set<net.Socket>()
  let changes = 0

  function record(incoming: http.IncomingMessage): { call: RecordedCall; fault: Fault | undefined } {
    const method = incoming.method ?? ''
    const path = (incoming.url ?? '').replace(/^\/v\d+\.\d+/, '')
    const changing = method !== 'GET' && method !== 'HEAD' && !isWait(path)
    if (changing) changes += 1
    const call = { method, path, change: changing ? changes : 0 }
    calls.push(call)
    return { call, fault: changing ? request.fault?.(call) : undefined }
  }

  const server = http.createServer((incoming, answer) => {
    const { fault } = record(incoming)
    const forward = () => pass(incoming, answer, upstream, end)
    let end: Ending = 'answer'
    if (fault === undefined) return forward()
    if (typeof fault === 'number') return refuse(incoming, answer, fault)
    if (fault === 'delay') return void setTimeout(forward, delayMs)
    if (fault === 'kill-before' || fault === 'cut-before') {
      if (fault === 'kill-before') request.kill?.()
      return void incoming.socket.destroy()
    }
    if (fault === 'kill-during') {
      forward()
      return void request.kill?.()
    }
    end = fault === 'kill-after' ? () => request.kill?.() : () => {}
    return forward()
  })
  server.on('upgrade', (incoming: http.IncomingMessage, socket: net.Socket, head: Buffer) => {
    record(incoming)
    tunnel(incoming, socket, head, upstream)
  })
  server.on('connection', socket => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket)).on('error', () => {})
  })
  server.keepAliveTimeout = 0

  const file = join(tmpdir(), `gantry-proxy-${randomBytes(6).toString('hex')}.sock`)
  await new Promise<void>((resolve, reject) => {
    server.on('error', reject)
    server.listen(file, resolve)
  })
  return {
    host: `unix://${file}`,
    calls,
    close: async () => {
      for (const socket of sockets) socket.destroy()
      await new Promise(resolve => server.close(resolve))
      await rm(file, { force: true })
    },
  }
}

/** Waiting for a container is a POST that changes nothing. */
function isWait(path: string): boolean {
  return /^\/containers\/[^/]+\/wait\b/.test(path)
}

type Upstream = { socketPath: string } | { host: string; port: number }

function upstreamOf(address: string): Upstream {
  const url = new URL(address)
  if (url.protocol === 'unix:') return { socketPath: url.pathname }
  return { host: url.hostname, port: Number(url.port) }
}

/** What is done with the engine's answer: passed on, or dropped after this. */
type Ending = 'answer' | (() => void)

function pass(
  incoming: http.IncomingMessage,
  answer: http.ServerResponse,
  upstream: Upstream,
  end: Ending,
): void {
  const onwards = http.request(
    { ...upstream, method: incoming.method, path: incoming.url, headers: incoming.headers, agent: false },
    response => {
      if (end !== 'answer') {
        response.resume().on('close', () => {
          end()
          incoming.socket.destroy()
        })
        return
      }
      answer.writeHead(response.statusCode ?? 502, response.statusMessage, response.rawHeaders)
      answer.flushHeaders()
      response.pipe(answer)
      response.on('error', () => answer.destroy())
    },
  )
  onwards.on('error', () => incoming.socket.destroy())
  answer.on('close', () => {
    if (end === 'answer') onwards.destroy()
  })
  incoming.pipe(onwards)
}

function refuse(incoming: http.IncomingMessage, answer: http.ServerResponse, status: number): void {
  incoming.resume().on('end', () => {
    answer.writeHead(status, { 'content-type': 'application/json' })
    answer.end(JSON.stringify({ message: `the test answers ${status} here` }))
  })
}

/** Attach and exec: after the first request the connection belongs to the two ends. */
function tunnel(incoming: http.IncomingMessage, socket: net.Socket, head: Buffer, upstream: Upstream): void {
  const address = 'socketPath' in upstream ? { path: upstream.socketPath } : upstream
  // One end may have said all, and the other not: input of exec that is piped in.
  const onwards = net.connect({ ...address, allowHalfOpen: true })
  const headers: string[] = []
  for (let at = 0; at < incoming.rawHeaders.length; at += 2) {
    headers.push(`${incoming.rawHeaders[at]}: ${incoming.rawHeaders[at + 1]}`)
  }
  onwards.write(`${incoming.method} ${incoming.url} HTTP/1.1\r\n${headers.join('\r\n')}\r\n\r\n`)
  onwards.write(head)
  onwards.pipe(socket).pipe(onwards)
  onwards.on('error', () => socket.destroy())
  socket.on('error', () => onwards.destroy()).on('close', () => onwards.destroy())
}

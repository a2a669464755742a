// One HTTP exchange: a request, its upload with back-pressure, its answer. Knows no API, maps no errors: it rejects with
// what the socket said, or with the signal's reason.
import {
  type Agent,
  type IncomingMessage,
  type OutgoingHttpHeaders,
  type RequestOptions,
  request,
} from 'node:http'
import type { Duplex } from 'node:stream'

export interface ExchangeRequest {
  readonly agent: Agent
  readonly method: string
  readonly path: string
  readonly headers: OutgoingHttpHeaders
  readonly body?: string
  readonly upload?: AsyncIterable<Uint8Array>
  readonly signal?: AbortSignal
}

export interface ExchangeAnswer {
  readonly status: number
  readonly message: IncomingMessage
  /** The connection itself, where the engine gave it over. */
  readonly socket?: Duplex
}

/** How long an engine may take to ask for an upload before it is sent unasked, as other clients do. */
const uploadPatience = 1_000

/**
 * Resolves with the answer's head. An abort destroys the connection, also later while the body is read.
 * Errors of the upload's own source reject as they are.
 */
export function exchange(options: ExchangeRequest): Promise<ExchangeAnswer> {
  return attempt(options).catch((error: NodeJS.ErrnoException & { stale?: boolean }) => {
    // An idle connection may have been closed by the engine just now. Asking again is safe where asking changes nothing.
    if (error.stale && /^(GET|HEAD)$/.test(options.method) && !options.signal?.aborted)
      return attempt(options)
    throw error
  })
}

function attempt(options: ExchangeRequest): Promise<ExchangeAnswer> {
  const { agent, method, path, headers, body, upload, signal } = options
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason)
    // With a server name set, Node does not parse the Host header for one at every request; TLS has its own (connections.ts).
    const outgoing = request({ agent, method, path, headers, servername: '' } as RequestOptions)
    let uploadFault: { error: unknown } | undefined
    const onAbort = () => outgoing.destroy()
    signal?.addEventListener('abort', onAbort, { once: true })
    const forget = () => signal?.removeEventListener('abort', onAbort)

    outgoing.on('error', (error: NodeJS.ErrnoException) => {
      forget()
      if (signal?.aborted) return reject(signal.reason)
      if (uploadFault) return reject(uploadFault.error)
      const stale = outgoing.reusedSocket && (error.code === 'ECONNRESET' || error.code === 'EPIPE')
      reject(stale ? Object.assign(error, { stale }) : error)
    })
    outgoing.once('response', message => {
      message.once('close', forget)
      resolve({ status: message.statusCode ?? 0, message })
    })
    outgoing.once('upgrade', (message, socket, head) => {
      const onAbortSession = () => socket.destroy()
      forget()
      signal?.addEventListener('abort', onAbortSession, { once: true })
      socket.once('close', () => signal?.removeEventListener('abort', onAbortSession))
      if (head.length > 0) socket.unshift(head)
      resolve({ status: message.statusCode ?? 101, message, socket })
    })

    if (upload === undefined) {
      outgoing.end(body)
      return
    }
    const begin = once(() => {
      send(upload, outgoing).catch(error => {
        uploadFault = { error }
        outgoing.destroy(error instanceof Error ? error : new Error(String(error)))
      })
    })
    const timer = setTimeout(begin, uploadPatience)
    outgoing.once('continue', begin)
    outgoing.once('response', () => clearTimeout(timer))
    outgoing.once('close', () => clearTimeout(timer))
    outgoing.flushHeaders()
  })
}

function once(action: () => void): () => void {
  let done = false
  return () => {
    if (!done) action()
    done = true
  }
}

/** Writes as fast as the engine reads; stops quietly when it has refused or gone, which the answer or the error tells. */
async function send(source: AsyncIterable<Uint8Array>, outgoing: ReturnType<typeof request>): Promise<void> {
  let over = false
  let wake = () => {}
  const stop = () => {
    over = true
    wake()
  }
  outgoing.once('close', stop)
  outgoing.once('response', message => {
    if ((message.statusCode ?? 0) >= 400) stop()
  })
  outgoing.on('drain', () => wake())
  for await (const chunk of source) {
    if (over) return
    if (outgoing.write(chunk)) continue
    await new Promise<void>(resolve => {
      wake = resolve
      if (over) resolve()
    })
  }
  if (!over) outgoing.end()
}

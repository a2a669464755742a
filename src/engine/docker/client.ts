// Calls to one engine: version negotiation, JSON in and out, streams, and every failure as an EngineError.
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { errorProblem } from '../../problem/index.ts'
import { apiAtLeast, EngineError } from '../port.ts'
import { addressFault } from './address-fault.ts'
import { answerFault, readMessage } from './answer-fault.ts'
import { lostFault, placeOf, silentFault, strangerFault, unreachableFault } from './connection-fault.ts'
import type { Connections } from './connections.ts'
import type { Endpoint } from './endpoint.ts'
import type { ExchangeAnswer } from './exchange.ts'
import { buildQuery, type Query } from './query.ts'
import type { ReadAnswer, Reads } from './reads.ts'

export interface Call {
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'DELETE'
  /** Without version and query, each part already encoded. */
  readonly path: string
  readonly query?: Query
  /** Sent as JSON. */
  readonly body?: unknown
  /** A tar, sent as it is read. */
  readonly upload?: AsyncIterable<Uint8Array>
  /** A list is a header that stands several times. */
  readonly headers?: Readonly<Record<string, string | string[]>>
  readonly signal?: AbortSignal
}

/** What an engine says of itself at any time. */
export interface Ping {
  readonly apiVersion: string
  /** `1` the classic builder, `2` BuildKit; empty where it does not say. */
  readonly builderVersion: string
}

export interface Client {
  readonly endpoint: Endpoint
  /** The API version that is spoken; asks the engine at the first call. */
  apiVersion(): Promise<string>
  /** A short call whose answer is an object in JSON. */
  read<T extends object>(call: Call): Promise<T>
  /** A short call whose answer is a list in JSON; engines write `null` for an empty one. */
  readList<T>(call: Call): Promise<readonly T[]>
  /** A short call whose answer does not matter; "not modified" is fine. */
  run(call: Call): Promise<void>
  /** A call whose body is read as it comes, on a connection of its own. */
  open(call: Call): Promise<IncomingMessage>
  /** Takes the connection over, to talk to a process, or in another protocol. */
  takeOver(call: Call, protocol?: 'tcp' | 'h2c'): Promise<{ socket: Duplex; contentType: string }>
  ping(): Promise<Ping>
}

/** The newest API that gantry was written against, and the oldest that it works with. */
const newestApi = '1.51'
const oldestApi = '1.41'

export interface ClientOptions {
  readonly endpoint: Endpoint
  readonly connections: Connections
  readonly reads: Reads
  /** DOCKER_API_VERSION: spoken without asking. */
  readonly pinnedApi?: string
  /** Milliseconds that a ping may take. */
  readonly answerPatience: number
}

/** Makes the client; connects at the first call. */
export function createClient(options: ClientOptions): Client {
  const { endpoint, connections, reads } = options
  let negotiated: Promise<string> | undefined

  function apiVersion(): Promise<string> {
    negotiated ??= negotiate(options).catch(error => {
      // The next call asks again: the engine may have been started meanwhile.
      negotiated = undefined
      throw error
    })
    return negotiated
  }

  const pathOf = async (call: Call) =>
    `${connections.prefix}/v${await apiVersion()}${call.path}${buildQuery(call.query)}`

  async function send(
    call: Call,
    pool: 'calls' | 'streams',
    extra?: Record<string, string>,
  ): Promise<ExchangeAnswer> {
    const path = await pathOf(call)
    const [{ exchange }, agents] = await Promise.all([import('./exchange.ts'), connections.agents()])
    const body = call.body === undefined ? undefined : JSON.stringify(call.body)
    const headers: Record<string, string | number | string[]> = {
      Host: connections.host,
      ...call.headers,
      ...extra,
    }
    if (body !== undefined) {
      headers['Content-Type'] = 'application/json'
      headers['Content-Length'] = Buffer.byteLength(body)
    } else if (call.upload !== undefined) {
      headers['Content-Type'] = 'application/x-tar'
      headers['Transfer-Encoding'] = 'chunked'
      // The engine looks at the rest of the request before it takes the tar, and a refusal then arrives for sure.
      headers.Expect = '100-continue'
    } else if (call.method === 'POST' || call.method === 'PUT') {
      headers['Content-Length'] = 0
    }
    try {
      return await exchange({
        agent: agents[pool],
        method: call.method,
        path,
        headers,
        body,
        upload: call.upload,
        signal: call.signal,
      })
    } catch (error) {
      throw sendFault(endpoint, error, call.signal)
    }
  }

  async function ask(call: Call, pool: 'calls' | 'streams'): Promise<IncomingMessage> {
    const { status, message } = await send(call, pool)
    if (status < 400) return message
    throw refused(status, await refusal(message, call, endpoint))
  }

  /** The body of a short answer. */
  async function readAnswer(call: Call): Promise<string> {
    if (call.method !== 'GET') return await readText(await ask(call, 'calls'), endpoint, call.signal)
    const path = await pathOf(call)
    const { status, statusMessage, text } = await reads
      .get({ path, headers: { Host: connections.host, ...call.headers }, signal: call.signal })
      .catch(error => {
        throw sendFault(endpoint, error, call.signal)
      })
    if (status < 400) return text
    throw refused(status, readMessage(text, status, statusMessage))
  }

  function refused(status: number, words: string): EngineError {
    if (options.pinnedApi !== undefined && /client version .* is too (new|old)/.test(words)) {
      return addressFault(`the engine refuses DOCKER_API_VERSION=${options.pinnedApi}`, {
        hint: 'unset it: gantry and the engine agree on a version by themselves',
        cause: words,
      })
    }
    return answerFault(status, words)
  }

  return {
    endpoint,
    apiVersion,
    read: async <T extends object>(call: Call) => {
      const text = await readAnswer(call)
      const value = parseJson(text)
      if (typeof value !== 'object' || value === null || Array.isArray(value)) throw noAnswer(call, text)
      return value as T
    },
    readList: async <T>(call: Call) => {
      const text = await readAnswer(call)
      const value = parseJson(text)
      if (value !== null && !Array.isArray(value)) throw noAnswer(call, text)
      return (value ?? []) as readonly T[]
    },
    run: async call => {
      await readAnswer(call)
    },
    open: call => ask(call, 'streams'),
    takeOver: async (call, protocol = 'tcp') => {
      const { status, message, socket } = await send(call, 'streams', {
        Connection: 'Upgrade',
        Upgrade: protocol,
      })
      if (socket !== undefined) return { socket, contentType: message.headers['content-type'] ?? '' }
      if (status >= 400) throw answerFault(status, await refusal(message, call, endpoint))
      message.destroy()
      throw new EngineError(
        'unsupported',
        `what answers at ${placeOf(endpoint)} does not give its connection over`,
        {
          status,
        },
      )
    },
    ping: () => probe(options),
  }
}

/** Undefined where it is none. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** What a proxy says in place of the engine must not be taken for an engine without containers. */
function noAnswer(call: Call, text: string): EngineError {
  const said = text === '' ? 'nothing' : JSON.stringify(text.slice(0, 100))
  return new EngineError(
    'server',
    `the answer to ${call.method} ${call.path} is not what an engine says: ${said}`,
  )
}

/** The engine's own version, lowered to what gantry knows. */
async function negotiate(options: ClientOptions): Promise<string> {
  if (options.pinnedApi) {
    const pinned = options.pinnedApi.replace(/^v/, '')
    if (/^\d+\.\d+$/.test(pinned)) return pinned
    throw addressFault(`DOCKER_API_VERSION is "${options.pinnedApi}", which is no API version`, {
      hint: `write one such as ${newestApi}, or unset it`,
    })
  }
  const { apiVersion: offered } = await probe(options)
  if (!apiAtLeast(offered, oldestApi)) {
    const message = `the engine at ${placeOf(options.endpoint)} speaks API ${offered}; gantry needs ${oldestApi} (Docker 20.10) or later`
    throw new EngineError('unsupported', message, {
      problem: errorProblem('engine-too-old', message, { hint: 'upgrade the engine' }),
    })
  }
  return apiAtLeast(offered, newestApi) ? newestApi : offered
}

/** Asks for a sign of life, with which comes what the engine offers. */
async function probe({ endpoint, connections, reads, answerPatience }: ClientOptions): Promise<Ping> {
  const signal = AbortSignal.timeout(answerPatience)
  let answer: ReadAnswer
  try {
    const headers = { Host: connections.host }
    answer = await reads.get({ path: `${connections.prefix}/_ping`, headers, signal })
  } catch (error) {
    throw signal.aborted ? silentFault(endpoint, answerPatience) : unreachableFault(endpoint, error)
  }
  const apiVersion = answer.header('api-version')
  if (answer.status !== 200 || apiVersion === undefined) {
    throw strangerFault(endpoint, answer.status, answer.text.trim().slice(0, 200))
  }
  return { apiVersion, builderVersion: answer.header('builder-version') ?? '' }
}

/** Errors of an upload's own source pass as they are: they are no failure of the engine. */
function sendFault(endpoint: Endpoint, error: unknown, signal: AbortSignal | undefined): unknown {
  if (error instanceof EngineError) return error
  if (signal?.aborted) return cancelledFault(signal)
  const code = (error as NodeJS.ErrnoException)?.code
  if (code === 'ECONNRESET' || code === 'EPIPE') return lostFault(endpoint, error)
  return isSocketFault(error) ? unreachableFault(endpoint, error) : error
}

const isSocketFault = (error: unknown): boolean =>
  error instanceof Error &&
  ('syscall' in error ||
    /^(HPE_|ERR_SSL_|ERR_TLS_|ESSH|CERT_|UNABLE_|SELF_|DEPTH_|EPROTO|ETIMEDOUT)/.test(
      (error as NodeJS.ErrnoException).code ?? '',
    ))

/** The engine's words of a refusal. */
async function refusal(message: IncomingMessage, call: Call, endpoint: Endpoint): Promise<string> {
  const text = await readText(message, endpoint, call.signal)
  // What is left of a refused upload must not be sent over a kept connection.
  if (call.upload !== undefined) message.destroy()
  return readMessage(text, message.statusCode ?? 0, message.statusMessage)
}

async function readText(message: IncomingMessage, endpoint: Endpoint, signal?: AbortSignal): Promise<string> {
  try {
    return await collect(message)
  } catch (error) {
    throw signal?.aborted ? cancelledFault(signal) : lostFault(endpoint, error)
  }
}

function collect(message: IncomingMessage): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    message.on('data', (chunk: Buffer) => chunks.push(chunk))
    message.once('end', () =>
      resolve(chunks.length === 1 ? String(chunks[0]) : Buffer.concat(chunks).toString()),
    )
    message.once('error', reject)
    message.once('close', () => reject(new Error('the answer broke off')))
  })
}

/** The caller gave up. */
export function cancelledFault(signal: AbortSignal): EngineError {
  return new EngineError('cancelled', 'the call was cancelled', { cause: signal.reason })
}

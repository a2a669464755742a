// Short answers: GET requests whose whole body is wanted, over kept connections. An unchanged `up` is made of them, a hundred
// at once, and node:http's streams take most of their time (docs/decisions/0002). Knows no API, maps no errors: it rejects
// with what the socket or the parser said, or with the signal's reason.
import type { Duplex } from 'node:stream'
import { AnswerParser, type ParsedAnswer } from './answer-parser.ts'
import { keptIdle, type OpenConnection } from './pooling.ts'

export interface ReadRequest {
  /** With its query, encoded. */
  readonly path: string
  readonly headers: Readonly<Record<string, string | string[]>>
  readonly signal?: AbortSignal
}

export type ReadAnswer = Omit<ParsedAnswer, 'lasts'>

export interface Reads {
  get(request: ReadRequest): Promise<ReadAnswer>
  /** Closes what is idle; what is under way goes on. */
  close(): void
}

/** A request that has no answer yet. */
interface Pending {
  readonly bytes: string
  readonly signal?: AbortSignal
  readonly resolve: (answer: ReadAnswer) => void
  readonly reject: (error: unknown) => void
}

/** Makes the pool; opens nothing yet. No more than so many connections stand at once. */
export function createReads(open: OpenConnection, limit: number): Reads {
  const idle: Lane[] = []
  const queue: Pending[] = []
  let standing = 0

  function begin(pending: Pending): void {
    const kept = idle.pop()
    if (kept !== undefined) kept.carry(pending)
    else if (standing < limit) openLane(pending)
    else queue.push(pending)
  }

  function openLane(pending: Pending): void {
    standing += 1
    open((error, socket) => {
      if (socket !== undefined) return new Lane(socket, pool).carry(pending)
      standing -= 1
      pending.reject(error)
      openNext()
    })
  }

  /** In place of a connection that is gone, or was never had. */
  function openNext(): void {
    const next = nextOf(queue)
    if (next !== undefined) openLane(next)
  }

  const pool: LanePool = {
    free: lane => {
      const next = nextOf(queue)
      if (next !== undefined) lane.carry(next)
      else if (idle.length < keptIdle) idle.push(lane)
      else lane.close()
    },
    gone: lane => {
      standing -= 1
      const at = idle.indexOf(lane)
      if (at >= 0) idle.splice(at, 1)
      openNext()
    },
    // Others that are idle are most likely as stale.
    again: openLane,
  }

  return {
    get: request =>
      new Promise((resolve, reject) => {
        const { signal } = request
        if (signal?.aborted) return reject(signal.reason)
        begin({ bytes: requestBytes(request), signal, resolve, reject })
      }),
    close: () => {
      for (const lane of idle.splice(0)) lane.close()
    },
  }
}

/** The next that still wants its answer. */
function nextOf(queue: Pending[]): Pending | undefined {
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    if (!next.signal?.aborted) return next
    next.reject(next.signal.reason)
  }
  return undefined
}

function requestBytes({ path, headers }: ReadRequest): string {
  const lines = [`GET ${path} HTTP/1.1`]
  for (const [name, value] of Object.entries(headers)) {
    for (const one of [value].flat()) lines.push(`${name}: ${one}`)
  }
  // What stands in a line cannot end it.
  const stray = lines.find(line => /[^\t\x20-\x7e]/.test(line))
  if (stray !== undefined || /\s/.test(path))
    throw new TypeError(`not to be sent in a request: ${stray ?? path}`)
  return `${lines.join('\r\n')}\r\n\r\n`
}

interface LanePool {
  free(lane: Lane): void
  gone(lane: Lane): void
  again(pending: Pending): void
}

/** One connection, with at most one request under way. */
class Lane {
  readonly #socket: Duplex
  readonly #pool: LanePool
  readonly #parser = new AnswerParser()
  readonly #onAbort = () => this.#socket.destroy()
  #pending: Pending | undefined
  #used = false
  /** Whether anything came of the answer. */
  #heard = false

  constructor(socket: Duplex, pool: LanePool) {
    this.#socket = socket
    this.#pool = pool
    socket.on('data', (bytes: Buffer) => this.#hear(bytes))
    socket.on('end', () => {
      const answer = this.#parser.end()
      if (answer !== undefined) this.#complete(answer)
      this.close()
    })
    socket.on('error', error => this.#fail(error))
    socket.on('close', () => {
      this.#fail(Object.assign(new Error('the answer broke off'), { code: 'ECONNRESET' }))
      pool.gone(this)
    })
  }

  carry(pending: Pending): void {
    const { signal, bytes } = pending
    this.#pending = pending
    this.#heard = false
    signal?.addEventListener('abort', this.#onAbort, { once: true })
    hold(this.#socket, true)
    this.#socket.write(bytes, 'latin1')
    // The signal may have come while the connection was opened.
    if (signal?.aborted) this.#onAbort()
  }

  close(): void {
    this.#socket.destroy()
  }

  #hear(bytes: Buffer): void {
    // Nobody asked: what else comes over it cannot be told from an answer to the next request.
    if (this.#pending === undefined) {
      this.close()
      return
    }
    this.#heard = true
    try {
      const answer = this.#parser.feed(bytes)
      if (answer !== undefined) this.#complete(answer)
    } catch (error) {
      this.#fail(error as Error)
      this.close()
    }
  }

  #complete(answer: ParsedAnswer): void {
    this.#used = true
    this.#settle()?.resolve(answer)
    hold(this.#socket, false)
    if (answer.lasts) this.#pool.free(this)
    else this.close()
  }

  #fail(error: Error): void {
    const pending = this.#settle()
    if (pending === undefined) return
    // An idle connection may have been closed by the engine just now; asking again changes nothing.
    if (pending.signal?.aborted) pending.reject(pending.signal.reason)
    else if (this.#used && !this.#heard) this.#pool.again(pending)
    else pending.reject(error)
  }

  #settle(): Pending | undefined {
    const pending = this.#pending
    this.#pending = undefined
    pending?.signal?.removeEventListener('abort', this.#onAbort)
    return pending
  }
}

/** Whether a connection keeps the process running, as far as it can tell. */
function hold(socket: Duplex & { ref?: () => void; unref?: () => void }, busy: boolean): void {
  if (busy) socket.ref?.()
  else socket.unref?.()
}

// Bodies that are read as they come: bytes, and JSON values one after the other. Knows how a stream ends: at its end, by the
// caller's signal, or because the connection broke.
import type { Readable } from 'node:stream'
import { EngineError } from '../port.ts'
import { cancelledFault } from './client.ts'
import { lostFault } from './connection-fault.ts'
import type { Endpoint } from './endpoint.ts'

export interface BodyOptions {
  readonly endpoint: Endpoint
  readonly signal?: AbortSignal
  /** `end`: what was read so far is worth having, an abort ends the stream. `reject`: half of it is worth nothing. */
  readonly onAbort: 'end' | 'reject'
}

/** The bytes of a body. Leaving early closes the connection. */
export async function* readBytes(
  body: Readable,
  options: BodyOptions,
): AsyncGenerator<Uint8Array, void, undefined> {
  const { endpoint, signal, onAbort } = options
  try {
    for await (const chunk of body) yield chunk as Buffer
  } catch (error) {
    if (!signal?.aborted) throw error instanceof EngineError ? error : lostFault(endpoint, error)
  } finally {
    body.destroy()
  }
  if (signal?.aborted && onAbort === 'reject') throw cancelledFault(signal)
}

/** Values of a stream of JSON, one a line. */
export async function* readJsonLines<T>(
  source: AsyncIterable<Uint8Array>,
  prepare: (line: string) => string = line => line,
): AsyncGenerator<T, void, undefined> {
  let pending: Uint8Array[] = []
  for await (const chunk of source) {
    let start = 0
    for (let end = chunk.indexOf(lineFeed); end !== -1; end = chunk.indexOf(lineFeed, start)) {
      pending.push(chunk.subarray(start, end))
      start = end + 1
      const line = Buffer.concat(pending).toString().trim()
      pending = []
      if (line !== '') yield parseLine<T>(prepare(line))
    }
    if (start < chunk.length) pending.push(chunk.subarray(start))
  }
  const rest = Buffer.concat(pending).toString().trim()
  if (rest !== '') yield parseLine<T>(prepare(rest))
}

const lineFeed = 0x0a

function parseLine<T>(line: string): T {
  try {
    return JSON.parse(line) as T
  } catch (error) {
    throw new EngineError('server', 'the engine sent a line that is not JSON', { cause: error })
  }
}

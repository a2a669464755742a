// A connection that the engine gave over: output comes in frames or raw, input goes out as it is. Knows sockets, no API.
import type { Duplex } from 'node:stream'
import { EngineError, type Session } from '../port.ts'
import { readBytes } from './body.ts'
import { demultiplex, passRaw } from './demultiplex.ts'
import type { Endpoint } from './endpoint.ts'

export interface SessionOptions {
  readonly endpoint: Endpoint
  readonly signal?: AbortSignal
  readonly framed: boolean
}

/** Wraps the connection. An abort closes it and ends the output. */
export function openSession(socket: Duplex, options: SessionOptions): Session {
  const { endpoint, signal, framed } = options
  let closed = false
  // Writing fails with its own error; without a listener the same error would end the program.
  socket.on('error', () => undefined)
  return {
    output: {
      [Symbol.asyncIterator]: () => {
        const bytes = readOutput(socket, endpoint, signal, () => closed)
        return framed ? demultiplex(bytes) : passRaw(bytes)
      },
    },
    write: data =>
      new Promise((resolve, reject) => {
        if (socket.destroyed || socket.writableEnded) return reject(endedFault())
        socket.write(data, error => (error ? reject(endedFault(error)) : resolve()))
      }),
    end: () => {
      if (!socket.writableEnded) socket.end()
    },
    close: () => {
      closed = true
      socket.destroy()
    },
  }
}

/** Closing it ourselves, before or while it is read, is an end and no loss. */
async function* readOutput(
  socket: Duplex,
  endpoint: Endpoint,
  signal: AbortSignal | undefined,
  isClosed: () => boolean,
): AsyncGenerator<Uint8Array, void, undefined> {
  try {
    yield* readBytes(socket, { endpoint, signal, onAbort: 'end' })
  } catch (error) {
    if (!isClosed()) throw error
  }
}

const endedFault = (cause?: unknown): EngineError =>
  new EngineError('cancelled', 'the process no longer reads: its streams have closed', { cause })

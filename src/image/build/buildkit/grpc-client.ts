// Calls to a gRPC server over one connection that stands already. Knows HTTP/2 and gRPC's headers, no services.
import { type ClientHttp2Stream, connect, type IncomingHttpHeaders } from 'node:http2'
import type { Duplex } from 'node:stream'
import { ConnectionLost, frameOf, GrpcError, readFrames } from './grpc-frames.ts'

export interface GrpcClient {
  /** One message there, any number back. @throws GrpcError. */
  stream(method: string, message: Uint8Array): AsyncGenerator<Buffer, void, undefined>
  /** One message there, one back. @throws GrpcError. */
  call(method: string, message: Uint8Array): Promise<Buffer>
  close(): void
}

/** Takes the connection over. Calls that are under way when it ends reject with `cancelled`. */
export function connectGrpc(socket: Duplex): GrpcClient {
  const session = connect('http://buildkit', { createConnection: () => socket })
  session.on('error', () => undefined)

  async function* stream(method: string, message: Uint8Array): AsyncGenerator<Buffer, void, undefined> {
    if (session.closed || session.destroyed) throw new ConnectionLost()
    const request = session.request({
      ':method': 'POST',
      ':path': method,
      'content-type': 'application/grpc',
      te: 'trailers',
    })
    const status = statusOf(request)
    request.end(frameOf(message))
    try {
      yield* readFrames(request)
    } catch (error) {
      if (error instanceof GrpcError) throw error
      throw new ConnectionLost()
    } finally {
      request.close()
    }
    const fault = await status
    if (fault !== undefined) throw fault
  }

  return {
    stream,
    call: async (method, message) => {
      let reply: Buffer | undefined
      for await (const answer of stream(method, message)) reply = answer
      if (reply === undefined) throw new ConnectionLost()
      return reply
    },
    // Not at once: Node hands a new session what has arrived before it a moment later, and fails where the session is gone by then.
    close: () => {
      setImmediate(() => {
        session.destroy()
        socket.destroy()
      })
    },
  }
}

/** How a call ends: its status stands behind the messages, or with the head where there are none. */
function statusOf(request: ClientHttp2Stream): Promise<GrpcError | undefined> {
  return new Promise(resolve => {
    const read = (headers: IncomingHttpHeaders) => {
      const code = headers['grpc-status']
      if (code === undefined) return
      const message = decodeURIComponent(String(headers['grpc-message'] ?? ''))
      const details = headers['grpc-status-details-bin']
      resolve(
        Number(code) === 0
          ? undefined
          : new GrpcError(
              Number(code),
              message,
              typeof details === 'string' ? Buffer.from(details, 'base64') : undefined,
            ),
      )
    }
    request.on('error', () => undefined)
    request.on('response', read)
    request.on('trailers', read)
    request.on('close', () => resolve(new ConnectionLost()))
  })
}

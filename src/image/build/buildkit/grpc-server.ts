// A gRPC server on one connection that stands already. Knows HTTP/2 and gRPC's headers, no services.
import {
  type IncomingHttpHeaders,
  performServerHandshake,
  type ServerHttp2Session,
  type ServerHttp2Stream,
} from 'node:http2'
import type { Duplex } from 'node:stream'
import { frameOf, GrpcError, grpcCode, readFrames } from './grpc-frames.ts'

/** One call of ours by the other side. */
export interface GrpcCall {
  /** Every value of a header, in order. */
  metadata(name: string): readonly string[]
  readonly messages: AsyncIterable<Buffer>
  /** Resolves when more may be sent. */
  send(message: Uint8Array): Promise<void>
}

/** By `/package.Service/Method`. A call ends well when its handler does, else with the error's status. */
export type GrpcHandlers = Readonly<Record<string, (call: GrpcCall) => Promise<void>>>

/** Serves until the connection ends. `onFault` hears what a handler threw, a GrpcError excepted. */
export function serveGrpc(
  socket: Duplex,
  handlers: GrpcHandlers,
  onFault: (error: unknown) => void,
): ServerHttp2Session {
  const session = performServerHandshake(socket, {
    // A build's patterns travel as headers, and there may be thousands.
    maxHeaderListPairs: 100_000,
    settings: { maxHeaderListSize: 32 * 1024 * 1024 },
  })
  session.on('error', () => undefined)
  const onStream = (
    stream: ServerHttp2Stream,
    headers: IncomingHttpHeaders,
    _flags: number,
    // Each value for itself, which `headers` joins; Node passes them, its types do not say so.
    rawHeaders: readonly string[] = [],
  ) => {
    void answer(stream, rawHeaders, handlers[headers[':path'] ?? ''] ?? unimplemented, onFault)
  }
  session.on('stream', onStream)
  return session
}

const unimplemented = (): Promise<void> =>
  Promise.reject(new GrpcError(grpcCode.unimplemented, 'there is no such method'))

async function answer(
  stream: ServerHttp2Stream,
  rawHeaders: readonly string[],
  handler: (call: GrpcCall) => Promise<void>,
  onFault: (error: unknown) => void,
): Promise<void> {
  let trailers: Record<string, string> = { 'grpc-status': '0' }
  stream.on('error', () => undefined)
  stream.on('wantTrailers', () => stream.sendTrailers(trailers))
  stream.respond({ ':status': 200, 'content-type': 'application/grpc' }, { waitForTrailers: true })
  try {
    await handler(callOf(stream, rawHeaders))
  } catch (error) {
    // Who is gone needs no status; what its going broke here is no fault.
    if (stream.destroyed || stream.aborted) return
    if (!(error instanceof GrpcError)) onFault(error)
    const code = error instanceof GrpcError ? error.code : grpcCode.unknown
    const message = error instanceof Error ? error.message : String(error)
    trailers = { 'grpc-status': String(code), 'grpc-message': encodeURIComponent(message) }
  }
  if (stream.destroyed) return
  stream.end()
  // What the other side may still say: unread, it would hold the stream open.
  stream.resume()
}

function callOf(stream: ServerHttp2Stream, rawHeaders: readonly string[]): GrpcCall {
  return {
    metadata: name => rawHeaders.filter((_, index) => index % 2 === 1 && rawHeaders[index - 1] === name),
    // Whoever stops reading has yet to answer.
    messages: readFrames(stream.iterator({ destroyOnReturn: false })),
    send: message =>
      new Promise((resolve, reject) => {
        if (stream.destroyed) return reject(goneFault())
        if (stream.write(frameOf(message))) return resolve()
        waitForDrain(stream, resolve, reject)
      }),
  }
}

/** Many may wait at a time: a file's pieces each. */
function waitForDrain(stream: ServerHttp2Stream, resolve: () => void, reject: (error: Error) => void): void {
  const settle = (action: () => void) => () => {
    stream.off('drain', onDrain)
    stream.off('close', onClose)
    action()
  }
  const onDrain = settle(resolve)
  const onClose = settle(() => reject(goneFault()))
  stream.setMaxListeners(0)
  stream.once('drain', onDrain)
  stream.once('close', onClose)
}

const goneFault = (): GrpcError => new GrpcError(grpcCode.cancelled, 'the caller is gone')

/** A handler for a method of one message each way. */
export function unary(reply: (message: Buffer, call: GrpcCall) => Promise<Uint8Array> | Uint8Array) {
  return async (call: GrpcCall): Promise<void> => {
    for await (const message of call.messages) {
      await call.send(await reply(message, call))
      return
    }
  }
}

// gRPC's framing and its status, the same for both sides: a byte for compression, four for the length, the message.
// Knows no connections.

/** Codes of gRPC that matter here. */
export const grpcCode = { cancelled: 1, unknown: 2, notFound: 5, unimplemented: 12 } as const

/** A call that ended with another status than OK. */
export class GrpcError extends Error {
  readonly code: number
  /** `google.rpc.Status`, encoded: what the words leave out. */
  readonly details?: Buffer

  constructor(code: number, message: string, details?: Buffer) {
    super(message)
    this.name = 'GrpcError'
    this.code = code
    if (details !== undefined) this.details = details
  }
}

/** The connection ended before the call did. */
export class ConnectionLost extends GrpcError {
  constructor() {
    super(grpcCode.cancelled, 'the connection has ended')
  }
}

const headSize = 5

/** A message as it travels. */
export function frameOf(message: Uint8Array): Buffer {
  const frame = Buffer.allocUnsafe(headSize + message.length)
  frame[0] = 0
  frame.writeUInt32BE(message.length, 1)
  frame.set(message, headSize)
  return frame
}

/** The messages of a stream. */
export async function* readFrames(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer, void, undefined> {
  let pieces: Buffer[] = []
  let size = 0
  let wanted = headSize
  for await (const piece of source) {
    pieces.push(piece)
    size += piece.length
    if (size < wanted) continue
    let rest = pieces.length === 1 ? piece : Buffer.concat(pieces, size)
    wanted = headSize
    while (rest.length >= headSize) {
      wanted = headSize + rest.readUInt32BE(1)
      if (rest.length < wanted) break
      if (rest[0] !== 0) throw new GrpcError(grpcCode.unimplemented, 'compressed messages are not understood')
      yield rest.subarray(headSize, wanted)
      rest = rest.subarray(wanted)
      wanted = headSize
    }
    pieces = rest.length === 0 ? [] : [rest]
    size = rest.length
  }
}

// The engine's frames of output, taken apart: an 8-byte head (stream, three zeros, length as a big-endian number), then
// so many bytes. Source: engine API, "Attach to a container", stream format. Knows bytes alone.
import { EngineError, type LogChunk } from '../port.ts'

const headSize = 8
const stderrType = 2
/** The engine itself failed while it streamed. */
const faultType = 3

/**
 * Output in order, as pieces of one stream each. Frames that follow one another in a read and are of the same stream come as
 * one piece, and a frame that is still arriving comes in parts: pieces say nothing of lines. Reads on only when asked, so a slow
 * reader holds the engine back. A source that ends within a frame ends the output.
 *
 * The pieces share memory with what was read; the source must not use it again.
 *
 * @throws EngineError of kind `server` for bytes that are no frames, and for a fault that the engine reports in the stream.
 */
export async function* demultiplex(
  source: AsyncIterable<Uint8Array>,
): AsyncGenerator<LogChunk, void, undefined> {
  const head = Buffer.alloc(headSize)
  let headFilled = 0
  let type = 0
  let left = 0
  let fault = ''

  for await (const read of source) {
    const size = read.length
    let at = 0
    // [pieceStart, pieceEnd) holds what belongs to one piece, moved together over the heads between.
    let pieceStart = 0
    let pieceEnd = 0
    let pieceType = -1

    while (at < size) {
      if (left === 0) {
        if (headFilled === 0 && size - at >= headSize) {
          type = read[at] as number
          left = readLength(read, at)
          checkHead(read, at)
          at += headSize
        } else {
          const take = Math.min(headSize - headFilled, size - at)
          head.set(read.subarray(at, at + take), headFilled)
          headFilled += take
          at += take
          if (headFilled < headSize) break
          headFilled = 0
          type = head[0] as number
          left = readLength(head, 0)
          checkHead(head, 0)
        }
        if (left === 0) continue
      }
      const take = Math.min(left, size - at)
      if (take === 0) break
      if (type === faultType) {
        fault += Buffer.from(read.subarray(at, at + take)).toString()
      } else if (pieceType === type) {
        read.copyWithin(pieceEnd, at, at + take)
        pieceEnd += take
      } else {
        if (pieceType >= 0) yield piece(pieceType, read, pieceStart, pieceEnd)
        pieceType = type
        pieceStart = at
        pieceEnd = at + take
      }
      left -= take
      at += take
      if (type === faultType && left === 0) {
        if (pieceType >= 0) yield piece(pieceType, read, pieceStart, pieceEnd)
        throw new EngineError('server', fault.trim())
      }
    }
    if (pieceType >= 0) yield piece(pieceType, read, pieceStart, pieceEnd)
  }
}

/** A terminal's output has no frames: all of it is `stdout`. */
export async function* passRaw(source: AsyncIterable<Uint8Array>): AsyncGenerator<LogChunk, void, undefined> {
  for await (const data of source) yield { stream: 'stdout', data }
}

const piece = (type: number, read: Uint8Array, start: number, end: number): LogChunk => ({
  stream: type === stderrType ? 'stderr' : 'stdout',
  data: read.subarray(start, end),
})

function readLength(bytes: Uint8Array, at: number): number {
  return (
    (bytes[at + 4] as number) * 0x1000000 +
    (((bytes[at + 5] as number) << 16) | ((bytes[at + 6] as number) << 8) | (bytes[at + 7] as number))
  )
}

function checkHead(bytes: Uint8Array, at: number): void {
  if (
    (bytes[at] as number) > faultType ||
    bytes[at + 1] !== 0 ||
    bytes[at + 2] !== 0 ||
    bytes[at + 3] !== 0
  ) {
    throw new EngineError('server', 'the engine sent output that has no frames where frames were due')
  }
}

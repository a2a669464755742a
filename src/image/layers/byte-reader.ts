// Bytes of a stream by count: so many to look at, so many to pass on, so many to pass over. Holds one chunk of the source at a
// time, and never more than was asked for. Knows no format.

export interface ByteReader {
  /** The next bytes as one piece; fewer only where the source ends. */
  read(count: number): Promise<Buffer>
  /** What `read` would give, which stays there. */
  peek(count: number): Promise<Buffer>
  /** Passes over; false where the source ended before. */
  skip(count: number): Promise<boolean>
  /** The next bytes as they come, at most `count`; fewer only where the source ends. */
  pass(count: number): AsyncGenerator<Uint8Array, void, undefined>
  /** Leaves the source, also where it has not ended. */
  close(): Promise<void>
}

export function createByteReader(source: AsyncIterable<Uint8Array>): ByteReader {
  const chunks = source[Symbol.asyncIterator]()
  let held: Buffer = Buffer.alloc(0)
  let ended = false

  /** False where there is no more. */
  async function more(): Promise<boolean> {
    if (ended) return false
    const next = await chunks.next()
    if (next.done === true) {
      ended = true
      return false
    }
    const chunk = Buffer.from(next.value.buffer, next.value.byteOffset, next.value.byteLength)
    held = held.length === 0 ? chunk : Buffer.concat([held, chunk])
    return true
  }

  async function peek(count: number): Promise<Buffer> {
    while (held.length < count && (await more()));
    return held.subarray(0, count)
  }

  return {
    peek,
    async read(count) {
      const bytes = await peek(count)
      held = held.subarray(bytes.length)
      return bytes
    },
    async skip(count) {
      let left = count
      for (;;) {
        if (held.length >= left) {
          held = held.subarray(left)
          return true
        }
        left -= held.length
        held = Buffer.alloc(0)
        if (!(await more())) return false
      }
    },
    async *pass(count) {
      let left = count
      while (left > 0 && (held.length > 0 || (await more()))) {
        const piece = held.subarray(0, left)
        held = held.subarray(piece.length)
        left -= piece.length
        if (piece.length > 0) yield piece
      }
    },
    async close() {
      ended = true
      await chunks.return?.()
    },
  }
}

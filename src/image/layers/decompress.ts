// What a stream is packed with, told by its first bytes, and the stream unpacked.
import { Readable, type Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import zlib from 'node:zlib'
import { createByteReader } from './byte-reader.ts'
import { ArchiveFault } from './read-tar.ts'

export interface Opened {
  /** The first bytes of what is inside; fewer than 512 where there are no more. */
  readonly head: Buffer
  /** From the first byte on. Must be read to its end, or left by a `break`. */
  readonly bytes: AsyncIterable<Uint8Array>
}

const headLength = 512

/** Looks at the first bytes of a stream and unpacks gzip and zstd, once. */
export async function openStream(source: AsyncIterable<Uint8Array>): Promise<Opened> {
  const { head, bytes } = await begin(source)
  if (head[0] === 0x1f && head[1] === 0x8b) return await begin(unpack(bytes, zlib.createGunzip()))
  if (head.length >= 4 && head.readUInt32BE(0) === 0x28b52ffd) {
    return await begin(unpack(bytes, createUnzstd()))
  }
  return { head, bytes }
}

async function begin(source: AsyncIterable<Uint8Array>): Promise<Opened> {
  const reader = createByteReader(source)
  const head = Buffer.from(await reader.peek(headLength))
  async function* bytes() {
    try {
      yield* reader.pass(Number.POSITIVE_INFINITY)
    } finally {
      await reader.close()
    }
  }
  return { head, bytes: bytes() }
}

async function* unpack(source: AsyncIterable<Uint8Array>, transform: Transform): AsyncGenerator<Uint8Array> {
  let failure: unknown
  // The source's own failure counts, not that the transform was cut off by it.
  const fed = pipeline(Readable.from(source), transform).catch(error => {
    failure = error
  })
  try {
    for await (const chunk of transform) yield chunk as Uint8Array
  } catch (error) {
    await fed
    const code = (failure as { code?: string } | undefined)?.code ?? (error as { code?: string }).code ?? ''
    throw /^(Z_|ZSTD_)/.test(code) ? new ArchiveFault('it is packed, and damaged') : (failure ?? error)
  } finally {
    transform.destroy()
    await fed
  }
}

/** Node has it since 22.15. */
function createUnzstd(): Transform {
  const create = (zlib as { createZstdDecompress?: () => Transform }).createZstdDecompress
  if (create === undefined) throw new ArchiveFault('it is packed with zstd, which needs Node 22.15 or later')
  return create()
}

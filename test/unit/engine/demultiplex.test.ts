// Taking the engine's frames apart, however they were cut.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { demultiplex, passRaw } from '../../../src/engine/docker/demultiplex.ts'
import type { LogChunk } from '../../../src/engine/index.ts'

type Frame = readonly [type: number, payload: Uint8Array]

function encode(frames: readonly Frame[]): Buffer {
  return Buffer.concat(
    frames.map(([type, payload]) => {
      const head = Buffer.alloc(8)
      head[0] = type
      head.writeUInt32BE(payload.length, 4)
      return Buffer.concat([head, payload])
    }),
  )
}

async function* cut(bytes: Uint8Array, sizes: readonly number[]): AsyncGenerator<Uint8Array> {
  let at = 0
  for (const size of sizes) {
    // A read owns its memory, as a socket's does.
    yield Uint8Array.from(bytes.subarray(at, at + size))
    at += size
  }
  yield Uint8Array.from(bytes.subarray(at))
}

/** Neighbouring pieces of one stream are one: where a piece ends says nothing. */
async function join(output: AsyncIterable<LogChunk>): Promise<{ stream: string; data: Buffer }[]> {
  const joined: { stream: string; data: Buffer }[] = []
  for await (const { stream, data } of output) {
    expect(data.length).toBeGreaterThan(0)
    const last = joined.at(-1)
    if (last?.stream === stream) last.data = Buffer.concat([last.data, data])
    else joined.push({ stream, data: Buffer.from(data) })
  }
  return joined
}

describe('demultiplex', () => {
  test('gives back every byte in order, whatever the frames and wherever reads end', async () => {
    const frame = fc.tuple(fc.constantFrom(0, 1, 2), fc.uint8Array({ maxLength: 300 }))
    await fc.assert(
      fc.asyncProperty(
        fc.array(frame, { maxLength: 30 }),
        fc.array(fc.integer({ min: 0, max: 200 }), { maxLength: 60 }),
        async (frames, sizes) => {
          const expected = await join(
            (async function* () {
              for (const [type, payload] of frames) {
                if (payload.length > 0)
                  yield { stream: type === 2 ? 'stderr' : 'stdout', data: payload } as const
              }
            })(),
          )
          expect(await join(demultiplex(cut(encode(frames), sizes)))).toEqual(expected)
        },
      ),
    )
  })

  test('joins lines of one read, and passes parts of a long frame on before it is whole', async () => {
    const lines = encode([
      [1, Buffer.from('a\n')],
      [1, Buffer.from('b\n')],
      [2, Buffer.from('c\n')],
    ])
    const pieces: string[] = []
    for await (const { stream, data } of demultiplex(cut(lines, [])))
      pieces.push(`${stream} ${Buffer.from(data)}`)
    expect(pieces).toEqual(['stdout a\nb\n', 'stderr c\n'])

    const long = encode([[1, Buffer.alloc(1000, 'x')]])
    const reader = demultiplex(cut(long, [500]))
    expect((await reader.next()).value).toMatchObject({ data: { length: 492 } })
  })

  test('reads no further than it is asked', async () => {
    let reads = 0
    async function* source() {
      for (;;) {
        reads += 1
        yield encode([[1, Buffer.from('line\n')]])
      }
    }
    const reader = demultiplex(source())
    await reader.next()
    await reader.next()
    expect(reads).toBe(2)
    await reader.return()
  })

  test('a stream that ends within a frame ends', async () => {
    const bytes = encode([[1, Buffer.from('whole')]])
    for (let size = 0; size < bytes.length; size++) {
      const pieces = await join(demultiplex(cut(bytes.subarray(0, size), [])))
      expect(pieces.map(piece => String(piece.data)).join('')).toBe('whole'.slice(0, Math.max(0, size - 8)))
    }
  })

  test('a fault that the engine reports comes after what was said before it', async () => {
    const frames = encode([
      [1, Buffer.from('said')],
      [3, Buffer.from('log driver failed\n')],
    ])
    const reader = demultiplex(cut(frames, [20]))
    const seen: string[] = []
    const reading = (async () => {
      for await (const { data } of reader) seen.push(String(Buffer.from(data)))
    })()
    await expect(reading).rejects.toMatchObject({ kind: 'server', message: 'log driver failed' })
    expect(seen).toEqual(['said'])
  })

  test('bytes that are no frames are refused, not guessed at', async () => {
    await expect(join(demultiplex(cut(Buffer.from('plain text of a terminal'), [])))).rejects.toMatchObject({
      kind: 'server',
    })
    expect(await join(passRaw(cut(Buffer.from('plain text'), [3])))).toEqual([
      { stream: 'stdout', data: Buffer.from('plain text') },
    ])
  })

  test('a frame may be longer than 2 GiB', async () => {
    const head = Buffer.from([1, 0, 0, 0, 0xff, 0xff, 0xff, 0xff])
    const reader = demultiplex(cut(Buffer.concat([head, Buffer.alloc(100, 'x')]), [8]))
    expect((await reader.next()).value).toMatchObject({ stream: 'stdout', data: { length: 100 } })
    await reader.return()
  })
})

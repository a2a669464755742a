// Files into and out of containers, on a real engine.
import { packTar, unpackTar } from 'modern-tar'
import { afterAll, afterEach, describe, expect, test } from 'vitest'
import { collect, connect, engineHosts, kindOf, ownedBy, readBuffer } from './engines.ts'

async function* inPieces(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += 65_536) yield bytes.subarray(at, at + 65_536)
}

describe.each(engineHosts)('archives on the %s', async (_name, host) => {
  const engine = await connect(host)
  const owned = ownedBy(engine)
  const { containers } = engine
  afterEach(() => owned.cleanUp())
  afterAll(() => engine.close())

  const content = Buffer.alloc(5_000_000, Buffer.from(Array.from({ length: 241 }, (_, byte) => byte)))

  test('a file goes up and comes back as it was', async () => {
    const id = await owned.container(['true'])
    const tar = await packTar([
      { header: { name: 'file.bin', size: content.length, mode: 0o640 }, body: content },
    ])
    await containers.putArchive(id, '/tmp', inPieces(tar))
    expect(await containers.statArchive(id, '/tmp/file.bin')).toMatchObject({
      name: 'file.bin',
      size: content.length,
      mode: 0o640,
    })
    const archive = await containers.getArchive(id, '/tmp/file.bin')
    expect(archive.stat.size).toBe(content.length)
    const [entry] = await unpackTar(await readBuffer(archive.tar))
    expect(entry?.header.name).toBe('file.bin')
    expect(Buffer.from(entry?.data ?? []).equals(content)).toBe(true)
  })

  test('a refused upload says why and ends', async () => {
    const id = await owned.container(['true'])
    let read = 0
    async function* endless(): AsyncGenerator<Uint8Array> {
      for (;;) {
        read += 1
        yield new Uint8Array(65_536)
      }
    }
    expect(await kindOf(containers.putArchive(id, '/no/such/folder', endless()))).toBe('not-found')
    // 20.10 refuses before it asks for the upload; 26.1 asks first, and its refusal overtakes what was sent.
    expect(read).toBeLessThan(1000)
    // The connection was not left in the middle of a request.
    expect((await containers.inspect(id)).Id).toBe(id)
  })

  test('a source that fails rejects with its own error', async () => {
    const id = await owned.container(['true'])
    async function* broken(): AsyncGenerator<Uint8Array> {
      yield new Uint8Array(512)
      throw new RangeError('the disk is gone')
    }
    await expect(containers.putArchive(id, '/tmp', broken())).rejects.toThrow(
      new RangeError('the disk is gone'),
    )
  })

  test('folders and links are told by their mode', async () => {
    const id = await owned.running(['sh', '-c', 'ln -s /tmp /link; sleep 600'])
    const folder = await containers.statArchive(id, '/tmp')
    expect(folder.mode & 0x80000000).not.toBe(0)
    const { tar } = await containers.getArchive(id, '/tmp')
    for await (const _part of tar) break
    expect(await kindOf(containers.statArchive(id, '/no-such-file'))).toBe('not-found')
    expect(await kindOf(containers.getArchive(id, '/no-such-file'))).toBe('not-found')
  })

  test('exports the whole file system, or stops at the signal', async () => {
    const id = await owned.container(['true'])
    const names = (await unpackTar(await readBuffer(containers.export(id)))).map(entry => entry.header.name)
    expect(names.some(name => /(^|\/)busybox$/.test(name))).toBe(true)
    const leaving = new AbortController()
    leaving.abort()
    expect(await kindOf(collect(containers.export(id, leaving.signal)))).toBe('cancelled')
  })
})

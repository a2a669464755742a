// Images that are built here, looked into: the score of each is worked out by hand beside it, and must be the same from the
// engine, from a saved archive and from a packed one. Engines save in different forms.
import { createReadStream } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { unpackTar } from 'modern-tar'
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type ImageLayers, inspectLayers } from '../../../src/image/index.ts'
import { connect, engineHosts, readBuffer, tiny } from '../adapter/engines.ts'
import { openWorkshop, type Workshop } from './workshop.ts'

describe.each(engineHosts)('layers on the %s', async (_name, host) => {
  const engine = await connect(host)
  let shop: Workshop
  beforeEach(() => {
    shop = openWorkshop(engine, { DOCKER_BUILDKIT: '0' })
  })
  afterEach(() => shop.cleanUp())
  afterAll(() => engine.close())

  /** Reads the image in three ways, which must agree. */
  async function inspect(id: string): Promise<ImageLayers> {
    const live = await inspectLayers({ source: engine.images.save([id]), from: id })
    const file = join(shop.folder, 'image.tar')
    await writeFile(file, await readBuffer(engine.images.save([id])))
    expect(await inspectLayers({ source: createReadStream(file), from: file })).toEqual(live)
    await writeFile(file, gzipSync(await readFile(file), { level: 1 }))
    expect(await inspectLayers({ source: createReadStream(file), from: file })).toEqual(live)
    return live
  }

  /** `A /data 5`, a layer a list. */
  const told = (image: ImageLayers) =>
    image.layers.map(layer =>
      layer.changes.map(({ change, path, size }) => `${change[0]?.toUpperCase()} ${path} ${size}`),
    )

  /** Bytes of the base's files, as another reader of tars counts them. (The engine counts symbolic links, too.) */
  async function baseSize(): Promise<number> {
    const saved = await unpackTar(await readBuffer(engine.images.save([tiny])))
    const manifest = saved.find(entry => entry.header.name === 'manifest.json')?.data
    const [{ Layers: layers }] = JSON.parse(Buffer.from(manifest ?? []).toString())
    const layer = saved.find(entry => entry.header.name === layers[0])?.data
    const files = await unpackTar(layer ?? Buffer.alloc(0))
    expect(files.length).toBeGreaterThan(100)
    return files.reduce((sum, file) => sum + (file.data?.length ?? 0), 0)
  }

  test('files that are written again and again', async () => {
    for (const [name, size] of Object.entries({ one: 1000, two: 300, other: 500 }))
      shop.write(name, 'x'.repeat(size))
    const { id } = await shop.make({
      build: {
        dockerfile_inline: [
          'FROM scratch',
          'COPY one /a',
          'COPY other /b',
          'COPY two /a',
          'COPY one /a',
          'CMD ["/a"]',
          '',
        ].join('\n'),
      },
    })
    const image = await inspect(id)
    // Paths     copies                  smallest   all
    // /a        1000, 300, 1000             300   2300
    // /b        500                         500    500
    //                                       800   2800
    expect(image).toMatchObject({
      efficiency: 800 / 2800,
      // All copies of /a; above the base layer stand 500 + 300 + 1000.
      wastedBytes: 2300,
      userWastedRatio: 2300 / 1800,
      size: 2800,
      wasteful: [{ path: '/a', bytes: 2300, copies: 3, layers: [1, 3, 4] }],
    })
    expect(told(image)).toEqual([['A /a 1000'], ['A /b 500'], ['C /a 300'], ['C /a 1000']])
    const steps = image.history.map(({ layer, command }) => [layer, command.replace(/ .*/, '')])
    expect(steps.slice(0, 5)).toEqual([
      [1, 'COPY'],
      [2, 'COPY'],
      [3, 'COPY'],
      [4, 'COPY'],
      [undefined, 'CMD'],
    ])
    // What the builder labels the image with makes no layer either.
    expect(image.history.slice(5).every(step => step.layer === undefined)).toBe(true)
    expect(image.layers.map(layer => layer.digest)).toEqual((await engine.images.inspect(id)).RootFS?.Layers)
  })

  test('what one step leaves and a later one takes away', async () => {
    const { id, image: made } = await shop.make({
      dockerfile: [
        'RUN mkdir /cache && head -c 200000 /dev/zero >/cache/a && head -c 100000 /dev/zero >/cache/b',
        'RUN head -c 4000 /dev/zero >/kept && head -c 7000 /dev/zero >/gone',
        'RUN rm -r /cache /gone',
      ].join('\n'),
    })
    const image = await inspect(id)
    const base = await baseSize()
    // Paths         copies        smallest   all
    // of the base   one each          base   base
    // /cache/a      200000, gone         0   200000
    // /cache/b      100000, gone         0   100000
    // /kept         4000              4000     4000
    // /gone         7000, gone           0     7000
    expect(image).toMatchObject({
      efficiency: (base + 4000) / (base + 311_000),
      wastedBytes: 307_000,
      userWastedRatio: 307_000 / 311_000,
      size: base + 311_000,
    })
    expect(image.size - base).toBe((made.Size ?? 0) - ((await engine.images.inspect(tiny)).Size ?? 0))
    expect(told(image).slice(1)).toEqual([
      ['A /cache 0', 'A /cache/a 200000', 'A /cache/b 100000'],
      ['A /gone 7000', 'A /kept 4000'],
      ['R /cache 300000', 'R /gone 7000'],
    ])
    expect(image.layers.at(-1)?.command).toBe('RUN rm -r /cache /gone')
  })

  test('a folder that is emptied and filled anew, a changed mode, a hard link', async () => {
    const { id, image: made } = await shop.make({
      dockerfile: [
        'RUN mkdir /d && head -c 80000 /dev/zero >/d/a && head -c 20000 /dev/zero >/d/b && head -c 6000 /dev/zero >/m',
        'RUN rm -r /d && mkdir /d && head -c 30000 /dev/zero >/d/a && ln /d/a /d/c',
        'RUN chmod 600 /m',
      ].join('\n'),
    })
    const image = await inspect(id)
    const base = await baseSize()
    // Paths         copies          smallest   all
    // of the base   one each            base   base
    // /d/a          80000, 30000       30000   110000
    // /d/b          20000, gone            0    20000
    // /d/c          0 (a link)             0        0
    // /m            6000, 6000          6000    12000
    expect(image).toMatchObject({
      efficiency: (base + 36_000) / (base + 142_000),
      wastedBytes: 142_000,
      userWastedRatio: 1,
    })
    expect(image.size - base).toBe((made.Size ?? 0) - ((await engine.images.inspect(tiny)).Size ?? 0))
    expect(told(image).slice(2)).toEqual([['C /d/a 30000', 'R /d/b 20000', 'A /d/c 0'], ['C /m 6000']])
  })
})

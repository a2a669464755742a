// Saved images of every form: the same figures, the image that is meant, and what is refused.
import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { inspectLayers } from '../../../../src/image/layers/inspect-layers.ts'
import { digestOf, packEntries, pieces, type SavedImage, saveOci, saveOld, tarOf } from './archives.ts'

const inspect = (bytes: Uint8Array, image?: string) =>
  inspectLayers({ source: pieces(bytes, 4000), from: 'web.tar', ...(image !== undefined && { image }) })

const web: SavedImage = {
  name: 'web:latest',
  layers: [await tarOf({ 'etc/a': 100 }), await tarOf({ 'etc/a': 50, 'b/': '' })],
  history: [
    { created_by: '/bin/sh -c #(nop) ADD file:1 in / ' },
    { created_by: '/bin/sh -c #(nop)  ENV A=b', empty_layer: true },
    { created_by: 'RUN /bin/sh -c make\n  all # buildkit', comment: 'buildkit.dockerfile.v0' },
  ],
}

describe('a saved image', () => {
  test('as docker 20.10 writes it: layers with their commands', async () => {
    const image = await inspect(await saveOld(web))
    expect(image).toMatchObject({
      names: ['web:latest'],
      platform: 'linux/arm64/v8',
      size: 150,
      // etc/a: 50 of 150.
      efficiency: 50 / 150,
      wastedBytes: 150,
      layers: [
        {
          number: 1,
          size: 100,
          command: 'ADD file:1 in /',
          digest: `sha256:${digestOf(web.layers[0] as Buffer)}`,
        },
        { number: 2, size: 50, command: 'RUN make all' },
      ],
      history: [{ layer: 1 }, { command: 'ENV A=b' }, { layer: 2 }],
    })
    expect(image.history[1]).not.toHaveProperty('layer')
    expect(image.id).toMatch(/^sha256:[0-9a-f]{64}$/)
  })

  test('the same from an OCI layout with packed layers, and from an archive that is packed itself', async () => {
    const plain = await inspect(await saveOld(web))
    const oci = await inspect(await saveOci(web, layer => gzipSync(layer)))
    expect(oci).toEqual({ ...plain, names: ['docker.io/library/web:latest'] })
    expect(await inspect(await saveOci(web, layer => layer))).toEqual(oci)
    expect(await inspect(gzipSync(await saveOld(web)))).toEqual(plain)
  })

  test('one of several, by its name or the beginning of its id', async () => {
    const db: SavedImage = { name: 'db:1', layers: [await tarOf({ x: 7 })] }
    const both = await saveOld(web, db)
    expect((await inspect(both, 'db:1')).size).toBe(7)
    const found = await inspect(both, 'web')
    expect(found.size).toBe(150)
    expect((await inspect(both, found.id.slice(7, 19))).names).toEqual(['web:latest'])
    await expect(inspect(both)).rejects.toThrow('it has several images: name one of web:latest, db:1')
    await expect(inspect(both, 'cache')).rejects.toThrow('it has no cache, but web:latest, db:1')
  })

  test('a layer that another image of the archive has is a link to it', async () => {
    const layer = await tarOf({ a: 3 })
    const inner = {
      'c.json': '{"os":"linux"}',
      'manifest.json': '[{"Config":"c.json","Layers":["b/layer.tar"]}]',
    }
    const tar = Buffer.concat([
      (await packEntries({ 'a/layer.tar': layer })).subarray(0, -1024),
      (await tarOf({ 'b/layer.tar': '-> ../a/layer.tar' })).subarray(0, -1024),
      await packEntries(inner),
    ])
    expect(await inspect(tar)).toMatchObject({ size: 3, names: [] })
  })

  test('an empty layer, and a base that the history does not tell of', async () => {
    const layers = [await tarOf({ a: 1 }), Buffer.alloc(1024)]
    const image = await inspect(await saveOld({ name: 'x:1', layers, history: [{ created_by: 'COPY a b' }] }))
    expect(image.layers).toMatchObject([
      { size: 1, command: '' },
      { size: 0, command: 'COPY a b', changes: [] },
    ])
  })
})

describe('what is refused', () => {
  const refused = async (bytes: Uint8Array) =>
    await inspect(bytes).then(
      () => undefined,
      error => error.message,
    )

  test('no tar, nothing, no image, one that is cut off or lacks a layer', async () => {
    const good = await saveOld(web)
    expect(await refused(Buffer.from('hello'))).toBe(
      'web.tar cannot be read as an image: it is not a tar, or it is damaged',
    )
    expect(await refused(Buffer.alloc(0))).toMatch('it is empty')
    expect(await refused(await tarOf({ a: 'b' }))).toMatch('no image is in it')
    expect(await refused(good.subarray(0, 3000))).toMatch('it ends in the middle')
    expect(await refused(gzipSync(good).subarray(0, 300))).toMatch('it is packed, and damaged')
    expect(
      await refused(await packEntries({ 'manifest.json': '[{"Config":"c.json","Layers":[]}]' })),
    ).toMatch('it lacks c.json')
    const lacking = { 'c.json': '{}', 'manifest.json': '[{"Config":"c.json","Layers":["l.tar"]}]' }
    expect(await refused(await packEntries(lacking))).toMatch('it lacks the layer l.tar')
  })

  test("the source's own failure passes as it is", async () => {
    const lost = new Error('the engine is gone')
    async function* broken() {
      yield (await saveOld(web)).subarray(0, 2000)
      throw lost
    }
    await expect(inspectLayers({ source: broken(), from: 'x' })).rejects.toBe(lost)
    async function* brokenPacked() {
      yield gzipSync(await saveOld(web)).subarray(0, 100)
      throw lost
    }
    await expect(inspectLayers({ source: brokenPacked(), from: 'x' })).rejects.toBe(lost)
  })
})

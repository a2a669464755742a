// Layers on each other: what each changes, and the score of the whole, both worked out by hand.
import { describe, expect, test } from 'vitest'
import { rateEfficiency } from '../../../../src/image/layers/efficiency.ts'
import { readLayer } from '../../../../src/image/layers/read-layer.ts'
import { stackLayers } from '../../../../src/image/layers/stack-layers.ts'
import { type Files, pieces, tarOf } from './archives.ts'

async function stack(...layers: readonly Files[]) {
  const listings = []
  for (const files of layers) listings.push(await readLayer(pieces(await tarOf(files))))
  const stacked = stackLayers(listings)
  return {
    sizes: stacked.layers.map(layer => layer.size),
    /** `A /a 100`, a layer a list. */
    changes: stacked.layers.map(layer =>
      layer.changes.map(
        one => `${{ added: 'A', changed: 'M', removed: 'D' }[one.change]} ${one.path} ${one.size}`,
      ),
    ),
    score: rateEfficiency(
      stacked.copies,
      stacked.layers.map(layer => layer.size),
    ),
  }
}

describe('what a layer does', () => {
  test('adds, changes and removes files', async () => {
    const { changes, sizes } = await stack(
      { 'etc/': '', 'etc/a': 100, 'etc/b': 50 },
      { 'etc/': '', 'etc/a': 120, 'etc/.wh.b': '', 'etc/c': 1 },
    )
    expect(changes).toEqual([
      ['A /etc 0', 'A /etc/a 100', 'A /etc/b 50'],
      // The folder stands in the tar for what is in it: nothing of it has changed.
      ['M /etc/a 120', 'D /etc/b 50', 'A /etc/c 1'],
    ])
    expect(sizes).toEqual([150, 121])
  })

  test('takes a folder away as one removal, with all that was in it', async () => {
    const { changes } = await stack({ 'd/x/a': 10, 'd/x/b': 20, 'd/c': 5 }, { 'd/.wh.x': '' }, { 'd/x/a': 7 })
    expect(changes.slice(1)).toEqual([['D /d/x 30'], ['A /d/x/a 7']])
  })

  test('empties a folder, wherever in the tar the mark stands, and puts new files there', async () => {
    const { changes } = await stack(
      { 'd/': '', 'd/a': 10, 'd/b': 20 },
      { 'd/': '', 'd/b': 25, 'd/c': 1, 'd/.wh..wh..opq': '' },
    )
    expect(changes[1]).toEqual(['D /d/a 10', 'M /d/b 25', 'A /d/c 1'])
  })

  test('replaces a folder by a file, and a file by a folder', async () => {
    const { changes } = await stack({ 'd/a': 10, f: 5 }, { d: 3, 'f/g': 4 })
    expect(changes[1]).toEqual(['M /d 3', 'D /d/a 10', 'A /f/g 4'])
  })

  test('counts the last of two entries for one path, and passes over marks of old drivers', async () => {
    const listing = await readLayer(
      pieces(
        Buffer.concat([
          (await tarOf({ a: 10 })).subarray(0, 1024),
          await tarOf({ './a': 4, '.wh..wh.plnk': '' }),
        ]),
      ),
    )
    const { layers, copies } = stackLayers([listing])
    expect(layers[0]).toEqual({ size: 4, changes: [{ path: '/a', change: 'added', kind: 'file', size: 4 }] })
    expect(copies).toEqual([{ path: '/a', layers: [1], bytes: 4, smallest: 4 }])
  })

  test('tells a folder whose owner or mode changed', async () => {
    const of = (mode: number) => ({
      files: [{ path: '/d', kind: 'folder' as const, size: 0, mode, uid: 0, gid: 0 }],
      removed: [],
      emptied: [],
    })
    const { layers } = stackLayers([of(0o755), of(0o755), of(0o700)])
    expect(layers.map(layer => layer.changes.map(one => one.change))).toEqual([['added'], [], ['changed']])
  })

  test('removes what is not there without a word', async () => {
    const { changes } = await stack({ a: 1 }, { '.wh.b': '', 'no/.wh.c': '' })
    expect(changes[1]).toEqual([])
  })
})

describe('the score', () => {
  test('an image without files, without bytes or of one layer wastes nothing', async () => {
    const nothing = { efficiency: 1, wastedBytes: 0, userWastedRatio: 0, wasteful: [] }
    expect((await stack()).score).toEqual(nothing)
    expect((await stack({ 'd/': '', a: '' }, { a: '' })).score).toEqual(nothing)
    expect((await stack({ a: 100, b: 5 })).score).toEqual(nothing)
  })

  test('a file that is written again: smallest ÷ all copies', async () => {
    // a: 100 and 120, b: 80. Smallest 100 + 80 = 180; all 100 + 120 + 80 = 300.
    const { score } = await stack({ a: 100, b: 80 }, { a: 120 })
    expect(score).toEqual({
      efficiency: 180 / 300,
      wastedBytes: 220,
      userWastedRatio: 220 / 120,
      wasteful: [{ path: '/a', bytes: 220, copies: 2, layers: [1, 2] }],
    })
  })

  test('a file that is removed: its removal is a copy of 0 bytes', async () => {
    // a: 100 and 0, b: 60. Smallest 0 + 60; all 100 + 60.
    const { score } = await stack({ b: 60 }, { a: 100 }, { '.wh.a': '' })
    expect(score).toMatchObject({ efficiency: 60 / 160, wastedBytes: 100, userWastedRatio: 1 })
  })

  test('a folder that is removed or emptied counts as its files do', async () => {
    const one = await stack({ k: 40 }, { 'd/a': 10, 'd/b': 20 }, { '.wh.d': '' })
    const two = await stack({ k: 40 }, { 'd/a': 10, 'd/b': 20 }, { 'd/.wh..wh..opq': '' })
    const three = await stack({ k: 40 }, { 'd/a': 10, 'd/b': 20 }, { 'd/.wh.a': '', 'd/.wh.b': '' })
    expect(one.score).toEqual(three.score)
    expect(two.score).toEqual(three.score)
    // Smallest 40 + 0 + 0; all 40 + 10 + 20.
    expect(one.score).toMatchObject({ efficiency: 40 / 70, wastedBytes: 30 })
  })

  test('emptied and filled again in one layer is one copy more, not two', async () => {
    // d/a: 10 and 30. Smallest 10, all 40.
    const { score } = await stack({ 'd/a': 10 }, { 'd/.wh..wh..opq': '', 'd/a': 30 })
    expect(score).toMatchObject({ efficiency: 10 / 40, wastedBytes: 40 })
  })

  test('a hard link has no bytes; a copy that takes its place does', async () => {
    // a: 100, b: 0 (a link), then 100 of its own. Smallest 100 + 0; all 100 + 100.
    const { score } = await stack({ a: 100, b: '=> a' }, { b: 100 })
    expect(score).toMatchObject({ efficiency: 0.5, wastedBytes: 100 })
  })

  test('the most wasteful path comes first', async () => {
    const { score } = await stack({ a: 1, b: 9, c: 9 }, { a: 1, b: 9, c: 9 })
    expect(score.wasteful.map(one => one.path)).toEqual(['/b', '/c', '/a'])
  })
})

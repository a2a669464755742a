// Reading tars: names, links, numbers and bodies in the formats that images are saved in, and what is no tar.
import { describe, expect, test } from 'vitest'
import { readTar, type TarEntry } from '../../../../src/image/layers/read-tar.ts'
import { packEntries, pieces, tarOf } from './archives.ts'

type Seen = Pick<TarEntry, 'name' | 'kind' | 'size' | 'linkName'> & { text: string }

async function list(bytes: Uint8Array, size?: number): Promise<readonly Seen[]> {
  const seen: Seen[] = []
  for await (const { name, kind, size: length, linkName, body } of readTar(pieces(bytes, size))) {
    const parts: Uint8Array[] = []
    for await (const part of body) parts.push(part)
    seen.push({ name, kind, size: length, linkName, text: Buffer.concat(parts).toString() })
  }
  return seen
}

/** A header block by hand, for what the packer does not write. */
function header(
  name: string,
  type: string,
  size: number,
  change: (block: Buffer) => void = () => {},
): Buffer {
  const block = Buffer.alloc(512)
  block.write(name, 0)
  block.write('0000644\0', 100)
  block.write('0001750\0', 108)
  block.write('0001751\0', 116)
  block.write(`${size.toString(8).padStart(11, '0')}\0`, 124)
  block.write('00000000000\0', 136)
  block.write(type, 156)
  block.write('ustar  \0', 257)
  change(block)
  block.write(' '.repeat(8), 148)
  const sum = block.reduce((total, byte) => total + byte, 0)
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148)
  return block
}

const filled = (text: string): Buffer => Buffer.concat([Buffer.from(text), Buffer.alloc(512 - text.length)])
const end = Buffer.alloc(1024)

describe('what is in a tar', () => {
  test('files, folders and links, wherever the pieces of the stream end', async () => {
    const tar = await tarOf({ 'etc/': '', 'etc/a': 'one', 'etc/b': '-> a', 'etc/c': '=> etc/a', empty: '' })
    for (const size of [1, 511, 512, 513, 100_000]) {
      expect(await list(tar, size)).toEqual([
        { name: 'etc/', kind: 'folder', size: 0, linkName: '', text: '' },
        { name: 'etc/a', kind: 'file', size: 3, linkName: '', text: 'one' },
        { name: 'etc/b', kind: 'symlink', size: 0, linkName: 'a', text: '' },
        { name: 'etc/c', kind: 'hardlink', size: 0, linkName: 'etc/a', text: '' },
        { name: 'empty', kind: 'file', size: 0, linkName: '', text: '' },
      ])
    }
  })

  test('a body that is left or read in part is passed over', async () => {
    const names: string[] = []
    for await (const { name, body } of readTar(pieces(await tarOf({ a: 5000, b: 5000, c: 1 })))) {
      names.push(name)
      if (name === 'b') for await (const _ of body) break
    }
    expect(names).toEqual(['a', 'b', 'c'])
  })

  test('long names in both formats, and names that are not ASCII', async () => {
    const long = `${'folder/'.repeat(40)}größe`
    const posix = await packEntries({ [long]: 'x', ä: 'y' })
    expect((await list(posix)).map(one => one.name)).toEqual([long, 'ä'])
    const gnu = Buffer.concat([
      header('././@LongLink', 'L', 290),
      filled(`${'n'.repeat(289)}\0`),
      header('././@LongLink', 'K', 150),
      filled(`${'t'.repeat(149)}\0`),
      header('n'.repeat(99), '2', 0),
      header('next', '0', 1),
      filled('x'),
      end,
    ])
    expect(await list(gnu)).toMatchObject([
      { name: 'n'.repeat(289), kind: 'symlink', linkName: 't'.repeat(149) },
      { name: 'next', linkName: '', text: 'x' },
    ])
  })

  test('sizes as binary numbers, sparse files, devices and old folders', async () => {
    const tar = Buffer.concat([
      header('binary', '0', 0, block => {
        block.fill(0, 124, 136)
        block[124] = 0x80
        block[135] = 3
      }),
      filled('abc'),
      header('sparse', 'S', 4, block => {
        block[482] = 1
        block.write('00000100000\0', 483)
      }),
      // One more map, with none behind it.
      Buffer.alloc(512),
      filled('data'),
      header('tty', '3', 0),
      header('old/', '0', 0),
      end,
    ])
    expect(await list(tar)).toMatchObject([
      { name: 'binary', size: 3, text: 'abc' },
      { name: 'sparse', kind: 'file', size: 0o100000, text: 'data' },
      { name: 'tty', kind: 'other', size: 0 },
      { name: 'old/', kind: 'folder' },
    ])
  })

  test('a tar without its last blocks, and one filled up with many', async () => {
    const tar = await tarOf({ a: 'x' })
    expect(await list(tar.subarray(0, 1024))).toHaveLength(1)
    expect(await list(Buffer.concat([tar, Buffer.alloc(10_240)]))).toHaveLength(1)
    expect(await list(end)).toEqual([])
  })
})

describe('what is none', () => {
  test('other files', async () => {
    await expect(list(Buffer.from('{"a":1}'))).rejects.toThrow('it is not a tar, or it is damaged')
    await expect(list(Buffer.alloc(2000, 'x'))).rejects.toThrow('it is not a tar, or it is damaged')
  })

  test('a tar that was cut off, in a header, a body or its padding', async () => {
    const tar = await tarOf({ a: 2000 })
    for (const length of [300, 700, 512 + 2010]) {
      await expect(list(tar.subarray(0, length)), String(length)).rejects.toThrow(
        /it ends in the middle|not a tar/,
      )
    }
  })
})

// A tar as it streams by: one entry after the other, a body read or passed over. Written here because an image is tars in a tar:
// readers that give every entry a stream of its own are slow on a layer's thousands of files.
// Formats: POSIX ustar and pax, and GNU's long names, large numbers and sparse files.
import { type ByteReader, createByteReader } from './byte-reader.ts'
import { readPax } from './pax.ts'

/** What is not a tar, or ends in the middle. */
export class ArchiveFault extends Error {
  override readonly name = 'ArchiveFault'
}

export interface TarEntry {
  /** As written: it may begin with `./` or `/`, and end with `/`. */
  readonly name: string
  readonly kind: 'file' | 'hardlink' | 'symlink' | 'folder' | 'other'
  /** Bytes of content; 0 for all but files. */
  readonly size: number
  readonly mode: number
  readonly uid: number
  readonly gid: number
  readonly linkName: string
  /** The content. What is not read of it is passed over when the next entry is asked for. */
  readonly body: AsyncIterable<Uint8Array>
}

const block = 512
const longestNote = 16 * 1024 * 1024

/** @throws ArchiveFault */
export async function* readTar(source: AsyncIterable<Uint8Array>): AsyncGenerator<TarEntry, void, undefined> {
  const reader = createByteReader(source)
  try {
    let notes: Notes = {}
    for (;;) {
      const header = await reader.read(block)
      // Two empty blocks end a tar; some writers leave them out, and some fill up with more.
      if (header.length === 0 || header.every(byte => byte === 0)) break
      if (!isTarHeader(header)) throw new ArchiveFault('it is not a tar, or it is damaged')
      const type = String.fromCharCode(header[156] ?? 0)
      const stored = number(header, 124, 12)
      if (isNote(type)) {
        notes = { ...notes, ...(await readNotes(reader, type, stored)) }
        continue
      }
      const entry = describe(header, type, notes, stored)
      if (type === 'S') await passSparseMaps(reader, header)
      const size = takesRoom(type) ? (notes.size ?? stored) : 0
      notes = {}
      let left = size
      async function* body() {
        for await (const piece of reader.pass(left)) {
          left -= piece.length
          yield piece
        }
        if (left > 0) throw endsEarly()
      }
      yield { ...entry, body: body() }
      if (!(await reader.skip(left + padding(size)))) throw endsEarly()
    }
    // To the end: what feeds a pipe wants to be read.
    while (await reader.skip(2 ** 40));
  } finally {
    await reader.close()
  }
}

/** Whether a tar begins so: the sum of the header's bytes stands in it. */
export function isTarHeader(header: Uint8Array): boolean {
  if (header.length < block) return false
  let sum = 0
  for (let at = 0; at < block; at++) sum += at >= 148 && at < 156 ? 32 : (header[at] ?? 0)
  return sum === number(header, 148, 8)
}

/** Said of the next entry by the ones before it. */
interface Notes {
  readonly name?: string
  readonly linkName?: string
  readonly size?: number
}

const isNote = (type: string): boolean => ['x', 'g', 'L', 'K'].includes(type)

async function readNotes(reader: ByteReader, type: string, size: number): Promise<Notes> {
  if (size > longestNote) throw new ArchiveFault('it is damaged: a name takes more than 16 MiB')
  const bytes = await reader.read(size)
  if (bytes.length < size || !(await reader.skip(padding(size)))) throw endsEarly()
  if (type === 'L') return { name: text(bytes, 0, size) }
  if (type === 'K') return { linkName: text(bytes, 0, size) }
  // Global notes name no entry.
  if (type === 'g') return {}
  const pax = readPax(bytes)
  const length = Number(pax.get('size'))
  return {
    ...(pax.has('path') && { name: pax.get('path') }),
    ...(pax.has('linkpath') && { linkName: pax.get('linkpath') }),
    ...(pax.has('size') && Number.isSafeInteger(length) && { size: length }),
  }
}

function describe(header: Buffer, type: string, notes: Notes, stored: number): Omit<TarEntry, 'body'> {
  // Only POSIX has a prefix there; GNU's mark ends with blanks.
  const prefix = header.toString('latin1', 257, 263) === 'ustar\0' ? text(header, 345, 155) : ''
  const short = text(header, 0, 100)
  const name = notes.name ?? (prefix === '' ? short : `${prefix}/${short}`)
  const kind = kindOf(type, name)
  return {
    name,
    kind,
    size: kind === 'file' ? (type === 'S' ? number(header, 483, 12) : (notes.size ?? stored)) : 0,
    mode: number(header, 100, 8) & 0o7777,
    uid: number(header, 108, 8),
    gid: number(header, 116, 8),
    linkName: notes.linkName ?? text(header, 157, 100),
  }
}

function kindOf(type: string, name: string): TarEntry['kind'] {
  if (type === '1') return 'hardlink'
  if (type === '2') return 'symlink'
  // Old tars mark folders by their name alone.
  if (type === '5' || ((type === '0' || type === '\0') && name.endsWith('/'))) return 'folder'
  if (['3', '4', '6'].includes(type)) return 'other'
  return 'file'
}

/** Links, folders and devices have no content, whatever size some writers give them. */
const takesRoom = (type: string): boolean => !['1', '2', '3', '4', '5', '6'].includes(type)

/** GNU's sparse files: blocks that map the holes stand between header and content. */
async function passSparseMaps(reader: ByteReader, header: Buffer): Promise<void> {
  let more = header[482] !== 0
  while (more) {
    const map = await reader.read(block)
    if (map.length < block) throw endsEarly()
    more = map[504] !== 0
  }
}

const padding = (size: number): number => (block - (size % block)) % block

const endsEarly = () => new ArchiveFault('it ends in the middle')

function text(bytes: Buffer, from: number, length: number): string {
  const end = bytes.indexOf(0, from)
  return bytes.toString('utf8', from, end < 0 || end > from + length ? from + length : end)
}

/** Octal text; or, where the first bit is set, a binary number. */
function number(bytes: Uint8Array, from: number, length: number): number {
  let value = 0
  const first = bytes[from] ?? 0
  if ((first & 0x80) !== 0) {
    value = first & 0x7f
    for (let at = from + 1; at < from + length; at++) value = value * 256 + (bytes[at] ?? 0)
    return value
  }
  for (let at = from; at < from + length; at++) {
    const digit = (bytes[at] ?? 0) - 48
    if (digit >= 0 && digit < 8) value = value * 8 + digit
    else if (value > 0) break
  }
  return value
}

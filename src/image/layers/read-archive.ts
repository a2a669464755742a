// A saved image as it streams by: `docker save` in its old form (a folder a layer) and its new one, which is an OCI layout.
// What says which tar is whose layer may come last, so every tar is listed by its name and every JSON kept; both are small.
import { openStream } from './decompress.ts'
import { readLayer } from './read-layer.ts'
import { ArchiveFault, isTarHeader, readTar, type TarEntry } from './read-tar.ts'
import type { LayerListing } from './types.ts'

export interface Archive {
  /** JSON files by name, parsed. */
  readonly documents: ReadonlyMap<string, unknown>
  readonly listings: ReadonlyMap<string, LayerListing>
}

/** Manifests and configurations are kilobytes. */
const longestDocument = 8 * 1024 * 1024

/** Plain or packed. Memory grows with the number of files, never with their size. @throws ArchiveFault */
export async function readArchive(source: AsyncIterable<Uint8Array>): Promise<Archive> {
  const documents = new Map<string, unknown>()
  const listings = new Map<string, LayerListing>()
  const links = new Map<string, string>()
  const { head, bytes } = await openStream(source)
  if (head.length === 0) throw new ArchiveFault('it is empty')
  for await (const entry of readTar(bytes)) {
    const name = clean(entry.name)
    if (entry.kind === 'file') await readEntry(name, entry, documents, listings)
    // A layer that stands in several images of one archive is a link to the first.
    else if (entry.kind === 'symlink') links.set(name, resolve(name, entry.linkName))
    else if (entry.kind === 'hardlink') links.set(name, clean(entry.linkName))
  }
  for (const [name, target] of links) {
    const listing = listings.get(target)
    if (listing !== undefined) listings.set(name, listing)
    else if (documents.has(target)) documents.set(name, documents.get(target))
  }
  return { documents, listings }
}

async function readEntry(
  name: string,
  entry: TarEntry,
  documents: Map<string, unknown>,
  listings: Map<string, LayerListing>,
): Promise<void> {
  const { head, bytes } = await openStream(entry.body)
  if (isTarHeader(head) || (head.length === 512 && head.every(byte => byte === 0))) {
    listings.set(name, await readLayer(bytes))
  } else if (/^\s*[[{]/.test(head.toString('latin1')) && entry.size <= longestDocument) {
    const parts: Uint8Array[] = []
    for await (const part of bytes) parts.push(part)
    const document = parseJson(Buffer.concat(parts).toString())
    if (document !== undefined) documents.set(name, document)
  } else {
    for await (const _ of bytes);
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const clean = (name: string): string => name.replace(/^(\.?\/)+/, '').replace(/\/+$/, '')

/** `../b/layer.tar`, as it stands in `a/layer.tar`, is `b/layer.tar`. */
function resolve(name: string, target: string): string {
  const parts = target.startsWith('/') ? [] : name.split('/').slice(0, -1)
  for (const part of target.split('/')) {
    if (part === '..') parts.pop()
    else if (part !== '' && part !== '.') parts.push(part)
  }
  return parts.join('/')
}

// Tars and saved images as tests write them: by another program's code than the one that reads them.
import { createHash } from 'node:crypto'
import { packTar, type TarEntry } from 'modern-tar'

/** `{ 'etc/passwd': 'text' | bytes }`; a name that ends with a slash is a folder; `-> target` a link. */
export type Files = Readonly<Record<string, string | number>>

/** A number is so many bytes of content. */
export async function tarOf(files: Files): Promise<Buffer> {
  const entries: TarEntry[] = Object.entries(files).map(([name, content]) => {
    if (name.endsWith('/')) return { header: { name, type: 'directory', size: 0 } }
    const link = typeof content === 'string' ? /^(->|=>) (.*)$/.exec(content) : null
    if (link) {
      const type = link[1] === '->' ? ('symlink' as const) : ('link' as const)
      return { header: { name, type, size: 0, linkname: link[2] ?? '' } }
    }
    const body = Buffer.from(typeof content === 'number' ? 'x'.repeat(content) : content)
    return { header: { name, type: 'file', size: body.length, mode: 0o644 }, body }
  })
  return Buffer.from(await packTar(entries))
}

export const digestOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

/** In pieces that end anywhere, as a socket gives them. */
export async function* pieces(bytes: Uint8Array, size = 700): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

export async function packEntries(entries: Readonly<Record<string, Uint8Array | string>>): Promise<Buffer> {
  return Buffer.from(
    await packTar(
      Object.entries(entries).map(([name, content]) => {
        const body = Buffer.from(content)
        return { header: { name, type: 'file' as const, size: body.length }, body }
      }),
    ),
  )
}

export interface SavedImage {
  readonly name: string
  readonly layers: readonly Uint8Array[]
  readonly history?: readonly object[]
}

/** As docker 20.10 saves: a folder a layer, the list of images at the end. */
export async function saveOld(...images: readonly SavedImage[]): Promise<Buffer> {
  const entries: Record<string, Uint8Array | string> = {}
  const manifest: object[] = []
  for (const image of images) {
    const config = configOf(image)
    const Layers = image.layers.map(layer => {
      const id = digestOf(layer)
      entries[`${id}/VERSION`] = '1.0'
      entries[`${id}/json`] = '{}'
      entries[`${id}/layer.tar`] = layer
      return `${id}/layer.tar`
    })
    const Config = `${digestOf(Buffer.from(config))}.json`
    entries[Config] = config
    manifest.push({ Config, RepoTags: [image.name], Layers })
  }
  entries['manifest.json'] = JSON.stringify(manifest)
  return packEntries(entries)
}

/** An OCI layout without docker's own list, the layers packed as `pack` says. */
export async function saveOci(image: SavedImage, pack: (layer: Uint8Array) => Uint8Array): Promise<Buffer> {
  const entries: Record<string, Uint8Array | string> = { 'oci-layout': '{"imageLayoutVersion":"1.0.0"}' }
  const blob = (content: Uint8Array | string) => {
    const digest = digestOf(Buffer.from(content))
    entries[`blobs/sha256/${digest}`] = content
    return { digest: `sha256:${digest}`, size: content.length }
  }
  const layers = image.layers.map(layer => blob(pack(layer)))
  const manifest = blob(JSON.stringify({ schemaVersion: 2, config: blob(configOf(image)), layers }))
  const index = blob(JSON.stringify({ manifests: [manifest] }))
  const annotations = { 'io.containerd.image.name': `docker.io/library/${image.name}` }
  const attestation = {
    ...blob('{"config":{"digest":"sha256:00"}}'),
    annotations: { 'vnd.docker.reference.type': 'attestation-manifest' },
  }
  entries['index.json'] = JSON.stringify({ manifests: [{ ...index, annotations }, attestation] })
  return packEntries(entries)
}

function configOf({ layers, history }: SavedImage): string {
  return JSON.stringify({
    os: 'linux',
    architecture: 'arm64',
    variant: 'v8',
    created: '2026-01-01T00:00:00Z',
    rootfs: { type: 'layers', diff_ids: layers.map(layer => `sha256:${digestOf(layer)}`) },
    ...(history && { history }),
  })
}

// The image that is meant among those of an archive: by the list that docker writes (`manifest.json`), else by the OCI index.
import { formatCanonicalReference, parseImageReference, withDefaultTag } from '../../support/index.ts'
import type { RawHistory } from './history.ts'
import type { Archive } from './read-archive.ts'
import { ArchiveFault } from './read-tar.ts'
import type { LayerListing } from './types.ts'

export interface ArchivedImage {
  readonly names: readonly string[]
  readonly id: string
  readonly config: ImageConfig
  /** From the base up. */
  readonly layers: readonly LayerListing[]
}

/** What is read of an image's configuration. */
export interface ImageConfig {
  readonly os?: string
  readonly architecture?: string
  readonly variant?: string
  readonly created?: string
  readonly rootfs?: { readonly diff_ids?: readonly string[] }
  readonly history?: readonly RawHistory[]
}

interface Candidate {
  readonly names: readonly string[]
  readonly config: string
  readonly layers: readonly string[]
}

interface Descriptor {
  readonly digest: string
  readonly annotations?: Readonly<Record<string, string>>
}

/** `wanted`: a name or the beginning of an id; may be left out where the archive has one image. @throws ArchiveFault */
export function findImage(archive: Archive, wanted?: string): ArchivedImage {
  const candidates = listCandidates(archive)
  if (candidates.length === 0) throw new ArchiveFault('no image is in it')
  const fitting = wanted === undefined ? candidates : candidates.filter(one => isMeant(one, wanted))
  const [found] = fitting
  if (found === undefined || fitting.length > 1) {
    const all = candidates.map(one => one.names[0] ?? idOf(one.config)).join(', ')
    throw new ArchiveFault(
      found === undefined ? `it has no ${wanted}, but ${all}` : `it has several images: name one of ${all}`,
    )
  }
  const config = archive.documents.get(found.config)
  if (config === undefined) throw new ArchiveFault(`it lacks ${found.config}`)
  const layers = found.layers.map(name => {
    const listing = archive.listings.get(name)
    if (listing === undefined) throw new ArchiveFault(`it lacks the layer ${name}`)
    return listing
  })
  return { names: found.names, id: idOf(found.config), config: config as ImageConfig, layers }
}

function listCandidates({ documents }: Archive): readonly Candidate[] {
  const manifest = documents.get('manifest.json') as
    | readonly { Config: string; RepoTags?: readonly string[] | null; Layers?: readonly string[] | null }[]
    | undefined
  if (Array.isArray(manifest)) {
    return manifest.map(({ Config, RepoTags, Layers }) => ({
      names: RepoTags ?? [],
      config: Config,
      layers: Layers ?? [],
    }))
  }
  return imagesOfIndex(documents, documents.get('index.json'), [])
}

const nameNotes = ['io.containerd.image.name', 'org.opencontainers.image.ref.name']

/** An index may point to others; platforms whose files the archive lacks, and notes on how images were built, are no images here. */
function imagesOfIndex(
  documents: Archive['documents'],
  index: unknown,
  names: readonly string[],
): Candidate[] {
  const { manifests = [] } = (index ?? {}) as { manifests?: readonly Descriptor[] }
  return manifests.flatMap(({ digest, annotations = {} }) => {
    if (annotations['vnd.docker.reference.type'] !== undefined) return []
    const document = documents.get(blobPath(digest)) as
      | { manifests?: unknown; config?: Descriptor; layers?: readonly Descriptor[] }
      | undefined
    const name = nameNotes.map(note => annotations[note]).find(found => found !== undefined)
    const own = name === undefined ? names : [name]
    if (document?.manifests !== undefined) return imagesOfIndex(documents, document, own)
    if (document?.config === undefined || !documents.has(blobPath(document.config.digest))) return []
    return [
      {
        names: own,
        config: blobPath(document.config.digest),
        layers: (document.layers ?? []).map(layer => blobPath(layer.digest)),
      },
    ]
  })
}

const blobPath = (digest: string): string => `blobs/${digest.replace(':', '/')}`

/** The configuration is named after its digest, which is the image's id: `8de1….json`, `blobs/sha256/8de1…`. */
const idOf = (config: string): string =>
  `sha256:${config
    .split('/')
    .at(-1)
    ?.replace(/\.json$/, '')}`

function isMeant({ names, config }: Candidate, wanted: string): boolean {
  if (
    /^(sha256:)?[0-9a-f]{4,64}$/.test(wanted) &&
    idOf(config)
      .slice(7)
      .startsWith(wanted.replace(/^sha256:/, ''))
  )
    return true
  return names.some(name => name === wanted || canonical(name) === canonical(wanted))
}

function canonical(text: string): string {
  const parsed = parseImageReference(text)
  return parsed.ok ? formatCanonicalReference(withDefaultTag(parsed.value)) : text
}

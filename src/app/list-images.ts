// The images that a project's containers were made from, as `images` tells them.
import { type Engine, EngineError, type LiveImage } from '../engine/index.ts'
import { composeLabel } from '../model/index.ts'
import { listOfStack } from '../observe/index.ts'

/** One object of `images --format json`. */
export interface ImageRow {
  readonly ID: string
  readonly ContainerName: string
  readonly Repository: string
  readonly Tag: string
  /** `linux/amd64`. */
  readonly Platform: string
  /** Bytes. */
  readonly Size: number
  /** RFC 3339; absent where the image is gone. */
  readonly Created?: string
  readonly LastTagTime?: string
}

/** Sorted by container. */
export async function listImages(
  engine: Engine,
  query: { readonly project: string; readonly services?: ReadonlySet<string> },
): Promise<readonly ImageRow[]> {
  const containers = (await listOfStack(engine, { project: query.project, all: true })).filter(
    one => !query.services || query.services.has(one.Labels[composeLabel.service] ?? ''),
  )
  const ids = [...new Set(containers.map(one => one.ImageID))]
  const images = new Map(
    await Promise.all(ids.map(async id => [id, await inspectImage(engine, id)] as const)),
  )
  return containers
    .map(one => row((one.Names[0] ?? '').replace(/^\//, ''), one.Image, one.ImageID, images.get(one.ImageID)))
    .sort((a, b) => (a.ContainerName < b.ContainerName ? -1 : 1))
}

/** Undefined for an image that is gone, although a container of it is there. */
async function inspectImage(engine: Engine, id: string): Promise<LiveImage | undefined> {
  try {
    return await engine.images.inspect(id)
  } catch (error) {
    if (error instanceof EngineError && error.kind === 'not-found') return undefined
    throw error
  }
}

function row(container: string, asked: string, id: string, image: LiveImage | undefined): ImageRow {
  const [Repository, Tag] = repositoryAndTag(asked, image)
  const tagged = image?.Metadata?.LastTagTime
  return {
    ID: image?.Id ?? id,
    ContainerName: container,
    Repository,
    Tag,
    Platform: image ? [image.Os, image.Architecture, image.Variant].filter(Boolean).join('/') : '',
    Size: image?.Size ?? 0,
    ...(image?.Created && { Created: image.Created }),
    ...(tagged && !tagged.startsWith('0001-') && { LastTagTime: tagged }),
  }
}

/** What the container was asked with, where the image still bears it; else the image's first tag. */
function repositoryAndTag(asked: string, image: LiveImage | undefined): readonly [string, string] {
  const tags = image?.RepoTags ?? []
  const tag = tags.find(one => one === asked || one === `${asked}:latest`) ?? tags[0]
  if (tag === undefined) {
    const digest = image?.RepoDigests?.[0]?.split('@')[0]
    return [digest ?? '<none>', '<none>']
  }
  // The engine writes the tag out, so the last colon is before it.
  const at = tag.lastIndexOf(':')
  return [tag.slice(0, at), tag.slice(at + 1)]
}

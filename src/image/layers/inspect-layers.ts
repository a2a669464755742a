// From the bytes of a saved image to what its layers are and how well it uses them.
import { errorProblem, ProblemError } from '../../problem/index.ts'
import { rateEfficiency } from './efficiency.ts'
import { type ArchivedImage, findImage } from './find-image.ts'
import { joinHistory } from './history.ts'
import { readArchive } from './read-archive.ts'
import { ArchiveFault } from './read-tar.ts'
import { stackLayers } from './stack-layers.ts'
import type { ImageLayers } from './types.ts'

interface LayersRequest {
  /** A saved image, plain or packed. Read once, to its end. */
  readonly source: AsyncIterable<Uint8Array>
  /** As the user knows it: a file's name, `standard input`. */
  readonly from: string
  /** Which image of the archive, where it may have several. */
  readonly image?: string
}

/** @throws ProblemError where it is no image; what `source` fails with, as it is. */
export async function inspectLayers({ source, from, image }: LayersRequest): Promise<ImageLayers> {
  try {
    return describeImage(findImage(await readArchive(source), image))
  } catch (error) {
    if (!(error instanceof ArchiveFault)) throw error
    throw new ProblemError(
      errorProblem('image-archive', `${from} cannot be read as an image: ${error.message}`, {
        hint: 'give what docker save or gantry save wrote: docker save IMAGE -o FILE',
      }),
    )
  }
}

function describeImage({ names, id, config, layers: listings }: ArchivedImage): ImageLayers {
  const stacked = stackLayers(listings)
  const history = joinHistory(config.history ?? [], listings.length)
  const sizes = stacked.layers.map(layer => layer.size)
  return {
    names,
    id,
    platform: [config.os, config.architecture, config.variant].filter(Boolean).join('/'),
    created: config.created ?? '',
    size: sizes.reduce((sum, size) => sum + size, 0),
    ...rateEfficiency(stacked.copies, sizes),
    layers: stacked.layers.map(({ size, changes }, at) => ({
      number: at + 1,
      digest: config.rootfs?.diff_ids?.[at] ?? '',
      size,
      command: history.find(step => step.layer === at + 1)?.command ?? '',
      changes,
    })),
    history,
  }
}

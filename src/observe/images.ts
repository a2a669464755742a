// The images of a snapshot: what the engine has under each reference, and what its containers were created from.
import type { Engine, LiveImage } from '../engine/index.ts'
import { mapBounded } from './bounded.ts'
import { orGone } from './of-stack.ts'

const inspectsAtATime = 16

/** Reference → image; null: not there. One call a distinct reference. */
export async function inspectReferences(
  engine: Engine,
  references: readonly string[],
  signal: AbortSignal | undefined,
): Promise<ReadonlyMap<string, LiveImage | null>> {
  const distinct = [...new Set(references)]
  const found = await mapBounded(distinct, inspectsAtATime, signal, one => orGone(engine.images.inspect(one)))
  return new Map(distinct.map((reference, at) => [reference, found[at] ?? null]))
}

/** Image id → image, for ids that no reference has shown yet. An image may be gone while its container runs. */
export async function inspectIds(
  engine: Engine,
  ids: readonly string[],
  known: Iterable<LiveImage | null>,
  signal: AbortSignal | undefined,
): Promise<ReadonlyMap<string, LiveImage>> {
  const images = new Map<string, LiveImage>()
  for (const image of known) if (image !== null) images.set(image.Id, image)
  const missing = [...new Set(ids)].filter(id => id !== '' && !images.has(id))
  const found = await mapBounded(missing, inspectsAtATime, signal, id => orGone(engine.images.inspect(id)))
  missing.forEach((id, at) => {
    const image = found[at]
    if (image !== undefined) images.set(id, image)
  })
  return images
}

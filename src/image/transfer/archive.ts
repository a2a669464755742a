// Images as a tar, for machines without a registry. Streams both ways.

import { transferFault } from '../fault.ts'
import type { ImageContext } from '../types.ts'
import { reportProgress } from './progress.ts'

/** The images as one tar, in docker's format. Nothing is asked of the engine before the first read. */
export async function* saveImages(
  { engine, signal }: ImageContext,
  references: readonly string[],
): AsyncGenerator<Uint8Array, void, undefined> {
  try {
    yield* engine.images.save(references, signal)
  } catch (error) {
    throw transferFault(error, { verb: 'save', reference: references.join(', ') })
  }
}

/** Loads a tar of images; the names (or, of images without one, the ids) that arrived. */
export async function loadImages(
  { engine, report, signal }: ImageContext,
  tar: AsyncIterable<Uint8Array>,
): Promise<readonly string[]> {
  const loaded: string[] = []
  try {
    for await (const line of engine.images.load(tar, signal)) {
      const name = /^Loaded image(?: ID)?: (\S+)/.exec(line.stream ?? '')?.[1]
      if (name !== undefined) loaded.push(name)
      reportProgress(report, line)
    }
  } catch (error) {
    throw transferFault(error, { verb: 'load', reference: 'the archive' })
  }
  return loaded
}

// Images: the short calls of `/images` and `/distribution`. What streams is next door.
import type { ImageCalls, ImageSummary, LiveImage } from '../port.ts'
import type { Client } from './client.ts'
import { imageStreams } from './image-streams.ts'
import { normalizeImage, normalizeImageSummary } from './normalize.ts'
import { imagePath } from './query.ts'
import { splitReference } from './reference.ts'
import { authHeader } from './registry-auth.ts'

interface RawDistribution {
  Descriptor: { digest: string }
  Platforms?: { os?: string; architecture?: string; variant?: string }[] | null
}

export function imageCalls(client: Client): ImageCalls {
  return {
    ...imageStreams(client),
    list: async ({ all, filters } = {}) => {
      const query = { all, filters }
      const list = await client.readList<ImageSummary>({ method: 'GET', path: '/images/json', query })
      return list.map(normalizeImageSummary)
    },
    inspect: async reference =>
      normalizeImage(
        await client.read<LiveImage>({ method: 'GET', path: `/images/${imagePath(reference)}/json` }),
      ),
    history: async reference =>
      await client.readList<Awaited<ReturnType<ImageCalls['history']>>[number]>({
        method: 'GET',
        path: `/images/${imagePath(reference)}/history`,
      }),
    tag: async (reference, target) => {
      const { name, tag } = splitReference(target)
      await client.run({
        method: 'POST',
        path: `/images/${imagePath(reference)}/tag`,
        query: { repo: name, tag },
      })
    },
    remove: (reference, { force, noPrune } = {}) =>
      client.run({
        method: 'DELETE',
        path: `/images/${imagePath(reference)}`,
        query: { force, noprune: noPrune },
      }),
    distribution: async (reference, auth) => {
      const { Descriptor, Platforms } = await client.read<RawDistribution>({
        method: 'GET',
        path: `/distribution/${imagePath(reference)}/json`,
        headers: authHeader(auth),
      })
      return { digest: Descriptor.digest, platforms: Platforms ?? [] }
    },
  }
}

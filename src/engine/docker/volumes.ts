// Volumes: the calls of `/volumes`.
import type { LiveVolume, VolumeCalls } from '../port.ts'
import type { Client } from './client.ts'
import { normalizeVolume, orEmpty } from './normalize.ts'
import { pathPart } from './query.ts'

export function volumeCalls(client: Client): VolumeCalls {
  return {
    list: async filters => {
      const answer = await client.read<{ Volumes: LiveVolume[] | null }>({
        method: 'GET',
        path: '/volumes',
        query: { filters },
      })
      return orEmpty(answer.Volumes).map(normalizeVolume)
    },
    inspect: async name =>
      normalizeVolume(await client.read<LiveVolume>({ method: 'GET', path: `/volumes/${pathPart(name)}` })),
    create: async body =>
      normalizeVolume(await client.read<LiveVolume>({ method: 'POST', path: '/volumes/create', body })),
    remove: (name, force) =>
      client.run({ method: 'DELETE', path: `/volumes/${pathPart(name)}`, query: { force } }),
  }
}

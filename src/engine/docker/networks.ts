// Networks: the calls of `/networks`.
import { apiAtLeast, type LiveNetwork, type NetworkCalls } from '../port.ts'
import type { Client } from './client.ts'
import { normalizeNetwork } from './normalize.ts'
import { pathPart } from './query.ts'

export function networkCalls(client: Client): NetworkCalls {
  return {
    list: async filters => {
      const list = await client.readList<LiveNetwork>({
        method: 'GET',
        path: '/networks',
        query: { filters },
      })
      return list.map(normalizeNetwork)
    },
    inspect: async id =>
      normalizeNetwork(await client.read<LiveNetwork>({ method: 'GET', path: `/networks/${pathPart(id)}` })),
    create: async body => {
      // Before API 1.44 an engine makes a second network of the same name unless it is told to look.
      const checked = apiAtLeast(await client.apiVersion(), '1.44') ? body : { ...body, CheckDuplicate: true }
      const { Id } = await client.read<{ Id: string }>({
        method: 'POST',
        path: '/networks/create',
        body: checked,
      })
      return { id: Id }
    },
    remove: id => client.run({ method: 'DELETE', path: `/networks/${pathPart(id)}` }),
    connect: (id, container, endpoint) =>
      client.run({
        method: 'POST',
        path: `/networks/${pathPart(id)}/connect`,
        body: { Container: container, ...(endpoint && { EndpointConfig: endpoint }) },
      }),
    disconnect: (id, container, force = false) =>
      client.run({
        method: 'POST',
        path: `/networks/${pathPart(id)}/disconnect`,
        body: { Container: container, Force: force },
      }),
  }
}

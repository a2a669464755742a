// The public file of the adapter: an engine reached over the Docker engine API (1.41 and later). Only the wiring of the
// command line and the library may import it; everything else knows the port.
import type { Engine } from '../port.ts'
import { buildKitCalls } from './buildkit.ts'
import { createClient } from './client.ts'
import { openConnections } from './connections.ts'
import { containerCalls } from './containers.ts'
import { openEvents } from './events.ts'
import { imageCalls } from './images.ts'
import { networkCalls } from './networks.ts'
import { createReads } from './reads.ts'
import { type EndpointSources, resolveEndpoint } from './resolve-endpoint.ts'
import { readInfo } from './system.ts'
import { volumeCalls } from './volumes.ts'

export interface ConnectOptions extends EndpointSources {
  /** Milliseconds until a tcp connection must stand; 30 s where absent. */
  readonly connectPatience?: number
  /** Milliseconds that the engine may take to give a first sign of life; 60 s where absent. */
  readonly answerPatience?: number
}

/**
 * Finds out where the engine is. Connects at the first call, whose rejection then says what was tried.
 *
 * @throws EngineError of kind `invalid` with a problem, where the address or context makes no sense.
 */
export async function connectEngine(options: ConnectOptions): Promise<Engine> {
  const { environment, connectPatience = 30_000, answerPatience = 60_000 } = options
  const endpoint = resolveEndpoint(options)
  const connections = openConnections(endpoint.route, { environment, connectPatience })
  const reads = createReads(connections.open, connections.callLimit)
  const client = createClient({
    endpoint,
    connections,
    reads,
    pinnedApi: environment.DOCKER_API_VERSION,
    answerPatience,
  })
  return {
    address: endpoint.address,
    info: () => readInfo(client),
    ping: async () => {
      await client.ping()
    },
    events: openEvents(client),
    containers: containerCalls(client),
    networks: networkCalls(client),
    volumes: volumeCalls(client),
    images: imageCalls(client),
    buildKit: buildKitCalls(client),
    close: () => {
      reads.close()
      connections.close()
    },
  }
}

// Creates what a spec says on a real engine, and reads it back. Everything made here is removed by its owner.

import type { Engine } from '../../../src/engine/index.ts'
import type { ContainerSpec, LiveContainer, Lowered } from '../../../src/lower/index.ts'
import {
  type CompareContext,
  createBody,
  endpointBody,
  endpointsToConnect,
  networkBody,
  volumeBody,
} from '../../../src/lower/index.ts'
import type { Owned } from '../adapter/engines.ts'

export interface Created {
  readonly id: string
  readonly live: LiveContainer
  readonly context: CompareContext
}

/** Makes the networks and volumes of a stack. */
export async function createSurroundings(engine: Engine, owned: Owned, lowered: Lowered): Promise<void> {
  for (const network of lowered.networks.values()) {
    await engine.networks.create(networkBody(network))
    owned.later(() => engine.networks.remove(network.name))
  }
  for (const volume of lowered.volumes.values()) {
    await engine.volumes.create(volumeBody(volume))
    owned.later(() => engine.volumes.remove(volume.name, true))
  }
}

export interface CreateOptions {
  readonly start?: boolean
  /** Containers of other services: name → id. */
  readonly others?: Readonly<Record<string, LiveContainer>>
  /** Creates it without gantry's label, as another tool would. */
  readonly unlabelled?: boolean
  readonly files?: ReadonlyMap<string, string | null>
}

/** Creates one container as a performer does, optionally starts it, and inspects it. */
export async function createFromSpec(
  engine: Engine,
  owned: Owned,
  spec: ContainerSpec,
  options: CreateOptions = {},
): Promise<Created> {
  const { apiVersion, loggingDriver } = await engine.info()
  const liveImage = await engine.images.inspect(spec.image.reference)
  const others = options.others ?? {}
  const name = (service: string) => others[service]?.Name.slice(1)
  const resolved = {
    apiVersion,
    image: spec.image.reference,
    liveImage,
    container: (service: string) => others[service]?.Id,
    links: (service: string) => [name(service)].filter(found => found !== undefined),
    files: options.files,
  }
  const body = createBody(spec, resolved)
  if (options.unlabelled)
    body.Labels = Object.fromEntries(
      Object.entries(body.Labels as Record<string, string>).filter(([key]) => !key.startsWith('io.gantry.')),
    )
  const { id } = await engine.containers.create(spec.name, body)
  owned.later(() => engine.containers.remove(id, { force: true, volumes: true }))
  for (const endpoint of endpointsToConnect(spec, apiVersion))
    await engine.networks.connect(endpoint.network, id, endpointBody(endpoint, resolved))
  if (options.start) await engine.containers.start(id)
  const live = await engine.containers.inspect(id)
  return { id, live, context: await contextOf(engine, { live, others, loggingDriver }) }
}

/** What comparison needs beside the container itself. */
export async function contextOf(
  engine: Engine,
  given: {
    live: LiveContainer
    others?: Readonly<Record<string, LiveContainer>>
    loggingDriver?: string
  },
): Promise<CompareContext> {
  const networks = await engine.networks.list()
  return {
    image: await engine.images.inspect(given.live.Image),
    networkNames: new Map(networks.map(network => [network.Id, network.Name])),
    services: new Map(
      Object.entries(given.others ?? {}).map(([service, live]) => [
        service,
        [{ number: 1, id: live.Id, name: live.Name.slice(1) }],
      ]),
    ),
    engine: { loggingDriver: given.loggingDriver ?? 'json-file' },
  }
}

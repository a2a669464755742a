// Where a container port of a service is published, as `port` tells it.
import type { Engine } from '../engine/index.ts'
import type { Project } from '../model/index.ts'
import { errorProblem, ProblemError } from '../problem/index.ts'
import { findReplica } from './session/find-replica.ts'

/** `0.0.0.0:32768`. @throws ProblemError where the port is not published. */
export async function publishedPort(
  engine: Engine,
  project: Project,
  wanted: {
    readonly service: string
    readonly number?: number
    readonly port: number
    readonly protocol: string
  },
): Promise<string> {
  const { service, number, port, protocol } = wanted
  const replica = await findReplica(engine, project, service, number)
  const ports = (await engine.containers.inspect(replica.id)).NetworkSettings?.Ports ?? {}
  const binding = ports[`${port}/${protocol}`]?.[0]
  if (binding !== undefined) {
    const host = binding.HostIp.includes(':') ? `[${binding.HostIp}]` : binding.HostIp
    return `${host}:${binding.HostPort}`
  }
  const published = Object.entries(ports).flatMap(([name, bindings]) => (bindings?.length ? [name] : []))
  throw new ProblemError(
    errorProblem('no-such-port', `no port ${port}/${protocol} for container ${replica.name}`, {
      hint: published.length > 0 ? `it publishes ${published.join(', ')}` : 'it publishes no port',
    }),
  )
}

// What the machine of a local engine says: who listens on the ports that the stack still has to get, and what its disk has left.
import type { Engine, EngineInfo } from '../engine/index.ts'
import type { Lowered } from '../lower/index.ts'
import { findListeners, listensHere } from './listeners.ts'
import type { Machine } from './machine.ts'
import type { HostFacts, Observed, ObservedContainer } from './types.ts'

export interface OwnHostRequest {
  readonly engine: Engine
  readonly info: EngineInfo
  readonly lowered: Lowered
  readonly containers: readonly ObservedContainer[]
  readonly portsHeld: Observed['portsHeld']
}

/** Nothing where the engine is not this machine's own. Reads no table of sockets where the project's containers have all ports. */
export async function readOwnHost(
  machine: Machine,
  request: OwnHostRequest,
): Promise<Pick<HostFacts, 'listeners' | 'freeBytes'>> {
  const { engine, info } = request
  const { host, local } = engine.address
  if (!local || info.os !== 'linux' || info.name !== machine.hostname) return {}
  const ports = portsToGet(request)
  const [freeBytes, listeners] = await Promise.all([
    info.rootDir === undefined ? undefined : machine.freeBytes(info.rootDir),
    ports.size === 0 || !(await listensHere(machine, host.replace(/^unix:\/\//, '')))
      ? []
      : findListeners(machine, ports),
  ])
  // A process that we may not look at could be that of a container of ours with the host's network.
  const known = sharesHostNetwork(request) ? listeners.filter(one => one.process !== undefined) : listeners
  return {
    ...(freeBytes !== undefined && { freeBytes }),
    ...(known.length > 0 && { listeners: known }),
  }
}

/** `8080/tcp` of every host port that the files fix and that no container at the engine has. */
function portsToGet({ lowered, containers, portsHeld }: OwnHostRequest): ReadonlySet<string> {
  const wanted = new Set<string>()
  for (const service of lowered.services.values()) {
    if (service.replicas === 0) continue
    for (const [target, bindings] of Object.entries(service.container(1).host.PortBindings ?? {})) {
      const protocol = target.split('/')[1] ?? 'tcp'
      for (const { HostPort } of bindings)
        if (Number(HostPort) > 0) wanted.add(`${Number(HostPort)}/${protocol}`)
    }
  }
  if (wanted.size === 0) return wanted
  for (const one of portsHeld) wanted.delete(`${one.port}/${one.protocol}`)
  for (const { live } of containers) {
    if (!live.State.Running) continue
    for (const [target, bindings] of Object.entries(live.NetworkSettings?.Ports ?? {})) {
      for (const { HostPort } of bindings ?? []) wanted.delete(`${HostPort}/${target.split('/')[1] ?? 'tcp'}`)
    }
  }
  return wanted
}

function sharesHostNetwork({ containers }: OwnHostRequest): boolean {
  return containers.some(
    ({ live, ownership }) =>
      ownership === 'managed' && live.State.Running && live.HostConfig.NetworkMode === 'host',
  )
}

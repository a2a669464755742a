// Moves the fixed subnets and addresses of a case into a block of its own, so that cases do not meet each other or the
// networks that the engine numbers by itself. Pure.
import type { Network, Service } from '../../../src/model/index.ts'

/** Rewrites the first two numbers of IPv4 texts: each pair that a case uses gets one of `10.block.`, `10.block+1.`, … */
export function createMover(block: number): (text: string) => string {
  const moved = new Map<string, number>()
  return text =>
    text.replace(/^(\d+\.\d+)(?=\.\d+\.\d+)/, pair => {
      if (!moved.has(pair)) moved.set(pair, block + moved.size)
      return `10.${moved.get(pair)}`
    })
}

export function moveNetwork(network: Network, move: (text: string) => string): Network {
  const { config } = network.ipam
  // Wider than the two numbers that are moved: as it is.
  if (config === undefined || config.some(pool => Number(pool.subnet?.split('/')[1] ?? 16) < 16))
    return network
  return {
    ...network,
    ipam: {
      ...network.ipam,
      config: config.map(pool => ({
        ...pool,
        ...(pool.subnet !== undefined && { subnet: move(pool.subnet) }),
        ...(pool.gateway !== undefined && { gateway: move(pool.gateway) }),
        ...(pool.ip_range !== undefined && { ip_range: move(pool.ip_range) }),
        ...(pool.aux_addresses && {
          aux_addresses: Object.fromEntries(
            Object.entries(pool.aux_addresses).map(([name, address]) => [name, move(address)]),
          ),
        }),
      })),
    },
  }
}

export function moveEndpoints(service: Service, move: (text: string) => string): Service {
  if (service.networks === undefined) return service
  const networks = Object.entries(service.networks).map(([key, endpoint]) => [
    key,
    endpoint?.ipv4_address === undefined
      ? endpoint
      : { ...endpoint, ipv4_address: move(endpoint.ipv4_address) },
  ])
  return { ...service, networks: Object.fromEntries(networks) }
}

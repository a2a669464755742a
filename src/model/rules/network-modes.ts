// What a network mode makes of settings that need a network of the container's own.
import { type Rule, tell } from './rule.ts'

/** Ports beside a network mode that publishes none. */
export const checkNetworkModes: Rule = function* (subject) {
  for (const service of subject.services) {
    const mode = service.network_mode
    if (mode === undefined || (service.ports ?? []).length === 0) continue
    const said = consequence(mode)
    if (said === undefined) continue
    const path = ['services', service.name, 'ports']
    const modePath = ['services', service.name, 'network_mode']
    yield tell(subject, 'ports-without-network', path, said.message, {
      hint: said.hint,
      related: [{ message: 'network_mode stands here', path: modePath }],
    })
  }
}

function consequence(mode: string): { message: string; hint: string } | undefined {
  if (mode === 'host') {
    return {
      message:
        'ports has no effect with network_mode: host: the service listens on the host itself, on the port that the program opens',
      hint: 'remove ports, or remove network_mode to publish them',
    }
  }
  if (mode === 'none') {
    return {
      message: 'ports has no effect with network_mode: none: nothing reaches the container',
      hint: 'remove ports, or network_mode: none',
    }
  }
  const shared = /^(service|container):(.+)$/.exec(mode)
  if (shared === null) return undefined
  const owner = shared[1] === 'service' ? shared[2] : `the container ${shared[2]}`
  return {
    message: `ports cannot be published with network_mode: ${mode}: the engine will refuse the container, whose network is that of ${owner}`,
    hint:
      shared[1] === 'service'
        ? `move ports to ${owner}`
        : `publish them where ${owner} is made, and remove ports here`,
  }
}

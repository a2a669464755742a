// Links to services that cannot be reached.
import type { Service } from '../service.ts'
import { type Rule, tell } from './rule.ts'

/** A link is an alias on the networks that two services share. Without one it leads nowhere. */
export const checkLinks: Rule = function* (subject) {
  for (const service of subject.services) {
    for (const [index, link] of (service.links ?? []).entries()) {
      const [name = ''] = link.split(':')
      const other = subject.stack.services[name]
      if (other === undefined || other.provider !== undefined || other === service) continue
      if (reaches(service, other)) continue
      const own = service.network_mode !== undefined
      yield tell(
        subject,
        'link-without-network',
        ['services', service.name, 'links', index],
        own
          ? `the link to ${name} leads nowhere: ${service.name} has network_mode: ${service.network_mode}`
          : `the link to ${name} leads nowhere: ${service.name} and ${name} share no network`,
        {
          hint: own
            ? 'remove network_mode, so that both join a network of the stack, or remove the link'
            : `put both on one network, for example networks: [${Object.keys(other.networks ?? {})[0] ?? 'default'}]; then ${service.name} reaches it as ${name}, without a link`,
          related: [{ message: `${name} is defined here`, path: ['services', name] }],
        },
      )
    }
  }
}

function reaches(service: Service, other: Service): boolean {
  if (service.network_mode !== undefined || other.network_mode !== undefined) {
    // The engine's own bridge knows links by address; who shares a namespace shares all of it.
    const bridges = (mode: string | undefined) => mode === 'bridge' || mode === 'default'
    if (bridges(service.network_mode) && bridges(other.network_mode)) return true
    if (service.network_mode === `service:${other.name}` || other.network_mode === `service:${service.name}`)
      return true
    return (service.network_mode ?? '').includes(':') || (other.network_mode ?? '').includes(':')
  }
  const theirs = other.networks ?? {}
  return Object.keys(service.networks ?? {}).some(network => Object.hasOwn(theirs, network))
}

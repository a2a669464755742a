// The container's own names and how it finds others: hostname, domain, DNS, extra hosts.
import { asSet, type Concern, configAttribute, hostAttribute, nonEmpty } from './concern.ts'

export const hostsConcerns: readonly Concern[] = [
  configAttribute('hostname', 'Hostname', service => service.hostname, {
    // The engine names a container by its id; one that shares a network takes the owner's name.
    standard: live => {
      const mode = live.HostConfig.NetworkMode ?? ''
      const given = live.Config.Hostname
      const shares = mode === 'host' || mode.startsWith('container:') || live.HostConfig.UTSMode === 'host'
      return shares ? given : live.Id.slice(0, 12)
    },
  }),
  configAttribute('domainname', 'Domainname', service => service.domainname),
  hostAttribute('dns', 'Dns', service => nonEmpty(service.dns)),
  hostAttribute('dns_opt', 'DnsOptions', service => nonEmpty(service.dns_opt)),
  hostAttribute('dns_search', 'DnsSearch', service => nonEmpty(service.dns_search)),
  hostAttribute(
    'extra_hosts',
    'ExtraHosts',
    service => nonEmpty(service.extra_hosts)?.map(withColon).sort(),
    {
      normal: list => asSet(list.map(withColon)),
    },
  ),
]

/** `host=address` and `host:address` are one; the engine of every version takes the colon. */
function withColon(entry: string): string {
  const cut = entry.search(/[=:]/)
  return cut < 0 ? entry : `${entry.slice(0, cut)}:${entry.slice(cut + 1).replace(/^\[(.*)\]$/, '$1')}`
}

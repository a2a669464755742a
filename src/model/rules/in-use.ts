// Which networks, volumes, secrets, configs and models services use.
import type { Service } from '../service.ts'
import type { Network } from '../stack.ts'
import type { RuleSubject } from './rule.ts'

export type ResourceKind = 'networks' | 'volumes' | 'secrets' | 'configs' | 'models'
export type UsedKeys = Readonly<Record<ResourceKind, ReadonlySet<string>>>

/** The keys that any of the services uses. */
export function usedKeys(services: Iterable<Service>): UsedKeys {
  const used = {
    networks: new Set<string>(),
    volumes: new Set<string>(),
    secrets: new Set<string>(),
    configs: new Set<string>(),
    models: new Set<string>(),
  }
  for (const service of services) {
    for (const key of Object.keys(service.networks ?? {})) used.networks.add(key)
    for (const key of Object.keys(service.models ?? {})) used.models.add(key)
    for (const volume of service.volumes ?? []) {
      if ((volume.type === 'volume' || volume.type === 'cluster') && volume.source)
        used.volumes.add(volume.source)
    }
    for (const secret of service.secrets ?? []) used.secrets.add(secret.source)
    for (const secret of service.build?.secrets ?? []) used.secrets.add(secret.source)
    for (const config of service.configs ?? []) used.configs.add(config.source)
    const credentials = service.credential_spec?.config
    if (credentials !== undefined) used.configs.add(credentials)
  }
  return used
}

/** The networks that an enabled service joins: the others are not made. */
export function* networksInUse({ stack }: RuleSubject): Iterable<readonly [string, Network]> {
  const { networks } = usedKeys(Object.values(stack.services))
  for (const [key, network] of Object.entries(stack.networks)) if (networks.has(key)) yield [key, network]
}

// Which networks, volumes, secrets, configs and models services use.
import type { Service } from '../service.ts'

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

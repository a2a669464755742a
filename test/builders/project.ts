// Projects for tests, without files: services as their canonical form, everything else by default.
import type { Network, Project, Service, Stack, Volume } from '../../src/model/index.ts'
import type { Place } from '../../src/problem/index.ts'

export interface ProjectShape {
  readonly name?: string
  readonly networks?: Readonly<Record<string, Partial<Network>>>
  readonly volumes?: Readonly<Record<string, Partial<Volume>>>
  readonly disabled?: readonly string[]
  /** Dotted path → line and column in compose.yaml. */
  readonly places?: Readonly<Record<string, readonly [line: number, column: number]>>
}

export type ServiceShape = Partial<Service>

/** `projectOf({ web: { image: 'web:1' } })`: every service is on the default network unless it says otherwise. */
export function projectOf(
  services: Readonly<Record<string, ServiceShape>>,
  shape: ProjectShape = {},
): Project {
  const name = shape.name ?? 'shop'
  const networks = { default: {}, ...shape.networks }
  const stack: Stack = {
    name,
    services: mapValues(services, (service, key) => ({
      name: key,
      image: `${key}:1`,
      command: null,
      entrypoint: null,
      ...(service.network_mode === undefined && { networks: { default: null } }),
      ...service,
    })),
    networks: mapValues(networks, (network, key) => ({ name: `${name}_${key}`, ipam: {}, ...network })),
    volumes: mapValues(shape.volumes ?? {}, (volume, key) => ({ name: `${name}_${key}`, ...volume })),
    secrets: {},
    configs: {},
  }
  return {
    stack,
    disabled: Object.fromEntries(
      (shape.disabled ?? []).map(key => [key, { name: key, command: null, entrypoint: null }]),
    ),
    origins: {
      at(path) {
        for (let length = path.length; length > 0; length -= 1) {
          const found = shape.places?.[path.slice(0, length).join('.')]
          if (found !== undefined) return { place: placeAt(...found) }
        }
        return undefined
      },
    },
    directory: '/app',
    files: ['/app/compose.yaml'],
    envFiles: [],
    profiles: [],
    environment: {},
    sources: new Map(),
  }
}

function placeAt(line: number, column: number): Place {
  return { file: '/app/compose.yaml', line, column }
}

function mapValues<T, R>(
  values: Readonly<Record<string, T>>,
  make: (value: T, key: string) => R,
): Record<string, R> {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, make(value, key)]))
}

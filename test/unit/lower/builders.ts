// Builders for what lowering takes: a project around one service, without files and loading.
import { type LowerContext, lowerStack } from '../../../src/lower/index.ts'
import type { ContainerSpec } from '../../../src/lower/spec.ts'
import type { Project, Service, Stack, ValueOrigin } from '../../../src/model/index.ts'
import type { Problem } from '../../../src/problem/index.ts'

export type ServiceInput = Partial<Service> & Record<string, unknown>

export interface StackInput {
  readonly name?: string
  readonly services: Readonly<Record<string, ServiceInput>>
  readonly networks?: Readonly<Record<string, Partial<Stack['networks'][string]>>>
  readonly volumes?: Readonly<Record<string, Partial<Stack['volumes'][string]>>>
  readonly secrets?: Stack['secrets']
  readonly configs?: Stack['configs']
}

export interface ProjectOptions {
  readonly environment?: Readonly<Record<string, string>>
  /** Origins by printed path, e.g. `services.web.environment.PORT`; the rest stands at line 1. */
  readonly origins?: Readonly<Record<string, Partial<ValueOrigin>>>
}

/** A project in canonical form: names filled in as normalization does. */
export function projectOf(input: StackInput, options: ProjectOptions = {}): Project {
  const name = input.name ?? 'shop'
  const services: Record<string, Service> = {}
  for (const [key, service] of Object.entries(input.services))
    services[key] = {
      name: key,
      command: null,
      entrypoint: null,
      ...(service.image === undefined && service.build === undefined && { image: 'gantry/tiny:latest' }),
      ...(service.network_mode === undefined && { networks: { default: null } }),
      ...service,
    } as Service
  const networks: Record<string, Stack['networks'][string]> = {}
  for (const [key, network] of Object.entries({ default: {}, ...input.networks }))
    networks[key] = { name: `${name}_${key}`, ipam: {}, ...network }
  const volumes: Record<string, Stack['volumes'][string]> = {}
  for (const [key, volume] of Object.entries(input.volumes ?? {}))
    volumes[key] = { name: `${name}_${key}`, ...volume }
  return {
    stack: { name, services, networks, volumes, secrets: input.secrets ?? {}, configs: input.configs ?? {} },
    disabled: {},
    origins: {
      at: path => ({
        place: { file: 'compose.yaml', line: 1, column: 1 },
        from: 'file',
        ...options.origins?.[path.join('.')],
      }),
    },
    directory: '/srv/shop',
    files: ['/srv/shop/compose.yaml'],
    envFiles: [],
    profiles: [],
    environment: options.environment ?? {},
    sources: new Map(),
  }
}

export const context: LowerContext = {
  engine: { apiVersion: '1.45', os: 'linux', version: '26.1.5' },
  local: true,
  version: '0.1.0',
}

/** The spec of replica 1 of a service alone in its stack, and what is wrong with it. */
export function lowerOne(
  service: ServiceInput,
  rest: Omit<StackInput, 'services'> & { readonly context?: Partial<LowerContext> } & ProjectOptions = {},
): { readonly spec: ContainerSpec; readonly problems: readonly Problem[] } {
  const project = projectOf({ ...rest, services: { web: service } }, rest)
  const { lowered, problems } = lowerStack(project, { ...context, ...rest.context })
  const spec = lowered.services.get('web')?.container(1)
  if (spec === undefined) throw new Error('no service web')
  return { spec, problems }
}

/** Fields as one text a line: `environment.PORT = "8080"`. */
export const fieldLines = (spec: ContainerSpec): readonly string[] =>
  spec.fields.map(field => `${field.name} = ${JSON.stringify(field.value)}`)

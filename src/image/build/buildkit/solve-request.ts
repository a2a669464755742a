// A build as what BuildKit's Dockerfile frontend is asked for. Pure: reads nothing, calls nothing.
import { basename, dirname, isAbsolute } from 'node:path'
import { type BuildInputs, cacheReference } from '../inputs.ts'
import { namedContexts } from '../named-contexts.ts'
import type { FileSource } from './file-service.ts'

export interface SolveDetails {
  /** The build's own id at the engine. */
  readonly ref: string
  readonly session: string
  /** Address that `host-gateway` stands for, where the engine says it. */
  readonly hostGateway?: string
}

/** The message `SolveRequest`. */
export function solveRequest(inputs: BuildInputs, details: SolveDetails): object {
  const { build } = inputs.request
  return {
    ref: details.ref,
    session: details.session,
    // The engine's own store.
    exporter: 'moby',
    exporterAttributes: { name: inputs.tags.join(',') },
    frontend: 'dockerfile.v0',
    frontendAttributes: frontendAttributes(inputs, details.hostGateway),
    cache: { exports: wantsInlineCache(inputs) ? [{ type: 'inline', attributes: {} }] : [] },
    entitlements: [
      ...new Set([
        ...(build.entitlements ?? []),
        ...(build.privileged ? ['security.insecure'] : []),
        ...(build.network === 'host' ? ['network.host'] : []),
      ]),
    ],
  }
}

function frontendAttributes(inputs: BuildInputs, hostGateway: string | undefined): Record<string, string> {
  const { build } = inputs.request
  const { context, dockerfile } = inputs
  const named = namedContexts(inputs)
  const attributes: Record<string, string> = {
    filename:
      dockerfile.kind === 'inline'
        ? inlineName
        : isHere(inputs)
          ? basename(dockerfile.path)
          : dockerfile.path,
    'image-resolve-mode': inputs.pull ? 'pull' : 'local',
  }
  if (context.kind === 'remote') {
    attributes.context = context.url
    if (isHere(inputs)) attributes.dockerfilekey = 'dockerfile'
  }
  for (const [name, value] of Object.entries({ ...inputs.proxyArgs, ...inputs.args })) {
    attributes[`build-arg:${name}`] = value
  }
  for (const [name, value] of Object.entries(inputs.labels)) attributes[`label:${name}`] = value
  for (const { name, target } of named) {
    attributes[`context:${name}`] = target.kind === 'folder' ? `local:${name}` : target.url
  }
  if (named.length > 0) attributes['frontend.caps'] = 'moby.buildkit.frontend.contexts+forward'
  if (build.target) attributes.target = build.target
  if (inputs.platforms.length > 0) attributes.platform = inputs.platforms.join(',')
  if (inputs.noCache) attributes['no-cache'] = ''
  else if (build.no_cache_filter?.length) attributes['no-cache'] = build.no_cache_filter.join(',')
  if (build.network && build.network !== 'default') attributes['force-network-mode'] = build.network
  if (inputs.shmSize !== undefined) attributes['shm-size'] = String(inputs.shmSize)
  if (inputs.ulimits.length > 0) {
    attributes.ulimit = inputs.ulimits.map(({ name, soft, hard }) => `${name}=${soft}:${hard}`).join(',')
  }
  if (build.extra_hosts?.length) {
    attributes['add-hosts'] = build.extra_hosts.map(line => hostLine(line, hostGateway)).join(',')
  }
  if (build.cache_from?.length) {
    attributes['cache-imports'] = JSON.stringify(
      build.cache_from.map(source => ({ Type: 'registry', Attrs: { ref: cacheReference(source) } })),
    )
  }
  return attributes
}

/** What a build's names of local folders stand for. */
export function localSources(inputs: BuildInputs): ReadonlyMap<string, FileSource> {
  const { context, dockerfile } = inputs
  const sources = new Map<string, FileSource>()
  if (context.kind === 'folder') sources.set('context', context)
  if (dockerfile.kind === 'inline') {
    sources.set('dockerfile', { kind: 'text', name: inlineName, text: dockerfile.text })
  } else if (isHere(inputs)) {
    sources.set('dockerfile', { kind: 'folder', path: dirname(dockerfile.path) })
  }
  for (const { name, target } of namedContexts(inputs)) {
    if (target.kind === 'folder') sources.set(name, target)
  }
  return sources
}

const inlineName = 'Dockerfile'

/** Whether the Dockerfile comes from here, and not out of a remote context. */
const isHere = ({ context, dockerfile }: BuildInputs): boolean =>
  context.kind === 'folder' || dockerfile.kind === 'inline' || isAbsolute(dockerfile.path)

/** `host=address`, as the frontend wants it. */
function hostLine(line: string, hostGateway: string | undefined): string {
  const [, host, address = ''] = /^([^=:]+)[=:](.*)$/.exec(line) ?? []
  return `${host}=${address === 'host-gateway' ? (hostGateway ?? address) : address.replace(/^\[(.*)\]$/, '$1')}`
}

function wantsInlineCache({ request, args }: BuildInputs): boolean {
  const argument = args.BUILDKIT_INLINE_CACHE ?? ''
  return (request.build.cache_to ?? []).length > 0 || /^(1|t|true)$/i.test(argument)
}

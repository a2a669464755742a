// Builds as a file for `docker buildx bake`: what would be built, to look at or to run elsewhere. Builds nothing, and holds no value of a
// secret.
import { readDockerConfig } from '../credentials/config-file.ts'
import type { BuildRequest, ImageContext } from '../types.ts'
import { type BuildInputs, readInputs } from './inputs.ts'
import { namedContexts } from './named-contexts.ts'

/** The form of a JSON bake file, as far as builds of a stack need it. */
export interface BakeFile {
  readonly group: { readonly default: { readonly targets: readonly string[] } }
  readonly target: Readonly<Record<string, BakeTarget>>
}

export type BakeTarget = Readonly<
  Record<string, string | boolean | readonly string[] | Readonly<Record<string, string>>>
>

/** The builds in their order. @throws ProblemError where a value makes no sense. */
export async function bakeFile(
  context: Pick<ImageContext, 'engine' | 'environment' | 'homeDirectory'>,
  requests: readonly BuildRequest[],
): Promise<BakeFile> {
  const config = await readDockerConfig(context)
  const built = new Set(requests.map(request => request.service))
  const targets = requests.map(
    request =>
      [targetName(request.service), bakeTarget(readInputs(request, context, config), built)] as const,
  )
  return {
    group: { default: { targets: targets.map(([name]) => name) } },
    target: Object.fromEntries(targets),
  }
}

/** Bake takes no dots in names. */
const targetName = (service: string): string => service.replaceAll('.', '_')

function bakeTarget(inputs: BuildInputs, built: ReadonlySet<string>): BakeTarget {
  const { build, options } = inputs.request
  const { context, dockerfile } = inputs
  const target: Record<string, BakeTarget[string] | undefined> = {
    context: context.kind === 'folder' ? context.path : context.url,
    contexts: contextsOf(inputs, built),
    ...(dockerfile.kind === 'inline'
      ? { 'dockerfile-inline': dockerfile.text }
      : { dockerfile: dockerfile.path }),
    args: inputs.args,
    labels: inputs.labels,
    tags: inputs.tags,
    'cache-from': build.cache_from?.map(source =>
      source.includes('=') ? source : `type=registry,ref=${source}`,
    ),
    'cache-to': build.cache_to,
    target: build.target,
    secret: secretsOf(inputs),
    ssh: inputs.ssh,
    platforms: inputs.platforms,
    pull: inputs.pull,
    'no-cache': inputs.noCache,
    'no-cache-filter': build.no_cache_filter,
    network: build.network,
    'shm-size': inputs.shmSize === undefined ? undefined : String(inputs.shmSize),
    ulimits: inputs.ulimits.map(({ name, soft, hard }) => `${name}=${soft}:${hard}`),
    entitlements: [...(build.entitlements ?? []), ...(build.privileged ? ['security.insecure'] : [])],
    'extra-hosts': Object.fromEntries((build.extra_hosts ?? []).map(splitHost)),
    attest: [attestation('provenance', inputs.provenance), attestation('sbom', inputs.sbom)].flat(),
    call: options.check ? 'lint' : undefined,
    output: options.check ? [] : [options.push ? 'type=registry' : 'type=docker'],
  }
  return Object.fromEntries(
    Object.entries(target).filter((entry): entry is [string, BakeTarget[string]] => !isEmpty(entry[1])),
  )
}

/** Another service that is built in the same go is its target: bake then builds it first. */
function contextsOf(inputs: BuildInputs, built: ReadonlySet<string>): Record<string, string> {
  const written = inputs.request.build.additional_contexts ?? {}
  return Object.fromEntries(
    namedContexts(inputs).map(({ name, target }) => {
      const service = /^service:(.*)$/.exec(written[name] ?? '')?.[1]
      if (service !== undefined && built.has(service)) return [name, `target:${targetName(service)}`]
      return [name, target.kind === 'folder' ? target.path : target.url]
    }),
  )
}

function secretsOf({ request, secrets }: BuildInputs): string[] {
  return (request.build.secrets ?? []).map((grant, index) => {
    const { id = grant.source, file } = secrets[index] ?? {}
    const variable = request.project.stack.secrets[grant.source]?.environment
    return file === undefined ? `id=${id},type=env,env=${variable}` : `id=${id},type=file,src=${file}`
  })
}

function attestation(type: string, value: string | undefined): string[] {
  if (value === undefined || value === '') return []
  if (value === 'true') return [`type=${type}`]
  return value === 'false' ? [`type=${type},disabled=true`] : [`type=${type},${value}`]
}

function splitHost(line: string): [string, string] {
  const at = line.search(/[=:]/)
  return [line.slice(0, at), line.slice(at + 1)]
}

function isEmpty(value: BakeTarget[string] | undefined): boolean {
  if (value === undefined || value === '' || value === false) return true
  return typeof value === 'object' && Object.keys(value).length === 0
}

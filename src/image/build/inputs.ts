// What a build comes down to, with flags, file and environment put together: the one form that every builder starts from.
// Reads no files and knows no builder.
import { isAbsolute, resolve } from 'node:path'
import { composeLabel, type FileObject } from '../../model/index.ts'
import { errorProblem, type Place, ProblemError } from '../../problem/index.ts'
import { parseByteSize } from '../../support/index.ts'
import type { DockerConfig } from '../credentials/config-file.ts'
import { proxyArgs } from '../credentials/proxies.ts'
import type { BuildRequest, ImageContext } from '../types.ts'
import { wantedPlatforms } from './platforms.ts'
import { isRemoteContext } from './remote-context.ts'

export type BuildContext =
  | { readonly kind: 'folder'; readonly path: string }
  /** A git URL or a tarball's, which the builder fetches itself. */
  | { readonly kind: 'remote'; readonly url: string }

export type DockerfileSource =
  | { readonly kind: 'inline'; readonly text: string }
  /** Absolute for a folder; as written, relative to its root, for a remote context. */
  | { readonly kind: 'file'; readonly path: string }

export interface BuildSecret {
  readonly id: string
  /** Absolute. */
  readonly file?: string
  readonly value?: string
}

export interface BuildInputs {
  readonly request: BuildRequest
  readonly context: BuildContext
  readonly dockerfile: DockerfileSource
  readonly args: Readonly<Record<string, string>>
  /** Arguments for docker's proxy settings, below `args`. buildx adds them by itself. */
  readonly proxyArgs: Readonly<Record<string, string>>
  readonly labels: Readonly<Record<string, string>>
  /** The service's own tag first. */
  readonly tags: readonly string[]
  readonly ulimits: readonly { readonly name: string; readonly soft: number; readonly hard: number }[]
  /** Bytes of /dev/shm. */
  readonly shmSize?: number
  /** Bytes that a RUN step may use. */
  readonly memory?: number
  /** Empty: the engine's own. */
  readonly platforms: readonly string[]
  readonly noCache: boolean
  readonly pull: boolean
  readonly secrets: readonly BuildSecret[]
  /** `id` or `id=path[,path]`. */
  readonly ssh: readonly string[]
  readonly provenance?: string
  readonly sbom?: string
  /** Where a key of the build stands in the file. */
  at(...key: (string | number)[]): Place | undefined
}

/** Puts a request together. @throws ProblemError where a value makes no sense. */
export function readInputs(
  request: BuildRequest,
  { environment, engine }: Pick<ImageContext, 'environment' | 'engine'>,
  config: DockerConfig,
): BuildInputs {
  const { build, options, project, service } = request
  const at = (...key: (string | number)[]) =>
    project.origins.at(['services', service, 'build', ...key])?.place
  const variables = { ...environment, ...project.environment }
  const context = readContext(build.context ?? project.directory, project.directory)
  return {
    request,
    context,
    dockerfile: readDockerfile(request, context),
    proxyArgs: proxyArgs(config, engine.address.host),
    args: {
      ...definedArgs(build.args ?? {}, variables),
      ...definedArgs(flagArgs(options.args ?? []), variables),
    },
    labels: {
      ...build.labels,
      [composeLabel.project]: project.stack.name,
      [composeLabel.service]: service,
      [composeLabel.version]: composeVersion,
    },
    tags: [...new Set([request.tag, ...(build.tags ?? [])])],
    ulimits: Object.entries(build.ulimits ?? {}).map(([name, limit]) =>
      typeof limit === 'number'
        ? { name, soft: limit, hard: limit }
        : { name, soft: limit.soft, hard: limit.hard },
    ),
    shmSize: readSize(build.shm_size),
    memory: readSize(options.memory),
    platforms: wantedPlatforms(request, variables),
    noCache: options.noCache || build.no_cache || false,
    pull: options.pull || build.pull || false,
    secrets: (build.secrets ?? []).map((grant, index) =>
      readSecret(grant.target ?? grant.source, project.stack.secrets[grant.source], {
        name: grant.source,
        variables,
        place: at('secrets', index),
      }),
    ),
    ssh: [...(build.ssh ?? []), ...(options.ssh ?? [])].map(line => line.replace(/^([^=:]+):\s+/, '$1=')),
    provenance: options.provenance ?? textOf(build.provenance),
    sbom: options.sbom ?? textOf(build.sbom),
    at,
  }
}

/** The release of Docker Compose whose marks gantry leaves; tools look whether the label is there, not at its value. */
const composeVersion = '2.26.1'

function readContext(written: string, directory: string): BuildContext {
  return isRemoteContext(written)
    ? { kind: 'remote', url: written }
    : { kind: 'folder', path: resolve(directory, written) }
}

function readDockerfile({ build }: BuildRequest, context: BuildContext): DockerfileSource {
  if (build.dockerfile_inline !== undefined) return { kind: 'inline', text: build.dockerfile_inline }
  const written = build.dockerfile || 'Dockerfile'
  if (context.kind === 'remote' || isAbsolute(written)) return { kind: 'file', path: written }
  return { kind: 'file', path: resolve(context.path, written) }
}

/** Without those whose value is to come from the environment, where it is not set. */
function definedArgs(
  args: Readonly<Record<string, string | null>>,
  variables: Readonly<Record<string, string>>,
): Record<string, string> {
  const defined: Record<string, string> = {}
  for (const [name, value] of Object.entries(args)) {
    const text = value ?? variables[name]
    if (text !== undefined) defined[name] = text
  }
  return defined
}

function flagArgs(flags: readonly string[]): Record<string, string | null> {
  return Object.fromEntries(
    flags.map(flag => {
      const equals = flag.indexOf('=')
      return equals === -1 ? [flag, null] : [flag.slice(0, equals), flag.slice(equals + 1)]
    }),
  )
}

function readSecret(
  id: string,
  secret: FileObject | undefined,
  where: { name: string; variables: Readonly<Record<string, string>>; place?: Place },
): BuildSecret {
  const { name, variables, place } = where
  if (secret?.file !== undefined) return { id, file: secret.file }
  if (secret?.environment !== undefined) {
    const value = variables[secret.environment]
    if (value !== undefined) return { id, value }
    throw new ProblemError(
      errorProblem('build-secret', `secret ${name} comes from ${secret.environment}, which is not set`, {
        hint: `set ${secret.environment}, or give the secret a file`,
        place,
      }),
    )
  }
  throw new ProblemError(
    errorProblem('build-secret', `secret ${name} has neither a file nor a variable that a build could use`, {
      hint: 'give it `file:` or `environment:` under the top-level `secrets:`',
      place,
    }),
  )
}

/** The image of a cache source in the short or in the long form. */
export const cacheReference = (source: string): string => /(?:^|,)ref=([^,]+)/.exec(source)?.[1] ?? source

/** Whether a host's address is to be the engine's own. */
export const wantsHostGateway = ({ request }: BuildInputs): boolean =>
  (request.build.extra_hosts ?? []).some(line => /[=:]host-gateway$/.test(line))

const readSize = (text: string | undefined): number | undefined =>
  text === undefined ? undefined : parseByteSize(String(text))

const textOf = (value: string | boolean | undefined): string | undefined =>
  value === undefined ? undefined : String(value)

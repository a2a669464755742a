// A build as docker-buildx's command line and environment. Reads nothing, runs nothing.
import type { EngineAddress } from '../../engine/index.ts'
import type { BuildInputs } from './inputs.ts'
import { namedContexts } from './named-contexts.ts'

export interface BuildxCall {
  readonly args: readonly string[]
  /** Beside the process's own: secrets go this way, where other users cannot see them. */
  readonly variables: Readonly<Record<string, string>>
  /** The Dockerfile, where it is not a file. */
  readonly input?: string
}

export interface BuildxOutput {
  /** `load`: into the engine. `push`: to the registry alone. `check`: none. */
  readonly to: 'load' | 'push' | 'check'
  readonly progress: 'rawjson' | 'plain'
  readonly platforms: readonly string[]
}

/** The command line of a build. */
export function buildxCall(inputs: BuildInputs, output: BuildxOutput): BuildxCall {
  const { build, options } = inputs.request
  const { context, dockerfile } = inputs
  const variables: Record<string, string> = {}
  const args = ['build', `--progress=${output.progress}`]
  const add = (flag: string, ...values: readonly string[]) => {
    for (const value of values) args.push(`${flag}=${value}`)
  }

  if (options.builder) add('--builder', options.builder)
  if (output.to === 'check') args.push('--check')
  else args.push(output.to === 'push' ? '--push' : '--load')
  add('--tag', ...inputs.tags)
  if (dockerfile.kind === 'inline') add('--file', '-')
  else if (context.kind === 'folder' || build.dockerfile) add('--file', dockerfile.path)
  add('--build-arg', ...pairs(inputs.args))
  add('--label', ...pairs(inputs.labels))
  add(
    '--build-context',
    ...namedContexts(inputs).map(
      ({ name, target }) => `${name}=${target.kind === 'folder' ? target.path : target.url}`,
    ),
  )
  add('--cache-from', ...(build.cache_from ?? []))
  add('--cache-to', ...(build.cache_to ?? []))
  add('--no-cache-filter', ...(build.no_cache_filter ?? []))
  add('--add-host', ...(build.extra_hosts ?? []).map(line => line.replace('=', ':')))
  add('--ulimit', ...inputs.ulimits.map(({ name, soft, hard }) => `${name}=${soft}:${hard}`))
  add('--ssh', ...inputs.ssh)
  add(
    '--allow',
    ...new Set([...(build.entitlements ?? []), ...(build.privileged ? ['security.insecure'] : [])]),
  )
  if (build.target) add('--target', build.target)
  if (build.network) add('--network', build.network)
  if (inputs.shmSize !== undefined) add('--shm-size', String(inputs.shmSize))
  if (output.platforms.length > 0) add('--platform', output.platforms.join(','))
  if (inputs.provenance !== undefined && inputs.provenance !== '') add('--provenance', inputs.provenance)
  if (inputs.sbom !== undefined && inputs.sbom !== '') add('--sbom', inputs.sbom)
  if (inputs.pull) args.push('--pull')
  if (inputs.noCache) args.push('--no-cache')
  inputs.secrets.forEach(({ id, file, value }, index) => {
    if (file !== undefined) {
      add('--secret', `${csv(`id=${id}`)},${csv(`src=${file}`)}`)
    } else {
      const name = `GANTRY_BUILD_SECRET_${index}`
      variables[name] = value ?? ''
      add('--secret', `${csv(`id=${id}`)},env=${name}`)
    }
  })
  args.push('--', context.kind === 'folder' ? context.path : context.url)
  return { args, variables, ...(dockerfile.kind === 'inline' && { input: dockerfile.text }) }
}

/** How the plugin finds the engine in use: by the same context, which brings its TLS files, or by the address. */
export function engineVariables(address: EngineAddress): Record<string, string | undefined> {
  return address.source === 'context' && address.context !== undefined
    ? { DOCKER_CONTEXT: address.context, DOCKER_HOST: undefined }
    : { DOCKER_HOST: address.host, DOCKER_CONTEXT: undefined }
}

const pairs = (map: Readonly<Record<string, string>>): string[] =>
  Object.entries(map).map(([name, value]) => `${name}=${value}`)

/** A field of the plugin's comma-separated values. */
const csv = (field: string): string => (/[",\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field)

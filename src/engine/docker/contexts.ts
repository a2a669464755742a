// Docker's contexts as its CLI stores them: config.json names the current one, contexts/meta/<sha256 of the name>/meta.json
// holds its address, contexts/tls/<same>/docker/ its TLS files. Reads only.
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { addressFault } from './address-fault.ts'
import type { TlsFiles } from './endpoint.ts'

interface MetaFile {
  Name?: string
  Endpoints?: { docker?: { Host?: string; SkipTLSVerify?: boolean } }
}

/** The context that `docker context use` chose; undefined where none was, or the file cannot be read. */
export function readCurrentContext(configDirectory: string): string | undefined {
  const config = readJson<{ currentContext?: unknown }>(join(configDirectory, 'config.json'))
  return typeof config?.currentContext === 'string' && config.currentContext !== ''
    ? config.currentContext
    : undefined
}

/**
 * The address and TLS files of a context.
 *
 * @throws EngineError of kind `invalid` with a problem that lists the contexts that exist.
 */
export function readContext(
  configDirectory: string,
  name: string,
  source: string,
): { host: string; tls?: TlsFiles } {
  const id = createHash('sha256').update(name).digest('hex')
  const file = join(configDirectory, 'contexts', 'meta', id, 'meta.json')
  const meta = readJson<MetaFile>(file)
  if (meta === undefined) {
    const names = ['default', ...listContexts(configDirectory)].join(', ')
    throw addressFault(`the docker context "${name}" (from ${source}) does not exist`, {
      hint: `known contexts: ${names}; choose one with "docker context use", or make it with "docker context create"`,
    })
  }
  const docker = meta.Endpoints?.docker
  if (!docker?.Host) {
    throw addressFault(`the docker context "${name}" (from ${source}) has no address of an engine`, {
      hint: `give it one: docker context update ${name} --docker host=unix:///path/to/docker.sock`,
    })
  }
  const tls = contextTls(
    join(configDirectory, 'contexts', 'tls', id, 'docker'),
    docker.SkipTLSVerify === true,
  )
  return { host: docker.Host, ...(tls && { tls }) }
}

function contextTls(directory: string, skipVerify: boolean): TlsFiles | undefined {
  const file = (name: string) => (existsSync(join(directory, name)) ? join(directory, name) : undefined)
  const files = { ca: file('ca.pem'), cert: file('cert.pem'), key: file('key.pem') }
  if (!skipVerify && !files.ca && !files.cert && !files.key) return undefined
  return { ...files, verify: !skipVerify }
}

function listContexts(configDirectory: string): string[] {
  const meta = join(configDirectory, 'contexts', 'meta')
  if (!existsSync(meta)) return []
  return readdirSync(meta)
    .map(id => readJson<MetaFile>(join(meta, id, 'meta.json'))?.Name)
    .filter((name): name is string => name !== undefined)
    .sort()
}

function readJson<T>(file: string): T | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as T
  } catch {
    return undefined
  }
}

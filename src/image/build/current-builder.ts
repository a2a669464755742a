// The builder that the user chose by `docker buildx use`: read from buildx's own files, as asking it would cost as much as a small
// build. Runs nothing.
import { createHash } from 'node:crypto'
import { access, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { EngineAddress } from '../../engine/index.ts'
import { type ConfigSources, configFolder } from '../credentials/config-file.ts'

/** Its name; undefined where none was chosen for the engine in use, or where the one that was chosen is gone. */
export async function currentBuilder(
  sources: ConfigSources,
  address: EngineAddress,
): Promise<string | undefined> {
  const folder = sources.environment.BUILDX_CONFIG || join(configFolder(sources), 'buildx')
  const context = address.source === 'context' ? address.context : undefined
  const key = context === undefined || context === 'default' ? address.host : context
  const isThere = (name: string) =>
    access(join(folder, 'instances', name)).then(
      () => true,
      () => false,
    )
  const { Key, Name, Global } = await readCurrent(join(folder, 'current'))
  if (Name && (Global || Key === key)) {
    if (await isThere(Name)) return Name
    if (Key === key) return undefined
  }
  const hash = createHash('sha256').update(key).digest('hex').slice(0, 16)
  const chosen = (await readText(join(folder, 'defaults', hash)))?.trim()
  return chosen && (await isThere(chosen)) ? chosen : undefined
}

interface Current {
  /** The engine's address, or its docker context. */
  readonly Key?: string
  readonly Name?: string
  /** Whatever the engine. */
  readonly Global?: boolean
}

async function readCurrent(file: string): Promise<Current> {
  try {
    return (JSON.parse((await readText(file)) ?? '{}') ?? {}) as Current
  } catch {
    // Half written: buildx goes by its default then.
    return {}
  }
}

const readText = (file: string): Promise<string | undefined> => readFile(file, 'utf8').catch(() => undefined)

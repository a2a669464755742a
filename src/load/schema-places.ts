// Where in a stack file a key belongs, for keys that stand in the wrong place or bear an old name.
// Knows the schema and the names that people write instead; no faults.
import { editDistance, suggestName } from '../support/index.ts'
import { kindsOf, resolve } from './schema-site.ts'
import type { SchemaNode, SchemaRoot } from './schema-types.ts'

/** Keys of older formats, other tools, or plain habit, and what they are called here. */
const otherNames: Readonly<Record<string, string>> = {
  cmd: 'command',
  cpu: 'cpus',
  env: 'environment',
  envs: 'environment',
  env_files: 'env_file',
  environments: 'environment',
  health: 'healthcheck',
  log_driver: 'logging',
  log_opt: 'logging',
  memory: 'mem_limit',
  mounts: 'volumes',
  name: 'container_name',
  needs: 'depends_on',
  net: 'network_mode',
  requires: 'depends_on',
  restart_policy: 'restart',
  vols: 'volumes',
  volume_driver: 'volumes',
  workdir: 'working_dir',
}

/** The key that was probably meant, among those that this place takes; `sure` where no more than one letter differs. */
export function suggestKey(
  written: string,
  allowed: readonly string[],
): { key: string; sure: boolean } | undefined {
  const snake = snakeCase(written)
  if (snake !== written && allowed.includes(snake)) return { key: snake, sure: true }
  const key = suggestName(written, allowed)
  return key === undefined ? undefined : { key, sure: editDistance(snake, key) <= 1 }
}

const snakeCase = (key: string): string =>
  key
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replaceAll('-', '_')
    .toLowerCase()

/** What a key of another name is called here, if this place takes it. */
export function translateKey(written: string, allowed: readonly string[]): string | undefined {
  const snake = snakeCase(written)
  const name = Object.hasOwn(otherNames, snake) ? otherNames[snake] : undefined
  return name !== undefined && allowed.includes(name) ? name : undefined
}

/**
 * The place below `schema` that takes the key, as the keys that lead there: `['deploy', 'resources']` for `limits`.
 * The nearest one; undefined where none of the maps below has such a key.
 */
export function placeBelow(key: string, schema: SchemaNode, root: SchemaRoot): readonly string[] | undefined {
  let level: { at: readonly string[]; schema: SchemaNode }[] = [{ at: [], schema }]
  for (let depth = 0; depth < 3; depth += 1) {
    const next: typeof level = []
    for (const { at, schema: owner } of level) {
      for (const [name, property] of Object.entries(owner.properties ?? {})) {
        const below = resolve(property, root).schema
        if (!kindsOf(below).includes('object') || below.properties === undefined) continue
        if (Object.hasOwn(below.properties, key)) return [...at, name]
        next.push({ at: [...at, name], schema: below })
      }
    }
    level = next
  }
  return undefined
}

// .dockerignore: which files of a context the builder does not see. The patterns' meaning is docker's; the paths are
// relative to the context, with slashes.
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

export interface IgnoreRules {
  readonly text: string
  /** Whether they are the Dockerfile's own, and not the context's. */
  readonly own: boolean
  ignores(path: string): boolean
  /** Whether a pattern takes files back in, so that an ignored folder may hold files that are not. */
  readonly readmits: boolean
}

/**
 * The rules of a context: `Dockerfile.dockerignore` beside the Dockerfile, which wins, or `.dockerignore` in the context.
 * Undefined where there is neither.
 */
export async function readIgnoreRules(
  context: string,
  dockerfile: string | undefined,
): Promise<IgnoreRules | undefined> {
  const own = dockerfile === undefined ? undefined : await readIfThere(`${dockerfile}.dockerignore`)
  const text = own ?? (await readIfThere(join(context, '.dockerignore')))
  return text === undefined ? undefined : await parseIgnoreRules(text, own !== undefined)
}

/** Reads patterns. */
export async function parseIgnoreRules(written: string, own = false): Promise<IgnoreRules> {
  const ignore = (await import('@balena/dockerignore')).default.default
  const text = written.replace(/^\uFEFF/, '')
  const lines = text.split(/\r?\n/)
  // The library takes either case where it is not told; docker does not.
  const rules = ignore({ ignorecase: false }).add(lines.map(escapeOthers))
  return {
    text,
    own,
    ignores: path => rules.ignores(path),
    readmits: lines.some(line => /^\s*!/.test(line)),
  }
}

/** The library takes some characters for a regular expression's that mean themselves to docker: `c++`, `file(1)`. */
function escapeOthers(pattern: string): string {
  return pattern.replace(/\\.|\[[^\]]*\]|[+(){}|^]/g, found => (found.length === 1 ? `\\${found}` : found))
}

async function readIfThere(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return undefined
    throw error
  }
}

// The Dockerfile as text with lines: read before a build where it is on this machine, so that a failure can say where.
// Knows instructions and comments, not their meaning.
import { readFile, stat } from 'node:fs/promises'
import { errorProblem, type Place, ProblemError } from '../../problem/index.ts'
import type { BuildInputs } from './inputs.ts'

export interface Dockerfile {
  /** Undefined where the builder fetches it. */
  readonly text?: string
  /** The file, or where the stack file holds it inline. */
  readonly place?: Place
  /** How people call it: `Dockerfile`, `docker/web.Dockerfile`, `dockerfile_inline`. */
  readonly name: string
}

/** Reads the Dockerfile. @throws ProblemError `build-context`, `dockerfile-missing`. */
export async function readDockerfile(inputs: BuildInputs): Promise<Dockerfile> {
  const { context, dockerfile, request } = inputs
  if (context.kind === 'folder') await checkFolder(context.path, inputs)
  if (dockerfile.kind === 'inline') {
    return { text: dockerfile.text, name: 'dockerfile_inline', place: inputs.at('dockerfile_inline') }
  }
  const name = request.build.dockerfile || 'Dockerfile'
  if (context.kind === 'remote') return { name }
  try {
    const text = await readFile(dockerfile.path, 'utf8')
    return { text, name, place: { file: dockerfile.path, line: 1, column: 1 } }
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code
    const fault = code === 'ENOENT' || code === 'ENOTDIR' ? 'does not exist' : `cannot be read (${code})`
    throw new ProblemError(
      errorProblem('dockerfile-missing', `the Dockerfile of service ${request.service} ${fault}`, {
        hint: `make ${dockerfile.path}, or name another by \`dockerfile:\``,
        place: request.build.dockerfile === undefined ? inputs.at('context') : inputs.at('dockerfile'),
        path: `services.${request.service}.build.dockerfile`,
      }),
    )
  }
}

async function checkFolder(path: string, inputs: BuildInputs): Promise<void> {
  const { service } = inputs.request
  const found = await stat(path).catch((error: NodeJS.ErrnoException) => error)
  if (!(found instanceof Error) && found.isDirectory()) return
  const fault =
    found instanceof Error
      ? found.code === 'ENOENT'
        ? 'does not exist'
        : `cannot be read (${found.code})`
      : 'is no folder'
  throw new ProblemError(
    errorProblem('build-context', `the build context of service ${service} ${fault}: ${path}`, {
      hint: 'correct `context:`, which is relative to the stack file',
      place: inputs.at('context'),
      path: `services.${service}.build.context`,
    }),
  )
}

export interface Instruction {
  /** Where it begins, from 1. */
  readonly line: number
  /** As it is written, continued lines joined, each white space one blank. */
  readonly text: string
}

/** The instructions in order, comments left out; a heredoc belongs to its instruction. */
export function readInstructions(text: string): Instruction[] {
  const found: { line: number; parts: string[] }[] = []
  const joiner = usesBacktick(text) ? '`' : '\\'
  let inside = false
  let heredocs: string[] = []
  text.split(/\r?\n/).forEach((line, index) => {
    const trimmed = line.trim()
    if (heredocs.length > 0) {
      if (line.replace(/^\t+/, '') === heredocs[0]) heredocs = heredocs.slice(1)
      return
    }
    // Comments and empty lines may stand inside a continued instruction.
    if (trimmed === '' || trimmed.startsWith('#')) return
    if (!inside) found.push({ line: index + 1, parts: [] })
    inside = trimmed.endsWith(joiner)
    found.at(-1)?.parts.push(inside ? trimmed.slice(0, -1) : trimmed)
    if (/^(RUN|COPY|ADD)\b/i.test(trimmed)) {
      heredocs = [...trimmed.matchAll(/<<-?\s*["']?([A-Za-z_]\w*)["']?/g)].map(match => match[1] as string)
    }
  })
  return found.map(({ line, parts }) => ({ line, text: parts.join(' ').replace(/\s+/g, ' ').trim() }))
}

/** The parser's directives stand in comments before anything else. */
function usesBacktick(text: string): boolean {
  for (const line of text.split(/\r?\n/)) {
    if (!/^\s*#/.test(line)) return false
    if (/^\s*#\s*escape\s*=\s*`\s*$/i.test(line)) return true
  }
  return false
}

// Reads the text of a file, and turns every way in which that can fail into a problem.
import { dirname, join } from 'node:path'
import { errorProblem, type Place, type Problem, type ProblemRest } from '../problem/index.ts'
import { decodeText } from './decode-text.ts'
import { defaultFileNames } from './file-names.ts'
import type { LoadIo } from './load-io.ts'
import { maxTextLength } from './parse/bounds.ts'

/** Text of a file, or why there is none. */
export type ReadText =
  | { readonly ok: true; readonly text: string; readonly problems: readonly Problem[] }
  | { readonly ok: false; readonly problems: readonly Problem[] }

export interface ReadTextOptions {
  /** What the file is for, e.g. `stack file`, `env file`. */
  readonly what: string
  /** Where a file names it. */
  readonly place?: Place
  /** Path in the model of what names it. */
  readonly path?: string
  /** How places name the file; the path itself if absent. */
  readonly name?: string
}

/**
 * Reads a text file; missing, a folder, a device, too large, unreadable or not UTF-8 are problems, placed where a file names it.
 * /dev/null is an empty file.
 */
export async function readText(io: LoadIo, path: string, options: ReadTextOptions): Promise<ReadText> {
  if (path === '/dev/null') return { ok: true, text: '', problems: [] }
  const { what, place } = options
  const rest: ProblemRest = { place, path: options.path }
  const refuse = (problem: Problem): ReadText => ({ ok: false, problems: [problem] })

  const kind = await io.kind(path)
  if (kind === 'missing') return refuse(await describeMissing(io, path, what, rest))
  if (kind === 'folder') {
    const hint = await hintForFolder(io, path)
    return refuse(errorProblem('not-a-file', `the ${what} ${path} is a folder`, { ...rest, hint }))
  }
  if (kind === 'other') {
    const hint = 'copy it to a file first, or give it to -f - on standard input'
    return refuse(
      errorProblem('not-a-file', `the ${what} ${path} is a device, socket or pipe`, { ...rest, hint }),
    )
  }
  const size = await io.size(path)
  if (size > maxTextLength) {
    const message = `the ${what} ${path} is ${Math.round(size / 1024 / 1024)} MiB large, more than the ${maxTextLength / 1024 / 1024} MiB that are read`
    return refuse(
      errorProblem('file-too-large', message, { ...rest, hint: 'see that the path names the right file' }),
    )
  }
  try {
    const { text, problem } = decodeText(await io.readFile(path), options.name ?? path)
    return problem === undefined ? { ok: true, text, problems: [] } : refuse(problem)
  } catch (error) {
    return refuse(describeUnreadable(path, what, error, rest))
  }
}

async function describeMissing(io: LoadIo, path: string, what: string, rest: ProblemRest): Promise<Problem> {
  const folder = dirname(path)
  let hint = 'correct the path, or create the file'
  if ((await io.kind(folder)) !== 'folder')
    hint = `the folder ${folder} does not exist either; correct the path`
  else if (what === 'stack file') {
    for (const name of defaultFileNames) {
      if ((await io.kind(join(folder, name))) === 'file') {
        hint = `did you mean ${join(folder, name)}?`
        break
      }
    }
  }
  return errorProblem('file-not-found', `the ${what} ${path} does not exist`, { ...rest, hint })
}

async function hintForFolder(io: LoadIo, path: string): Promise<string> {
  for (const name of defaultFileNames) {
    const inside = join(path, name)
    if ((await io.kind(inside)) === 'file') return `name the file in it: ${inside}`
  }
  return 'name a file'
}

function describeUnreadable(path: string, what: string, error: unknown, rest: ProblemRest): Problem {
  const code = (error as { code?: string } | null)?.code
  const denied = code === 'EACCES' || code === 'EPERM'
  const message = `the ${what} ${path} ${denied ? 'may not be read by this user' : 'cannot be read'}`
  const hint = denied ? `allow it: chmod +r ${path}` : 'look at the disk, and try again'
  return errorProblem('file-unreadable', message, { ...rest, hint, cause: code ?? String(error) })
}

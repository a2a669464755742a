// Which files make the stack: flags, COMPOSE_FILE, or the default names, searched upward.
import { basename, delimiter, dirname, isAbsolute, join, resolve } from 'node:path'
import { errorProblem, type Problem, warningProblem } from '../problem/index.ts'
import { defaultFileNames, overrideNames } from './file-names.ts'
import type { LoadIo } from './io.ts'

export interface DiscoverRequest {
  /** `-f`, in order; `-` is standard input. */
  readonly files: readonly string[]
  /** `--project-directory`. */
  readonly projectDirectory?: string
  /** Absolute working folder. */
  readonly workingDirectory: string
  /** COMPOSE_FILE and COMPOSE_PATH_SEPARATOR are asked of it. */
  readonly lookup: (name: string) => string | undefined
}

export interface Discovered {
  /** Absolute paths in order; `-` for standard input. Empty where none was found, then problems say so. */
  readonly files: readonly string[]
  /** Absolute project folder: what relative paths of the first file are relative to. */
  readonly directory: string
  readonly problems: readonly Problem[]
}

/** Finds the stack's files. Whether files that were named exist shows when they are read. */
export async function discoverFiles(request: DiscoverRequest, io: LoadIo): Promise<Discovered> {
  const { workingDirectory } = request
  const directory =
    request.projectDirectory === undefined ? undefined : resolve(workingDirectory, request.projectDirectory)
  const named = request.files.length > 0 ? request.files : namedByVariable(request.lookup)
  if (named.length === 0) return searchUpward(directory ?? workingDirectory, directory, io)
  const files = named.map(file => (file === '-' || isAbsolute(file) ? file : join(workingDirectory, file)))
  const first = files.find(file => file !== '-')
  return {
    files,
    directory: directory ?? (first === undefined ? workingDirectory : dirname(first)),
    problems: [],
  }
}

function namedByVariable(lookup: (name: string) => string | undefined): readonly string[] {
  const text = lookup('COMPOSE_FILE')
  if (text === undefined || text === '') return []
  const separator = lookup('COMPOSE_PATH_SEPARATOR') || delimiter
  return text.split(separator).filter(file => file !== '')
}

/** The nearest folder upward that holds a file of a default name, and its override file. */
async function searchUpward(start: string, directory: string | undefined, io: LoadIo): Promise<Discovered> {
  for (let folder = start; ; folder = dirname(folder)) {
    const candidates = await findAll(defaultFileNames, folder, io)
    const [base] = candidates
    if (base !== undefined) {
      const overrides = await findAll(overrideNames(basename(base)), folder, io)
      return {
        files: [base, ...overrides.slice(0, 1)],
        directory: directory ?? folder,
        problems: [...warnOfOthers(candidates, 'stack'), ...warnOfOthers(overrides, 'override')],
      }
    }
    if (dirname(folder) === folder) break
  }
  const problem = errorProblem(
    'no-stack-file',
    `no configuration file provided: not found in ${start}, nor in any folder above it`,
    {
      hint: `change to the folder that holds one, name it with -f, or create ${defaultFileNames[0]}`,
    },
  )
  return { files: [], directory: directory ?? start, problems: [problem] }
}

async function findAll(names: readonly string[], folder: string, io: LoadIo): Promise<string[]> {
  const found: string[] = []
  for (const name of names) {
    const path = join(folder, name)
    const kind = await io.kind(path)
    if (kind === 'file' || kind === 'other') found.push(path)
  }
  return found
}

function warnOfOthers(candidates: readonly string[], what: string): Problem[] {
  const [used, ...others] = candidates.map(path => basename(path))
  if (used === undefined || others.length === 0) return []
  const message = `the folder holds several ${what} files: ${used} is used, ${others.join(' and ')} not`
  return [
    warningProblem('several-stack-files', message, {
      hint: `remove ${others.length === 1 ? 'the one' : 'those'} out of date, or name the files that you mean with -f`,
    }),
  ]
}

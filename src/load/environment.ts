// The environment that interpolation sees: the process's over env files.
import { join, resolve } from 'node:path'
import { errorProblem, type Problem } from '../problem/index.ts'
import { type DotenvVariable, parseDotenv } from './dotenv.ts'
import { type LoadIo, readText } from './io.ts'
import type { Lookup, VariableValue } from './lookup.ts'

export interface EnvironmentRequest {
  /** The process's environment. */
  readonly process: Readonly<Record<string, string | undefined>>
  /** `--env-file`, in order. */
  readonly envFiles: readonly string[]
  /** Absolute working folder. */
  readonly workingDirectory: string
  /** Absolute project folder, where it is known already. */
  readonly projectDirectory?: string
}

export interface LoadEnvironment {
  readonly lookup: Lookup
  /** Everything at once: process over env files. */
  readonly variables: Readonly<Record<string, string>>
  /** Absolute paths of the files in use, in order. */
  readonly files: readonly string[]
  readonly problems: readonly Problem[]
  /** Texts read, for code frames. */
  readonly sources: ReadonlyMap<string, string>
}

/**
 * Reads the env files that count: those given by flag, else by COMPOSE_ENV_FILES, later ones winning; else `.env` of the working
 * folder over `.env` of the project folder, unless COMPOSE_DISABLE_ENV_FILE is set.
 */
export async function readEnvironment(request: EnvironmentRequest, io: LoadIo): Promise<LoadEnvironment> {
  const problems: Problem[] = []
  const sources = new Map<string, string>()
  const fromFiles = new Map<string, string>()
  const own = (name: string): string | undefined =>
    Object.hasOwn(request.process, name) ? request.process[name] : undefined
  const files = await chooseFiles(request, own, io, problems)
  for (const file of files) {
    const read = await readText(io, file, { what: 'env file' })
    problems.push(...read.problems)
    if (!read.ok) continue
    sources.set(file, read.text)
    const dotenv = parseDotenv(read.text, file, name => own(name) ?? fromFiles.get(name))
    problems.push(...dotenv.problems)
    addVariables(fromFiles, dotenv.variables)
  }
  const lookup: Lookup = name => {
    const value = own(name)
    if (value !== undefined) return { value, from: 'environment' }
    const found = fromFiles.get(name)
    return found === undefined ? undefined : ({ value: found, from: 'env_file' } satisfies VariableValue)
  }
  const variables = new Map(fromFiles)
  for (const [name, value] of Object.entries(request.process))
    if (value !== undefined) variables.set(name, value)
  return { lookup, variables: Object.fromEntries(variables), files, problems, sources }
}

function addVariables(all: Map<string, string>, found: ReadonlyMap<string, DotenvVariable>): void {
  for (const [name, { value }] of found) if (value !== undefined) all.set(name, value)
}

/** In the order of reading: a later one wins. */
async function chooseFiles(
  request: EnvironmentRequest,
  own: (name: string) => string | undefined,
  io: LoadIo,
  problems: Problem[],
): Promise<readonly string[]> {
  const { workingDirectory, projectDirectory } = request
  const listed =
    own('COMPOSE_ENV_FILES')
      ?.split(',')
      .filter(file => file !== '') ?? []
  const given = request.envFiles.length > 0 ? request.envFiles : listed
  if (given.length > 0) return given.map(file => resolve(workingDirectory, file))
  if (isDisabled(own('COMPOSE_DISABLE_ENV_FILE'), problems)) return []
  const folders = new Set([projectDirectory ?? workingDirectory, workingDirectory])
  const found: string[] = []
  for (const folder of folders) {
    const file = join(folder, '.env')
    // A folder of that name is somebody's virtual environment, and none of ours.
    const kind = await io.kind(file)
    if (kind === 'file' || kind === 'other') found.push(file)
  }
  return found
}

function isDisabled(text: string | undefined, problems: Problem[]): boolean {
  if (text === undefined || text === '' || /^(?:0|f|false)$/i.test(text)) return false
  if (/^(?:1|t|true)$/i.test(text)) return true
  const message = `COMPOSE_DISABLE_ENV_FILE is ${JSON.stringify(text)}, and takes true or false`
  problems.push(errorProblem('bad-setting', message, { hint: 'set it to true or false, or unset it' }))
  return false
}

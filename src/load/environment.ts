// The environment that interpolation sees: the process's over env files.
import type { Problem } from '../problem/index.ts'
import type { Lookup } from './interpolate.ts'
import type { LoadIo } from './io.ts'

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

/** Reads the env files that count. */
export async function readEnvironment(request: EnvironmentRequest, io: LoadIo): Promise<LoadEnvironment> {
  void [request, io]
  return { lookup: () => undefined, variables: {}, files: [], problems: [], sources: new Map() }
}

// The dialect of env files: from text to variables with their places. Reads no files.
import type { Problem } from '../problem/index.ts'
import type { Origin } from './node.ts'

/** A variable of an env file; `value` is undefined for a bare name that nothing defines. */
export interface DotenvVariable {
  readonly value: string | undefined
  readonly origin: Origin
}

export interface Dotenv {
  readonly variables: ReadonlyMap<string, DotenvVariable>
  readonly problems: readonly Problem[]
}

/** Reads an env file; `lookup` is the caller's environment, which expansion asks before the file's own variables. */
export function parseDotenv(
  text: string,
  file: string,
  lookup: (name: string) => string | undefined,
): Dotenv {
  void [text, file, lookup]
  return { variables: new Map(), problems: [] }
}

/** Reads an env file of `format: raw`: everything after the first `=` is the value, as it stands. */
export function parseRawDotenv(
  text: string,
  file: string,
  lookup: (name: string) => string | undefined,
): Dotenv {
  void [text, file, lookup]
  return { variables: new Map(), problems: [] }
}

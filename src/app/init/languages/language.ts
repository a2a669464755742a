// What one language's files tell of an application, in one form for all languages.
import type { Folder } from '../folder.ts'

export interface Application {
  /** The files that told it, for comments: `package.json`. */
  readonly from: string
  /** Names of the libraries that it uses. */
  readonly packages: readonly string[]
  /** The port that it listens on; undefined where nothing tells, or it listens on none. */
  readonly port?: number
  /** How it is run from its sources, without an image of its own. */
  readonly source: {
    readonly image: string
    readonly command: readonly string[]
    /** Where the image wants the sources. */
    readonly target: string
    /** Folders in the container that are no sources, and outlive it: `/app/node_modules`. */
    readonly kept?: readonly string[]
    readonly readOnly?: boolean
    /** Where it listens then, unless at `port`. */
    readonly port?: number
  }
  /** Text of a Dockerfile, and the lines of a .dockerignore beside those that everyone needs. */
  readonly dockerfile: string
  readonly ignore: readonly string[]
}

/** undefined where the folder holds no application of that language. */
export type ReadApplication = (folder: Folder) => Promise<Application | undefined>

/** The first number of the first file that has one, by patterns with one group. */
export async function findPort(
  folder: Folder,
  files: readonly string[],
  patterns: readonly RegExp[],
): Promise<number | undefined> {
  for (const file of files) {
    const text = (await folder.read(file)) ?? ''
    for (const pattern of patterns) {
      const port = Number(pattern.exec(text)?.[1])
      if (port > 0 && port < 65_536) return port
    }
  }
  return undefined
}

/** The first of the files that is there. */
export async function firstOf(folder: Folder, files: readonly string[]): Promise<string | undefined> {
  for (const file of files) if ((await folder.read(file)) !== undefined) return file
  return undefined
}

/** A list as JSON, which is how Dockerfiles and YAML write it. */
export const words = (list: readonly string[]): string =>
  `[${list.map(word => JSON.stringify(word)).join(', ')}]`

export function parseJson(text: string | undefined): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text ?? '')
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined
  } catch {
    return undefined
  }
}

/** A member that should be a map; empty where it is something else. */
export function mapOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : {}
}

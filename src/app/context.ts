// What every use case is given: the world outside, passed in. Nothing here is read from the process by itself.
import type { Engine } from '../engine/index.ts'
import type { LoadIo } from '../load/index.ts'

export interface AppContext {
  readonly version: string
  readonly environment: Readonly<Record<string, string>>
  readonly workingDirectory: string
  readonly homeDirectory: string
  readonly io: LoadIo
  readonly stdin: () => Promise<Uint8Array>
  /** Connects at the first call; the same engine afterwards. */
  readonly engine: () => Promise<Engine>
  /** Names with underscores, as Docker Compose 1 made them. */
  readonly compatibility?: boolean
  /** Milliseconds since the epoch. */
  readonly now: () => number
  /** First Ctrl-C: nothing new is begun, what is in flight finishes. */
  readonly signal: AbortSignal
  /** Second Ctrl-C: what is in flight is given up. */
  readonly forceSignal: AbortSignal
}

/** Which stack is meant: flags that every command takes. */
export interface ProjectOptions {
  readonly files?: readonly string[]
  readonly projectName?: string
  readonly projectDirectory?: string
  readonly profiles?: readonly string[]
  readonly envFiles?: readonly string[]
  readonly compatibility?: boolean
  readonly allResources?: boolean
}

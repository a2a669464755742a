// The small value types that several parts of a stack share.

/** A duration as Go prints it, e.g. `1m30s`. */
export type DurationText = string
/** A size in bytes as decimal text, e.g. `67108864`. */
export type BytesText = string
export type StringMap = Readonly<Record<string, string>>
export type Options = Readonly<Record<string, string | number | boolean | null>>

/** A secret or config as a service mounts it. */
export interface FileReference {
  readonly source: string
  readonly target?: string
  readonly uid?: string
  readonly gid?: string
  /** Octal text as Compose prints it, e.g. `0440`. */
  readonly mode?: string
}

export interface Hook {
  readonly command: readonly string[]
  readonly user?: string
  readonly privileged?: boolean
  readonly working_dir?: string
  readonly environment?: Readonly<Record<string, string | null>>
  readonly image?: string
  readonly per_replica?: boolean
}

export interface Ulimit {
  readonly soft: number
  readonly hard: number
}

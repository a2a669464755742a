// What a service's image is built from, in canonical form.
import type { BytesText, FileReference, Options, StringMap, Ulimit } from './values.ts'

export interface Build {
  /** Absolute folder, archive or git URL. */
  readonly context?: string
  readonly dockerfile?: string
  readonly dockerfile_inline?: string
  readonly entitlements?: readonly string[]
  /** null: taken from the environment at build time where it is set. */
  readonly args?: Readonly<Record<string, string | null>>
  readonly ssh?: readonly string[]
  readonly labels?: StringMap
  readonly cache_from?: readonly string[]
  readonly cache_to?: readonly string[]
  readonly no_cache?: boolean
  readonly no_cache_filter?: readonly string[]
  readonly additional_contexts?: StringMap
  readonly network?: string
  readonly provenance?: string | boolean
  readonly sbom?: string | boolean
  readonly pull?: boolean
  readonly target?: string
  readonly shm_size?: BytesText
  readonly extra_hosts?: readonly string[]
  readonly isolation?: string
  readonly privileged?: boolean
  readonly secrets?: readonly FileReference[]
  readonly tags?: readonly string[]
  readonly ulimits?: Readonly<Record<string, Ulimit | number>>
  readonly platforms?: readonly string[]
  readonly [extension: `x-${string}`]: Options | unknown
}

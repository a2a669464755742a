// What every planner starts from, and the words of the user that steer them.
import type { Lowered } from '../lower/index.ts'
import type { Project } from '../model/index.ts'
import type { Observed } from '../observe/index.ts'
import type { Comparison } from './compare.ts'
import type { BuildOptions } from './types.ts'

export interface PlanInput {
  readonly project: Project
  readonly lowered: Lowered
  readonly observed: Observed
  readonly compare: Comparison
}

/** The words of `up`, `create` and `scale`. Everything is optional; absent is off. */
export interface UpPolicy {
  /** The services named, in any order. Absent or empty: all. */
  readonly services?: readonly string[]
  readonly noDeps?: boolean
  readonly forceRecreate?: boolean
  readonly noRecreate?: boolean
  readonly alwaysRecreateDeps?: boolean
  readonly removeOrphans?: boolean
  readonly ignoreOrphans?: boolean
  /** Networks and volumes that no service uses are made, too. */
  readonly allResources?: boolean
  readonly renewAnonymousVolumes?: boolean
  /** Keys or names of volumes that may be replaced, with the loss of what is in them. */
  readonly replaceVolumes?: readonly string[]
  readonly scale?: Readonly<Record<string, number>>
  /** Create, but start nothing. */
  readonly noStart?: boolean
  readonly pull?: 'always' | 'missing' | 'never' | 'build' | 'policy'
  readonly quietPull?: boolean
  readonly build?: boolean
  readonly noBuild?: boolean
  readonly buildOptions?: BuildOptions
  /** Seconds for a container to stop. */
  readonly timeout?: number
  readonly wait?: boolean
  /** Milliseconds for all waiting of `wait`. */
  readonly waitTimeout?: number
  /** Milliseconds since the epoch, for pull policies such as `daily`. */
  readonly now?: number
}

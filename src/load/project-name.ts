// The project's name: who says it, and what may be in it.
import type { Problem } from '../problem/index.ts'
import type { Lookup } from './interpolate.ts'
import type { Node, Origin } from './node.ts'

export interface ProjectNameRequest {
  /** `-p`. */
  readonly explicit?: string
  readonly lookup: Lookup
  /** The top-level documents of the given files, in order, not interpolated. */
  readonly documents: readonly Node[]
  /** Absolute project folder. */
  readonly directory: string
}

export interface ProjectName {
  readonly name: string
  readonly origin?: Origin
  readonly problems: readonly Problem[]
}

/** The name by order: `-p`, COMPOSE_PROJECT_NAME, the last `name:`, the folder's name. */
export function chooseProjectName(request: ProjectNameRequest): ProjectName {
  void request
  return { name: '', problems: [] }
}

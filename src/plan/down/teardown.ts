// What a teardown starts from, the words that steer it, and what its parts share.
import type { Lowered } from '../../lower/index.ts'
import type { Project } from '../../model/index.ts'
import type { Observed } from '../../observe/index.ts'
import type { Draft } from '../draft.ts'
import type { StepId } from '../types.ts'
import type { ServiceOrder } from './service-order.ts'

export interface DownInput {
  readonly observed: Observed
  /** Absent where only the project's name is known. */
  readonly project?: Project
  readonly lowered?: Lowered
}

export interface DownPolicy {
  /** Absent or empty: everything. Dependants of those named go too. */
  readonly services?: readonly string[]
  readonly volumes?: boolean
  readonly removeOrphans?: boolean
  readonly ignoreOrphans?: boolean
  readonly rmi?: 'local' | 'all'
  /** Seconds. */
  readonly timeout?: number
}

/** What the parts of one teardown share. */
export interface Teardown {
  readonly input: DownInput
  readonly policy: DownPolicy
  readonly draft: Draft
  readonly order: ServiceOrder
  /** The services that go. */
  readonly chosen: ReadonlySet<string>
  /** Whether only some services go. */
  readonly partial: boolean
  /** Container id → the step that removes it. */
  readonly gone: Map<string, StepId>
}

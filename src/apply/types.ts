// What running a plan says while it runs, and what it leaves to say at the end.
import type { ResourceId, Step, StepId } from '../plan/index.ts'
import type { Problem } from '../problem/index.ts'

export type Outcome =
  /** `produced`: the id of what was created, pulled or built. `exited`: a wait was over because the container had done its work. */
  | { readonly state: 'done'; readonly produced?: string; readonly exited?: true }
  | { readonly state: 'not-needed' }
  | { readonly state: 'failed'; readonly problem: Problem }
  | { readonly state: 'skipped'; readonly because: StepId }
  | { readonly state: 'cancelled' }

/** Version 1 of the stream that `--progress json` prints, one object a line. Times are milliseconds since the epoch. */
export type ApplyEvent =
  | { readonly type: 'plan'; readonly time: number; readonly stack: string; readonly steps: number }
  | {
      readonly type: 'step-started'
      readonly time: number
      readonly step: StepId
      readonly kind: Step['kind']
      readonly resource: ResourceId
      /** The container takes another's place. */
      readonly replaces?: true
    }
  /** `text` is short: what is waited for, a layer's state. Bytes where known. */
  | {
      readonly type: 'step-progress'
      readonly time: number
      readonly step: StepId
      readonly text: string
      readonly id?: string
      readonly current?: number
      readonly total?: number
    }
  /** Output of a build, a hook or a provider, whole lines without the line end. */
  | {
      readonly type: 'step-output'
      readonly time: number
      readonly step: StepId
      readonly stream: 'stdout' | 'stderr'
      readonly line: string
    }
  | {
      readonly type: 'step-ended'
      readonly time: number
      readonly step: StepId
      readonly kind: Step['kind']
      readonly resource: ResourceId
      /** The container takes another's place. */
      readonly replaces?: true
      readonly outcome: Outcome
      readonly elapsed: number
    }
  /** Found as it is wanted: before anything is run, or once it is known that its image has not changed. `text`: how it is, where it does not run. */
  | {
      readonly type: 'unchanged'
      readonly time: number
      readonly resource: ResourceId
      readonly text?: string
    }
  | { readonly type: 'end'; readonly time: number; readonly ok: boolean; readonly elapsed: number }

export interface Report {
  readonly stack: string
  readonly ok: boolean
  readonly cancelled: boolean
  readonly outcomes: ReadonlyMap<StepId, Outcome>
  readonly steps: readonly Step[]
  /** Milliseconds. */
  readonly elapsed: number
  readonly problems: readonly Problem[]
}

export interface ApplyOptions {
  /** First abort: no new steps, those in flight finish. */
  readonly signal?: AbortSignal
  /** Abort at once: steps in flight are given up. */
  readonly forceSignal?: AbortSignal
  /** Steps at a time. Default 16. */
  readonly concurrency?: number
  readonly onFailure?: 'stop' | 'continue'
  readonly emit: (event: ApplyEvent) => void
  /** Called before a replica is started: where attach and run hook in. */
  readonly beforeStart?: (replica: {
    service: string
    number: number
    id: string
    name: string
  }) => Promise<void>
}

// What a performer may use. One context a step; what is shared by the whole run hangs in `run`.
import type { Engine, EngineInfo, LiveImage } from '../engine/index.ts'
import type { BuildRequest, ImageContext, ImageReporter, ImageResult, PullRequest } from '../image/index.ts'
import type { Project } from '../model/index.ts'
import type { ContainerTarget, StepId, StepKind, StepOf } from '../plan/index.ts'
import type { Outcome } from './types.ts'
import type { Watcher } from './watcher.ts'

/** What all steps of one run share. */
export interface Run {
  readonly engine: Engine
  readonly info: EngineInfo
  /** The project's name. */
  readonly stack: string
  /** Absent where the files are gone and only names are known. */
  readonly project?: Project
  readonly images: ImageOperations
  readonly imageContext: Omit<ImageContext, 'report' | 'signal'>
  readonly watcher: Watcher
  /** Gives up what is in flight. */
  readonly signal?: AbortSignal
  /** Asks to end: what only waits, and changes nothing, is given up. */
  readonly endSignal?: AbortSignal
  readonly beforeStart?: (replica: {
    service: string
    number: number
    id: string
    name: string
  }) => Promise<void>
  /** Images by reference, read once a run; forgotten where a step moves the reference. */
  readonly imageCache: Map<string, Promise<LiveImage>>
  /** Variables that providers have set, by their service. */
  readonly provided: Map<string, ReadonlyMap<string, string>>
  /** What a step produced, once it is done. */
  produced(step: StepId): string | undefined
}

export interface ImageOperations {
  pull(request: PullRequest, context: ImageContext): Promise<ImageResult>
  build(request: BuildRequest, context: ImageContext): Promise<ImageResult>
}

export interface PerformContext {
  readonly run: Run
  readonly engine: Engine
  readonly report: ImageReporter
}

export type Performer<K extends StepKind> = (step: StepOf<K>, context: PerformContext) => Promise<Outcome>
export type Performers = { readonly [K in StepKind]: Performer<K> }

export const done: Outcome = { state: 'done' }

/** The id of a container that exists or that a step of this run made. */
export function containerId(target: ContainerTarget, run: Run): string {
  if (target.kind === 'existing') return target.id
  return run.produced(target.step) ?? target.otherwise?.id ?? target.name
}

/** The image under a reference, asked for once a run. */
export function imageOf(reference: string, run: Run): Promise<LiveImage> {
  let found = run.imageCache.get(reference)
  if (found === undefined) {
    found = run.engine.images.inspect(reference)
    run.imageCache.set(reference, found)
  }
  return found
}

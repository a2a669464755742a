// The plan: a graph of steps with reasons. A value: printed, asserted in tests, run.

import type {
  ContainerSpec,
  EndpointSpec,
  FieldValue,
  HookSpec,
  NetworkSpec,
  ReplicaRef,
  VolumeSpec,
} from '../lower/index.ts'
import type { Build } from '../model/index.ts'
import type { Place, Problem } from '../problem/index.ts'

/** Stable, readable, unique in a plan, e.g. `create:container:web.1`. */
export type StepId = string
/** `container web.1`, `network default`, `volume data`, `image redis:7`: type and key. */
export interface ResourceId {
  readonly type: 'container' | 'network' | 'volume' | 'image' | 'service'
  /** Key in the stack, `service.number` for containers, a container's name for orphans. */
  readonly key: string
  /** Name at the engine. */
  readonly name: string
}

/**
 * A container that exists, or one that a step of this plan creates. Where that step has a `when` and was not needed,
 * `otherwise` is the container that stays.
 */
export type ContainerTarget =
  | { readonly kind: 'existing'; readonly id: string; readonly name: string }
  | {
      readonly kind: 'created'
      readonly step: StepId
      readonly name: string
      readonly otherwise?: { readonly id: string; readonly name: string }
    }

/** One changed field. Secret values are absent and print as "changed". */
export interface FieldChange {
  readonly field: string
  readonly change: 'added' | 'changed' | 'dropped'
  readonly from?: FieldValue
  readonly to?: FieldValue
  readonly secret?: boolean
  /** The file did not change: what runs was changed by hand. */
  readonly drift?: boolean
  readonly place?: Place
  /** The content of a secret or config, of which only a digest is known. */
  readonly content?: { readonly what: 'secret' | 'config'; readonly key: string }
}

/** Why a step is there. Data, not text. */
export type Reason =
  | { readonly kind: 'missing'; readonly place?: Place }
  | { readonly kind: 'changed'; readonly changes: readonly FieldChange[] }
  | { readonly kind: 'forced'; readonly flag: string }
  | { readonly kind: 'scaled'; readonly from: number; readonly to: number; readonly place?: Place }
  | { readonly kind: 'orphan' }
  | { readonly kind: 'removed' }
  | { readonly kind: 'requested' }
  | { readonly kind: 'stopped'; readonly exitCode?: number }
  | { readonly kind: 'paused' }
  | { readonly kind: 'image-moved'; readonly reference: string; readonly from: string; readonly to: string }
  | {
      readonly kind: 'follows'
      readonly resource: ResourceId
      readonly why: 'replaced' | 'restarted' | 'rebuilt'
    }
  | { readonly kind: 'needed'; readonly by: ResourceId }
  | { readonly kind: 'policy'; readonly policy: string }
  | { readonly kind: 'unfinished'; readonly detail: string }
  | {
      readonly kind: 'content'
      readonly what: 'secret' | 'config'
      readonly key: string
      readonly place?: Place
    }

/** The one union of step kinds: what each needs to be run. */
export interface StepArgs {
  pullImage: {
    readonly reference: string
    readonly platform?: string
    readonly policy: string
    readonly services: readonly string[]
    readonly quiet?: boolean
    readonly ignoreFailure?: boolean
    /** It can be built where it cannot be pulled. */
    readonly buildable?: boolean
  }
  buildImage: {
    readonly service: string
    readonly build: Build
    readonly tag: string
    readonly options: BuildOptions
    /** The registry may have it: it is built where it cannot be pulled. */
    readonly pullFirst?: { readonly platform?: string }
  }
  createNetwork: { readonly spec: NetworkSpec }
  removeNetwork: { readonly name: string; readonly networkId: string; readonly tolerateInUse: boolean }
  createVolume: { readonly spec: VolumeSpec }
  /** `tolerateInUse`: another project's container may have taken the volume over. */
  removeVolume: {
    readonly name: string
    readonly tolerateMissing?: boolean
    readonly tolerateInUse?: boolean
  }
  /** Named `temporaryName` until renamed, where it replaces a container that still holds its name. */
  createContainer: {
    readonly spec: ContainerSpec
    readonly replica: ReplicaRef
    readonly replaces?: { readonly id: string; readonly name: string }
    readonly temporaryName?: string
    readonly renewAnonymousVolumes: boolean
  }
  startContainer: {
    readonly target: ContainerTarget
    readonly replica?: ReplicaRef
    readonly hooks: { readonly preStart: readonly HookSpec[]; readonly postStart: readonly HookSpec[] }
    readonly files?: ContainerSpec
  }
  /** `timeout` in seconds; absent: as the container says. */
  stopContainer: {
    readonly target: ContainerTarget
    readonly replica?: ReplicaRef
    readonly timeout?: number
    readonly hooks: readonly HookSpec[]
  }
  restartContainer: {
    readonly target: ContainerTarget
    readonly replica?: ReplicaRef
    readonly timeout?: number
    readonly hooks: { readonly preStop: readonly HookSpec[]; readonly postStart: readonly HookSpec[] }
  }
  killContainer: { readonly target: ContainerTarget; readonly signal: string }
  pauseContainer: { readonly target: ContainerTarget }
  unpauseContainer: { readonly target: ContainerTarget }
  removeContainer: {
    readonly target: ContainerTarget
    readonly force: boolean
    readonly anonymousVolumes: boolean
  }
  renameContainer: { readonly target: ContainerTarget; readonly to: string }
  updateContainer: { readonly target: ContainerTarget; readonly update: Readonly<Record<string, unknown>> }
  connectNetwork: {
    readonly target: ContainerTarget
    readonly network: string
    readonly endpoint?: EndpointSpec
    readonly replica?: ReplicaRef
  }
  disconnectNetwork: { readonly target: ContainerTarget; readonly network: string; readonly force: boolean }
  /** Waits for a replica's state; `timeout` in milliseconds. */
  waitContainer: {
    readonly target: ContainerTarget
    readonly replica: ReplicaRef
    readonly until: WaitFor
    readonly timeout?: number
    readonly required: boolean
  }
  removeImage: { readonly reference: string; readonly tolerateMissing: boolean }
  runProvider: {
    readonly service: string
    readonly action: 'up' | 'down' | 'stop'
    readonly type: string
    readonly options: Readonly<Record<string, unknown>>
  }
}

/** `ready`: running, healthy where there is a check, or exited 0 where `mayComplete`. */
export type WaitFor =
  | { readonly kind: 'healthy' }
  | { readonly kind: 'completed' }
  | { readonly kind: 'running' }
  | { readonly kind: 'ready'; readonly mayComplete: boolean }

export interface BuildOptions {
  readonly noCache?: boolean
  readonly pull?: boolean
  readonly quiet?: boolean
  readonly args?: readonly string[]
  readonly ssh?: readonly string[]
  readonly memory?: string
  readonly builder?: string
  readonly push?: boolean
  readonly provenance?: string
  readonly sbom?: string
  readonly check?: boolean
  readonly progress?: string
}

/**
 * `settled`: done, failed or skipped, all the same; `failed`: only when that step failed (else the step is not needed).
 * A step that was not needed counts as done.
 */
export interface Need {
  readonly step: StepId
  readonly on: 'done' | 'settled' | 'failed'
}

export type StepKind = keyof StepArgs

export type StepOf<K extends StepKind> = {
  readonly id: StepId
  readonly kind: K
  readonly resource: ResourceId
  readonly needs: readonly Need[]
  readonly reason: Reason
  /** Decided at apply time: run only if that pull or build gave another image than the one given here (absent: any change). */
  readonly when?: { readonly imageChanged: StepId; readonly from?: string }
  /** `rerun`: a completed one-shot that runs again; `wait`: changes nothing. A plan is empty when no step is a change. */
  readonly effect: 'change' | 'rerun' | 'wait'
  readonly risk: 'none' | 'downtime' | 'data-loss'
} & StepArgs[K]

export type Step = { [K in StepKind]: StepOf<K> }[StepKind]

export interface Plan {
  /** The project's name. */
  readonly stack: string
  /** In an order that respects every need. */
  readonly steps: readonly Step[]
  readonly unchanged: readonly ResourceId[]
  readonly notices: readonly Problem[]
}

export function isEmpty(plan: Plan): boolean {
  return plan.steps.every(step => step.effect !== 'change')
}

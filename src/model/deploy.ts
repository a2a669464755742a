// How many replicas, how they are updated, and what they may use.
import type { BytesText, DurationText, StringMap } from './values.ts'

export interface UpdateConfig {
  readonly parallelism?: number
  readonly delay?: DurationText
  readonly failure_action?: string
  readonly monitor?: DurationText
  readonly max_failure_ratio?: number
  readonly order?: string
}

export interface DeviceRequest {
  readonly capabilities?: readonly string[]
  readonly driver?: string
  /** -1: all. */
  readonly count?: number
  readonly device_ids?: readonly string[]
  readonly options?: StringMap
}

export type GpuRequest = DeviceRequest

export interface ResourceSet {
  readonly cpus?: string | number
  readonly memory?: BytesText
  readonly pids?: number
  readonly devices?: readonly DeviceRequest[]
  readonly generic_resources?: readonly unknown[]
}

export interface Deploy {
  readonly mode?: string
  readonly endpoint_mode?: string
  readonly replicas?: number
  readonly labels?: StringMap
  readonly update_config?: UpdateConfig
  readonly rollback_config?: UpdateConfig
  readonly resources?: { readonly limits?: ResourceSet; readonly reservations?: ResourceSet }
  readonly restart_policy?: {
    readonly condition?: string
    readonly delay?: DurationText
    readonly max_attempts?: number
    readonly window?: DurationText
  }
  readonly placement?: {
    readonly constraints?: readonly string[]
    readonly preferences?: readonly { readonly spread?: string }[]
    readonly max_replicas_per_node?: number
  }
}

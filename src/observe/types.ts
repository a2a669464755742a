// One snapshot of what runs and of the host's facts, in our own terms. Plain data: builders can make it.

import type { EngineInfo, LiveContainer, LiveImage, LiveNetwork, LiveVolume } from '../engine/port.ts'
import type { LaterApplied } from '../lower/index.ts'

/**
 * Whose a resource is: `managed` carries this project's labels; `unlabelled` has a name that the stack wants and no project's label;
 * `foreign` has such a name and belongs to another project.
 */
export type Ownership = 'managed' | 'unlabelled' | 'foreign'

export interface ObservedContainer {
  readonly id: string
  /** Without the leading slash. */
  readonly name: string
  readonly ownership: Ownership
  readonly service: string
  /** 0 where the label is missing. */
  readonly number: number
  readonly oneoff: boolean
  readonly live: LiveContainer
  /** The image that it was created from, where the engine still has it. */
  readonly image?: LiveImage
  /** Id of the container that it was created to replace (`com.docker.compose.replace`), where a run was cut short. */
  readonly replaces?: string
}

export interface ObservedNetwork {
  readonly ownership: Ownership
  /** Key in the stack by label; absent for unlabelled ones. */
  readonly key?: string
  readonly live: LiveNetwork
}

export interface ObservedVolume {
  readonly ownership: Ownership
  readonly key?: string
  readonly live: LiveVolume
}

/** What the host says of the files that the stack names. */
export interface HostFacts {
  /** Absolute path → sha256 hex of the content of secret and config files; null: missing or unreadable. */
  readonly files: ReadonlyMap<string, string | null>
  /** Absolute path → whether it exists, for bind sources. Empty for a remote engine. */
  readonly binds: ReadonlyMap<string, boolean>
  /** Processes outside of containers that listen on ports which the stack publishes. Absent: none, or none to be seen. */
  readonly listeners?: readonly PortListener[]
  /** Bytes left on the disk of a local engine's root folder. */
  readonly freeBytes?: number
}

/** A socket of this host that takes a port. */
export interface PortListener {
  readonly port: number
  readonly protocol: 'tcp' | 'udp'
  /** `0.0.0.0` and `::` are every address of their family; `::` may take those of IPv4 as well. */
  readonly address: string
  /** Absent where the process is not ours to look at. */
  readonly process?: { readonly pid: number; readonly name: string }
}

/**
 * What gantry on this machine last applied and the engine has no place for: labels do not follow an update in place, and nothing is left
 * of a container that is gone. It tells what was done by hand from what was asked for, and decides nothing else.
 */
export interface Memory {
  /** Service → the numbers of its replicas. */
  readonly replicas: Readonly<Record<string, readonly number[]>>
  /** Container id → fields that were changed in place. */
  readonly later: Readonly<Record<string, LaterApplied>>
}

export interface Guests {
  /** Name of a network → those that run on it. */
  readonly networks: ReadonlyMap<string, readonly string[]>
  /** Name of a volume → those that mount it, whether they run or not. */
  readonly volumes: ReadonlyMap<string, readonly string[]>
}

export interface Observed {
  readonly project: string
  readonly engine: EngineInfo
  readonly local: boolean
  /** Of this project (one-offs and orphans too), and those that stand in the way by name. */
  readonly containers: readonly ObservedContainer[]
  /** Of this project, those the stack names as external, and those that stand in the way by name. */
  readonly networks: readonly ObservedNetwork[]
  readonly volumes: readonly ObservedVolume[]
  /** Image reference as the stack writes it → what the engine has under it; null: not there. */
  readonly images: ReadonlyMap<string, LiveImage | null>
  /** Host ports held by running containers of other projects. */
  readonly portsHeld: readonly {
    readonly port: number
    readonly protocol: string
    readonly hostIp: string
    readonly container: string
  }[]
  /** Every network's subnets at the engine, for overlap checks: network name → CIDRs. */
  readonly subnets: ReadonlyMap<string, readonly string[]>
  /** Who else uses what the stack may have: names of containers that `containers` does not have. Absent: nobody. */
  readonly guests?: Guests
  readonly host: HostFacts
  /** Absent where nothing was applied from this machine. */
  readonly memory?: Memory
}

// What the engine is asked to create. Settings carry the engine API's own names (v1.41 and later); whatever refers to
// another resource stays symbolic until a step is run. Knows nothing of the engine's answers.
import type { Place } from '../problem/index.ts'

/** `networks.shop_default`, `containers.web.1`: a resource of the stack. */
export type ReplicaRef = { readonly service: string; readonly number: number }

export type ImageSource =
  | { readonly kind: 'reference'; readonly reference: string }
  /** Built by this stack; `reference` is the tag that the build gives it. */
  | { readonly kind: 'built'; readonly service: string; readonly reference: string }

export interface HealthConfig {
  Test?: string[]
  /** Nanoseconds. */
  Interval?: number
  Timeout?: number
  StartPeriod?: number
  StartInterval?: number
  Retries?: number
}

/** The `Config` half of a create call, without image, labels. */
export interface ContainerConfig {
  Hostname?: string
  Domainname?: string
  User?: string
  AttachStdin?: boolean
  AttachStdout?: boolean
  AttachStderr?: boolean
  ExposedPorts?: Record<string, Record<string, never>>
  Tty?: boolean
  OpenStdin?: boolean
  StdinOnce?: boolean
  /** `NAME=value`; a bare `NAME` removes what the image sets. */
  Env?: string[]
  Cmd?: string[] | null
  Entrypoint?: string[] | null
  Healthcheck?: HealthConfig
  WorkingDir?: string
  NetworkDisabled?: boolean
  MacAddress?: string
  StopSignal?: string
  /** Seconds. */
  StopTimeout?: number
}

export interface PortBinding {
  HostIp?: string
  HostPort?: string
}

/** The `HostConfig` half of a create call, without mounts, network mode, namespaces of other services, volumes_from. */
export interface HostConfig {
  AutoRemove?: boolean
  Annotations?: Record<string, string>
  BlkioWeight?: number
  BlkioWeightDevice?: { Path: string; Weight: number }[]
  BlkioDeviceReadBps?: { Path: string; Rate: number }[]
  BlkioDeviceReadIOps?: { Path: string; Rate: number }[]
  BlkioDeviceWriteBps?: { Path: string; Rate: number }[]
  BlkioDeviceWriteIOps?: { Path: string; Rate: number }[]
  CapAdd?: string[]
  CapDrop?: string[]
  Cgroup?: string
  CgroupnsMode?: string
  CgroupParent?: string
  CpuCount?: number
  CpuPercent?: number
  CpuPeriod?: number
  CpuQuota?: number
  CpuRealtimePeriod?: number
  CpuRealtimeRuntime?: number
  CpuShares?: number
  CpusetCpus?: string
  CredentialSpec?: string
  DeviceCgroupRules?: string[]
  DeviceRequests?: {
    Driver?: string
    Count?: number
    DeviceIDs?: string[]
    Capabilities?: string[][]
    Options?: Record<string, string>
  }[]
  Devices?: { PathOnHost: string; PathInContainer: string; CgroupPermissions: string }[]
  Dns?: string[]
  DnsOptions?: string[]
  DnsSearch?: string[]
  ExtraHosts?: string[]
  GroupAdd?: string[]
  Init?: boolean
  IpcMode?: string
  Isolation?: string
  Links?: string[]
  LogConfig?: { Type: string; Config?: Record<string, string> }
  Memory?: number
  MemoryReservation?: number
  MemorySwap?: number
  MemorySwappiness?: number
  NanoCpus?: number
  OomKillDisable?: boolean
  OomScoreAdj?: number
  PidMode?: string
  PidsLimit?: number
  PortBindings?: Record<string, PortBinding[]>
  Privileged?: boolean
  PublishAllPorts?: boolean
  ReadonlyRootfs?: boolean
  RestartPolicy?: { Name: string; MaximumRetryCount?: number }
  Runtime?: string
  SecurityOpt?: string[]
  ShmSize?: number
  StorageOpt?: Record<string, string>
  Sysctls?: Record<string, string>
  Tmpfs?: Record<string, string>
  Ulimits?: { Name: string; Soft: number; Hard: number }[]
  UsernsMode?: string
  UTSMode?: string
}

export type MountSpec = {
  readonly target: string
  readonly readOnly: boolean
  readonly consistency?: string
} & (
  | {
      readonly type: 'volume'
      /** Key in the stack and name at the engine; absent: anonymous (kept through recreation). */
      readonly volume?: { readonly key: string; readonly name: string }
      readonly noCopy?: boolean
      readonly subpath?: string
      readonly labels?: Readonly<Record<string, string>>
    }
  | {
      readonly type: 'bind'
      readonly source: string
      readonly createHostPath: boolean
      readonly propagation?: string
      readonly recursive?: string
      /** `z` or `Z`. */
      readonly selinux?: string
    }
  | { readonly type: 'tmpfs'; readonly size?: number; readonly mode?: number }
  | { readonly type: 'image'; readonly source: string; readonly subpath?: string }
  | { readonly type: 'npipe' | 'cluster'; readonly source: string }
)

/** A secret or config whose content is copied into the container before it starts. */
export interface FileSpec {
  readonly kind: 'secret' | 'config'
  readonly key: string
  readonly target: string
  readonly uid: number
  readonly gid: number
  readonly mode: number
  readonly content:
    | { readonly kind: 'file'; readonly path: string }
    | { readonly kind: 'text'; readonly text: string }
  /** How it reaches the container: a read-only bind of the host's file, or a copy. */
  readonly by: 'bind' | 'copy'
  /** Where the stack defines it. */
  readonly place?: Place
}

export interface EndpointSpec {
  /** Key in the stack. */
  readonly key: string
  /** Name at the engine. */
  readonly network: string
  readonly aliases: readonly string[]
  /** `container:alias`, resolved to container names at apply time by the service's name. */
  readonly links: readonly { readonly service: string; readonly alias: string }[]
  readonly externalLinks?: readonly string[]
  readonly ipv4Address?: string
  readonly ipv6Address?: string
  readonly linkLocalIps?: readonly string[]
  readonly macAddress?: string
  readonly driverOpts?: Readonly<Record<string, string>>
  readonly priority: number
  readonly gwPriority?: number
}

/** A namespace that another container owns. */
export type NamespaceRef =
  | { readonly kind: 'mode'; readonly mode: string }
  | { readonly kind: 'service'; readonly service: string }
  | { readonly kind: 'container'; readonly container: string }

/** How the container meets networks: its own endpoints, or a mode (`host`, `none`, `bridge`, another's). */
export type NetworkingSpec =
  | { readonly kind: 'endpoints'; readonly endpoints: readonly EndpointSpec[] }
  | NamespaceRef

export interface VolumesFromRef {
  readonly from: { readonly service: string } | { readonly container: string }
  readonly mode?: string
}

/**
 * A field of a resource in the one form that file, last-applied and live values are compared in.
 * The value is canonical JSON-able data (sorted, units resolved).
 */
export interface Field {
  /** e.g. `environment.PORT`, `command`, `ports.8080/tcp`, `volumes./data`, `mem_limit`: the specification's key, then the item. */
  readonly name: string
  readonly value: FieldValue
  /** Never printed in clear: comes from env_file, the environment, or has a secret-like name. */
  readonly secret?: boolean
  /** Where the file asks for it. */
  readonly place?: Place
  /** How it is compared; absent: `fixed`. */
  readonly mode?: FieldMode
}

/**
 * `fixed`: only create sets it, so what runs differs from what was applied only by the engine's own rewriting: the file decides.
 * `live`: may change under a running container (update in place, namespaces of others): what runs decides.
 * `applied`: cannot be read back: only the last-applied fingerprint decides.
 */
export type FieldMode = 'fixed' | 'live' | 'applied'

export type FieldValue =
  | string
  | number
  | boolean
  | null
  | readonly FieldValue[]
  | { readonly [key: string]: FieldValue }

/** One replica's container, complete but for live ids. */
export interface ContainerSpec {
  readonly project: string
  readonly service: string
  readonly number: number
  readonly name: string
  readonly image: ImageSource
  readonly platform?: string
  readonly labels: Readonly<Record<string, string>>
  readonly config: ContainerConfig
  readonly host: HostConfig
  readonly mounts: readonly MountSpec[]
  readonly volumesFrom: readonly VolumesFromRef[]
  readonly networking: NetworkingSpec
  readonly ipc?: NamespaceRef
  readonly pid?: NamespaceRef
  readonly uts?: NamespaceRef
  readonly cgroup?: NamespaceRef
  readonly files: readonly FileSpec[]
  /** Links of a container on the default bridge, which alone still knows them outside endpoints. */
  readonly bridgeLinks?: readonly { readonly service: string; readonly alias: string }[]
  readonly bridgeExternalLinks?: readonly string[]
  /** What is compared with the last applied and the live values. The same for every replica but for its name. */
  readonly fields: readonly Field[]
  readonly hooks: {
    readonly preStart: readonly HookSpec[]
    readonly postStart: readonly HookSpec[]
    readonly preStop: readonly HookSpec[]
  }
}

export interface HookSpec {
  /** For messages; absent where a watch rule runs it. */
  readonly service?: string
  readonly command: readonly string[]
  readonly user?: string
  readonly privileged: boolean
  readonly workingDir?: string
  readonly env: readonly string[]
  readonly image?: string
}

export interface NetworkSpec {
  readonly key: string
  readonly name: string
  readonly external: boolean
  readonly driver?: string
  readonly driverOpts: Readonly<Record<string, string>>
  readonly ipam: {
    readonly driver?: string
    readonly options: Readonly<Record<string, string>>
    readonly pools: readonly {
      subnet?: string
      gateway?: string
      ipRange?: string
      auxAddresses?: Readonly<Record<string, string>>
    }[]
  }
  readonly internal: boolean
  readonly attachable: boolean
  readonly enableIPv4?: boolean
  readonly enableIPv6?: boolean
  readonly labels: Readonly<Record<string, string>>
  readonly fields: readonly Field[]
}

export interface VolumeSpec {
  readonly key: string
  readonly name: string
  readonly external: boolean
  readonly driver?: string
  readonly driverOpts: Readonly<Record<string, string>>
  readonly labels: Readonly<Record<string, string>>
  readonly fields: readonly Field[]
}

/** The whole stack as the engine will be asked for it. Keys are the stack's. */
export interface Lowered {
  readonly project: string
  /** Service key → the spec of replica `number`. Pure. */
  readonly services: ReadonlyMap<string, LoweredService>
  readonly networks: ReadonlyMap<string, NetworkSpec>
  readonly volumes: ReadonlyMap<string, VolumeSpec>
}

export interface LoweredService {
  readonly name: string
  readonly replicas: number
  readonly image: ImageSource
  container(number: number): ContainerSpec
}

// What the engine answers of what runs, as far as gantry reads it. Names are the engine API's (v1.41 and later).
// Any field may be absent on an older engine.
import type { ContainerConfig, HostConfig } from './spec.ts'

export interface LiveEndpoint {
  NetworkID?: string
  EndpointID?: string
  Aliases?: string[] | null
  Links?: string[] | null
  IPAMConfig?: { IPv4Address?: string; IPv6Address?: string; LinkLocalIPs?: string[] } | null
  IPAddress?: string
  IPPrefixLen?: number
  GlobalIPv6Address?: string
  Gateway?: string
  MacAddress?: string
  DriverOpts?: Record<string, string> | null
  GwPriority?: number
}

export interface LiveMount {
  Type: string
  Name?: string
  Source: string
  Destination: string
  Driver?: string
  Mode?: string
  RW: boolean
  Propagation?: string
}

export interface LiveState {
  Status: 'created' | 'running' | 'paused' | 'restarting' | 'removing' | 'exited' | 'dead'
  Running: boolean
  Paused: boolean
  Restarting: boolean
  OOMKilled?: boolean
  Dead?: boolean
  Pid?: number
  ExitCode: number
  Error?: string
  StartedAt?: string
  FinishedAt?: string
  Health?: {
    Status: 'none' | 'starting' | 'healthy' | 'unhealthy'
    FailingStreak?: number
    Log?: { ExitCode: number; Output: string; Start?: string; End?: string }[]
  }
}

/** `GET /containers/{id}/json`. */
export interface LiveContainer {
  Id: string
  /** With a leading slash. */
  Name: string
  Created: string
  /** Id of the image that it was created from. */
  Image: string
  Platform?: string
  RestartCount?: number
  State: LiveState
  Config: ContainerConfig & {
    Image: string
    Labels?: Record<string, string> | null
    Volumes?: Record<string, unknown> | null
  }
  HostConfig: HostConfig & {
    NetworkMode?: string
    Binds?: string[] | null
    Mounts?: LiveMountRequest[] | null
    VolumesFrom?: string[] | null
  }
  Mounts?: LiveMount[]
  NetworkSettings?: {
    Networks?: Record<string, LiveEndpoint> | null
    Ports?: Record<string, { HostIp: string; HostPort: string }[] | null> | null
  }
}

export interface LiveMountRequest {
  Type: string
  Source?: string
  Target: string
  ReadOnly?: boolean
  Consistency?: string
  BindOptions?: {
    Propagation?: string
    NonRecursive?: boolean
    CreateMountpoint?: boolean
    ReadOnlyNonRecursive?: boolean
    ReadOnlyForceRecursive?: boolean
  }
  VolumeOptions?: {
    NoCopy?: boolean
    Labels?: Record<string, string>
    Subpath?: string
    DriverConfig?: { Name?: string; Options?: Record<string, string> }
  }
  TmpfsOptions?: { SizeBytes?: number; Mode?: number }
  ImageOptions?: { Subpath?: string }
}

/** `GET /images/{name}/json`. */
export interface LiveImage {
  Id: string
  RepoTags?: string[] | null
  RepoDigests?: string[] | null
  Created?: string
  /** When a tag was last put on it at this engine. */
  Metadata?: { LastTagTime?: string }
  Size?: number
  Os?: string
  Architecture?: string
  Variant?: string
  Config?:
    | (ContainerConfig & { Labels?: Record<string, string> | null; Volumes?: Record<string, unknown> | null })
    | null
  RootFS?: { Type: string; Layers?: string[] }
}

/** `GET /networks/{id}`. */
export interface LiveNetwork {
  Id: string
  Name: string
  Created?: string
  Scope?: string
  Driver: string
  EnableIPv4?: boolean
  EnableIPv6?: boolean
  Internal?: boolean
  Attachable?: boolean
  Ingress?: boolean
  IPAM?: {
    Driver?: string
    Options?: Record<string, string> | null
    Config?:
      | { Subnet?: string; Gateway?: string; IPRange?: string; AuxiliaryAddresses?: Record<string, string> }[]
      | null
  }
  Options?: Record<string, string> | null
  Labels?: Record<string, string> | null
  /** Keyed by container id. Only `inspect` fills it. */
  Containers?: Record<
    string,
    { Name: string; IPv4Address?: string; IPv6Address?: string; MacAddress?: string }
  > | null
}

/** `GET /volumes/{name}`. */
export interface LiveVolume {
  Name: string
  Driver: string
  Mountpoint?: string
  CreatedAt?: string
  Scope?: string
  Labels?: Record<string, string> | null
  Options?: Record<string, string> | null
}

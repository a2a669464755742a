// A service in canonical form: every short form is written out, paths are absolute, names are resolved.
// The keys are the Compose Specification's, so that `config` prints this very value.
import type { Build } from './build.ts'
import type { Deploy, GpuRequest } from './deploy.ts'
import type { Develop } from './develop.ts'
import type { BytesText, DurationText, FileReference, Hook, Options, StringMap, Ulimit } from './values.ts'

export type DependencyCondition = 'service_started' | 'service_healthy' | 'service_completed_successfully'

export interface Dependency {
  readonly condition: DependencyCondition
  /** Restart the dependant when the dependency is restarted or replaced. */
  readonly restart?: boolean
  readonly required: boolean
}

export interface Healthcheck {
  readonly test?: readonly string[]
  readonly interval?: DurationText
  readonly timeout?: DurationText
  readonly start_period?: DurationText
  readonly start_interval?: DurationText
  readonly retries?: number
  readonly disable?: boolean
}

export interface Port {
  readonly mode?: 'ingress' | 'host'
  readonly host_ip?: string
  readonly target: number
  /** One port or a range (`8000-8010`), as text. */
  readonly published?: string
  readonly protocol?: string
  readonly app_protocol?: string
  readonly name?: string
}

export interface ServiceVolume {
  readonly type: 'volume' | 'bind' | 'tmpfs' | 'npipe' | 'cluster' | 'image'
  /** Volume key, absolute host path or image; absent for an anonymous volume and a tmpfs. */
  readonly source?: string
  readonly target: string
  readonly read_only?: boolean
  readonly consistency?: string
  readonly bind?: {
    readonly propagation?: string
    readonly create_host_path?: boolean
    readonly recursive?: string
    readonly selinux?: string
  }
  readonly volume?: { readonly nocopy?: boolean; readonly subpath?: string; readonly labels?: StringMap }
  readonly tmpfs?: { readonly size?: BytesText; readonly mode?: number }
  readonly image?: { readonly subpath?: string }
}

export interface ServiceNetwork {
  readonly aliases?: readonly string[]
  readonly interface_name?: string
  readonly ipv4_address?: string
  readonly ipv6_address?: string
  readonly link_local_ips?: readonly string[]
  readonly mac_address?: string
  readonly driver_opts?: Options
  readonly priority?: number
  readonly gw_priority?: number
}

export interface EnvFile {
  readonly path: string
  readonly required?: boolean
  readonly format?: string
}

export interface Device {
  readonly source: string
  readonly target?: string
  readonly permissions?: string
}

export interface ThrottleDevice {
  readonly path: string
  readonly rate: number | string
}

export interface BlkioConfig {
  readonly weight?: number
  readonly weight_device?: readonly { readonly path: string; readonly weight: number }[]
  readonly device_read_bps?: readonly ThrottleDevice[]
  readonly device_read_iops?: readonly ThrottleDevice[]
  readonly device_write_bps?: readonly ThrottleDevice[]
  readonly device_write_iops?: readonly ThrottleDevice[]
}

export interface Logging {
  readonly driver?: string
  readonly options?: Readonly<Record<string, string | number | null>>
}

export interface Provider {
  readonly type: string
  readonly options?: Readonly<
    Record<string, string | number | boolean | readonly (string | number | boolean)[]>
  >
}

export interface CredentialSpec {
  readonly config?: string
  readonly file?: string
  readonly registry?: string
}

export interface Service {
  readonly name: string

  // image and run
  readonly image?: string
  readonly build?: Build
  readonly provider?: Provider
  readonly platform?: string
  readonly pull_policy?: string
  readonly pull_refresh_after?: string
  /** null: as the image says. An empty list: cleared. */
  readonly command: readonly string[] | null
  readonly entrypoint: readonly string[] | null
  readonly working_dir?: string
  readonly user?: string
  readonly group_add?: readonly string[]
  readonly init?: boolean
  readonly tty?: boolean
  readonly stdin_open?: boolean
  readonly attach?: boolean
  readonly restart?: string
  readonly runtime?: string
  readonly scale?: number
  readonly container_name?: string
  readonly hostname?: string
  readonly domainname?: string
  readonly isolation?: string
  readonly profiles?: readonly string[]
  readonly depends_on?: Readonly<Record<string, Dependency>>
  readonly deploy?: Deploy
  readonly develop?: Develop
  readonly healthcheck?: Healthcheck
  readonly stop_signal?: string
  readonly stop_grace_period?: DurationText
  readonly pre_start?: readonly Hook[]
  readonly post_start?: readonly Hook[]
  readonly pre_stop?: readonly Hook[]
  readonly use_api_socket?: boolean

  // environment
  /** null: the variable was named without a value and is not set anywhere; it is not passed on. */
  readonly environment?: Readonly<Record<string, string | null>>
  readonly env_file?: readonly EnvFile[]
  readonly labels?: StringMap
  readonly label_file?: readonly string[]
  readonly annotations?: StringMap
  readonly logging?: Logging
  readonly models?: Readonly<
    Record<string, { readonly endpoint_var?: string; readonly model_var?: string } | null>
  >

  // network
  readonly ports?: readonly Port[]
  readonly expose?: readonly string[]
  /** Keys of the stack's networks; null: no settings of its own. */
  readonly networks?: Readonly<Record<string, ServiceNetwork | null>>
  readonly network_mode?: string
  readonly links?: readonly string[]
  readonly external_links?: readonly string[]
  readonly dns?: readonly string[]
  readonly dns_opt?: readonly string[]
  readonly dns_search?: readonly string[]
  /** `host=address`, one an address. */
  readonly extra_hosts?: readonly string[]
  readonly mac_address?: string

  // storage
  readonly volumes?: readonly ServiceVolume[]
  readonly volumes_from?: readonly string[]
  readonly tmpfs?: readonly string[]
  readonly configs?: readonly FileReference[]
  readonly secrets?: readonly FileReference[]
  readonly storage_opt?: Options
  readonly shm_size?: BytesText

  // security and namespaces
  readonly privileged?: boolean
  readonly read_only?: boolean
  readonly cap_add?: readonly string[]
  readonly cap_drop?: readonly string[]
  readonly security_opt?: readonly string[]
  readonly credential_spec?: CredentialSpec
  readonly userns_mode?: string
  readonly ipc?: string
  readonly pid?: string
  readonly uts?: string
  readonly cgroup?: string
  readonly cgroup_parent?: string
  readonly sysctls?: StringMap
  readonly ulimits?: Readonly<Record<string, Ulimit | number>>

  // resources
  readonly cpus?: number
  readonly cpuset?: string
  readonly cpu_count?: number
  readonly cpu_percent?: number
  readonly cpu_shares?: number
  readonly cpu_quota?: number
  readonly cpu_period?: number
  readonly cpu_rt_period?: number
  readonly cpu_rt_runtime?: number
  readonly mem_limit?: BytesText
  readonly mem_reservation?: BytesText
  readonly mem_swappiness?: BytesText
  readonly memswap_limit?: BytesText
  readonly oom_kill_disable?: boolean
  readonly oom_score_adj?: number
  readonly pids_limit?: number
  readonly blkio_config?: BlkioConfig
  readonly devices?: readonly Device[]
  readonly device_cgroup_rules?: readonly string[]
  readonly gpus?: readonly GpuRequest[]

  readonly [extension: `x-${string}`]: unknown
}

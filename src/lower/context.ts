// What lowering and comparison are told from outside. Structural, so that no other room has to be imported.
import type { Project, Service, Stack } from '../model/index.ts'
import type { LiveContainer, LiveImage } from './live.ts'

/** What lowering asks of the engine. The engine port's `EngineInfo` fits. */
export interface EngineFacts {
  /** Negotiated API version, e.g. `1.41`. */
  readonly apiVersion: string
  /** `linux` or `windows`. */
  readonly os: string
  /** Version as the engine prints it, e.g. `20.10.24`. */
  readonly version?: string
  readonly loggingDriver?: string
  readonly defaultRuntime?: string
  /** `1` or `2`: decides which cgroup namespace is the default. */
  readonly cgroupVersion?: string
  /** Podman, which has defaults of its own. */
  readonly podman?: boolean
}

export interface LowerContext {
  readonly engine: EngineFacts
  /** Whether this machine's files are the engine's. Where they are not, secrets and configs are copied. */
  readonly local: boolean
  /** gantry's own version, for labels. It never enters a fingerprint. */
  readonly version: string
  /** Between project, service and number; `_` under compatibility. Default `-`. */
  readonly separator?: '-' | '_'
  /** Variables that docker's config.json sets in every container (`proxies`). A service's own value wins. */
  readonly proxies?: Readonly<Record<string, string>>
  /** Reads a text file that a value refers to (seccomp profiles); undefined where it cannot be read. */
  readonly readText?: (path: string) => string | undefined
}

/** What one service is lowered from. */
export interface ServiceInput {
  readonly project: Project
  readonly stack: Stack
  readonly service: Service
  readonly context: LowerContext
}

/** A container of the stack that exists. */
export interface LiveReplica {
  readonly number: number
  readonly id: string
  /** Without the leading slash. */
  readonly name: string
}

/** What reading a container back needs beside its inspect. Each is optional: without it less can be told. */
export interface ReadContext {
  /** The image that the container was created from: what it sets is no wish of the file. */
  readonly image?: LiveImage
  /** Engine networks, id → name. A network that is not here is gone. */
  readonly networkNames?: ReadonlyMap<string, string>
  /** Live containers of each service, to name namespaces and links symbolically. */
  readonly services?: ReadonlyMap<string, readonly LiveReplica[]>
  /** Targets of secrets and configs: their mounts are no volumes. */
  readonly fileTargets?: ReadonlySet<string>
  /** The engine's defaults, where they are not Docker's. */
  readonly engine?: Partial<EngineFacts>
}

/** `set`: asked for by whoever created it. `default`: what the image or the engine sets when nobody asks. `engine`: may be the engine's own. */
export type LiveOrigin = 'set' | 'default' | 'engine'

export interface LiveFieldValue {
  readonly value: import('./spec.ts').FieldValue
  readonly origin: LiveOrigin
}

/** Field name → what runs. */
export type LiveFields = Map<string, LiveFieldValue>

export type { LiveContainer, LiveImage }

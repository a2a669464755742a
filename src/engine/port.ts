// The engine as the rest of gantry sees it: plain types, promises and streams. No word of HTTP or of a client library.
// Every call rejects with an EngineError; every call takes a signal where it can last.
import type { Duplex } from 'node:stream'
import type { LiveContainer, LiveEndpoint, LiveImage, LiveNetwork, LiveVolume } from '../lower/index.ts'
import type { Problem } from '../problem/index.ts'

export type { LiveContainer, LiveEndpoint, LiveImage, LiveNetwork, LiveVolume } from '../lower/index.ts'

/** The closed set that every failure of the engine is mapped to. */
export type EngineErrorKind =
  | 'not-found'
  | 'conflict'
  | 'in-use'
  | 'not-modified'
  | 'invalid'
  | 'unauthorized'
  | 'forbidden'
  | 'unreachable'
  | 'timeout'
  | 'unsupported'
  | 'server'
  | 'cancelled'

export class EngineError extends Error {
  readonly kind: EngineErrorKind
  /** HTTP status, where there was one. */
  readonly status?: number
  /** A full problem, where the adapter knows more than the engine said (an unreachable engine: what was tried). */
  readonly problem?: Problem

  constructor(
    kind: EngineErrorKind,
    message: string,
    rest: { status?: number; problem?: Problem; cause?: unknown } = {},
  ) {
    super(message, rest.cause === undefined ? undefined : { cause: rest.cause })
    this.name = 'EngineError'
    this.kind = kind
    if (rest.status !== undefined) this.status = rest.status
    if (rest.problem !== undefined) this.problem = rest.problem
  }
}

export interface EngineInfo {
  readonly name: string
  readonly version: string
  /** Negotiated API version, e.g. `1.41`. */
  readonly apiVersion: string
  readonly os: string
  readonly arch: string
  readonly kernel?: string
  readonly rootDir?: string
  readonly cgroupVersion?: string
  readonly swarm: 'inactive' | 'pending' | 'active' | 'error' | 'locked'
  readonly swarmManager: boolean
  readonly rootless: boolean
  readonly runtimes: readonly string[]
  readonly defaultRuntime?: string
  readonly loggingDriver?: string
  readonly securityOptions: readonly string[]
  readonly memory?: number
  readonly cpus?: number
  /** Containerd-backed image store (image ids are manifest digests there). */
  readonly containerdStore: boolean
  /** Podman, which speaks Docker's API and has defaults of its own. */
  readonly podman: boolean
  /** What the engine says is wrong with its host, in its own words. */
  readonly warnings?: readonly string[]
  /** Its clock when it was asked: RFC 3339. */
  readonly systemTime?: string
  /** The proxies that it pulls through itself. */
  readonly httpProxy?: string
  readonly httpsProxy?: string
}

/** Where the engine is, as the user would say it. */
export interface EngineAddress {
  /** `unix:///var/run/docker.sock`, `tcp://…`, `ssh://…`. */
  readonly host: string
  /** The docker context it came from. */
  readonly context?: string
  readonly source: 'flag' | 'DOCKER_HOST' | 'context' | 'default'
  /** Whether this machine's files are the engine's files, and its ports ours. */
  readonly local: boolean
}

/** One entry of `GET /containers/json`. */
export interface ContainerSummary {
  readonly Id: string
  readonly Names: readonly string[]
  readonly Image: string
  readonly ImageID: string
  readonly Command: string
  /** Unix seconds. */
  readonly Created: number
  readonly State: string
  readonly Status: string
  readonly Ports: readonly { IP?: string; PrivatePort: number; PublicPort?: number; Type: string }[]
  readonly Labels: Readonly<Record<string, string>>
  readonly SizeRw?: number
  readonly SizeRootFs?: number
  readonly HostConfig?: { NetworkMode?: string }
  readonly NetworkSettings?: { Networks?: Record<string, LiveEndpoint> }
  readonly Mounts?: readonly {
    Type: string
    Name?: string
    Source?: string
    Destination: string
    RW?: boolean
  }[]
}

export interface ListFilters {
  /** `label`, `name`, `status`, `network`, `volume`, `id`, `ancestor`, `dangling`, `reference`, … */
  readonly [filter: string]: readonly string[]
}

/** The body of `POST /containers/create`, in the engine's own names, with every reference resolved. */
export type CreateContainerBody = { Image: string } & Record<string, unknown>

export interface LogOptions {
  readonly follow?: boolean
  /** Unix seconds with an optional fraction. */
  readonly since?: string
  readonly until?: string
  readonly timestamps?: boolean
  /** A number or `all`. */
  readonly tail?: string
  readonly stdout?: boolean
  readonly stderr?: boolean
}

export interface LogChunk {
  readonly stream: 'stdout' | 'stderr'
  readonly data: Uint8Array
}

export interface ExecOptions {
  readonly command: readonly string[]
  readonly env?: readonly string[]
  readonly user?: string
  readonly workingDir?: string
  readonly privileged?: boolean
  readonly tty?: boolean
  readonly stdin?: boolean
  readonly detachKeys?: string
  /** Of the terminal from its first moment on, where the engine takes it (API 1.42); else resize once it runs. */
  readonly size?: { readonly rows: number; readonly columns: number }
}

/** A two-way stream to a process: attach and exec. */
export interface Session {
  /** Output in order, demultiplexed; a TTY's output is all `stdout`. Ends when the process's streams close or detach keys were typed. */
  readonly output: AsyncIterable<LogChunk>
  write(data: Uint8Array): Promise<void>
  /** Half-close: the process reads end-of-file. */
  end(): void
  close(): void
}

export interface ExecSession extends Session {
  readonly id: string
}

export interface EngineEvent {
  /** `container`, `network`, `volume`, `image`, … */
  readonly type: string
  /** `start`, `die`, `health_status: healthy`, … */
  readonly action: string
  readonly id: string
  readonly attributes: Readonly<Record<string, string>>
  /** Seconds since the epoch with a fraction, which is exact to a microsecond. */
  readonly time: number
  /** Nanoseconds since the epoch, exact: more digits than a number holds. */
  readonly timeNano: string
}

export interface WaitResult {
  readonly exitCode: number
  readonly error?: string
}

export interface TopResult {
  readonly Titles: readonly string[]
  readonly Processes: readonly (readonly string[])[]
}

/** Raw `GET /containers/{id}/stats` frame. */
export type StatsFrame = Record<string, unknown>

/** `username`/`password`, an identity token or a registry token, for one registry. Never printed. */
export interface RegistryAuth {
  readonly username?: string
  readonly password?: string
  readonly identitytoken?: string
  readonly registrytoken?: string
  readonly serveraddress?: string
}

/** One JSON line of pull, push and load, as the engine sends it. */
export interface ImageProgress {
  readonly id?: string
  readonly status?: string
  readonly progressDetail?: { current?: number; total?: number }
  readonly error?: string
  readonly aux?: Record<string, unknown>
  readonly stream?: string
}

export interface ImageSummary {
  readonly Id: string
  readonly RepoTags: readonly string[] | null
  readonly RepoDigests: readonly string[] | null
  readonly Created: number
  readonly Size: number
  readonly Labels: Readonly<Record<string, string>> | null
}

/** A path inside a container. */
export interface PathStat {
  readonly name: string
  readonly size: number
  /** Go's `os.FileMode`: the permission bits, and bit 31 for a folder, bit 27 for a symbolic link. */
  readonly mode: number
  readonly linkTarget?: string
}

export interface ContainerCalls {
  list(options?: {
    all?: boolean
    size?: boolean
    filters?: ListFilters
  }): Promise<readonly ContainerSummary[]>
  inspect(id: string): Promise<LiveContainer>
  create(
    name: string,
    body: CreateContainerBody,
    options?: { platform?: string },
  ): Promise<{ id: string; warnings: readonly string[] }>
  start(id: string): Promise<void>
  /** `timeout` in seconds; absent: as the container says. */
  stop(id: string, options?: { timeout?: number; signal?: AbortSignal }): Promise<void>
  restart(id: string, options?: { timeout?: number }): Promise<void>
  kill(id: string, signal?: string): Promise<void>
  pause(id: string): Promise<void>
  unpause(id: string): Promise<void>
  rename(id: string, name: string): Promise<void>
  update(id: string, body: Record<string, unknown>): Promise<readonly string[]>
  /** A removal that is under way already is awaited. */
  remove(id: string, options?: { force?: boolean; volumes?: boolean }): Promise<void>
  /** Resolves when the container is not running (or at its next exit). */
  wait(
    id: string,
    condition: 'not-running' | 'next-exit' | 'removed',
    signal?: AbortSignal,
  ): Promise<WaitResult>
  /**
   * Both streams unless the options name one. Chunks need not end where lines do. Ends with the signal, and where it
   * follows, at the container's exit.
   */
  logs(id: string, options: LogOptions, signal?: AbortSignal): AsyncIterable<LogChunk>
  attach(
    id: string,
    options: { stdin?: boolean; logs?: boolean; detachKeys?: string },
    signal?: AbortSignal,
  ): Promise<Session>
  resize(id: string, size: { rows: number; columns: number }): Promise<void>
  top(id: string, args?: string): Promise<TopResult>
  /** One frame a second, or one alone. Ends with the signal. */
  stats(id: string, options: { stream: boolean }, signal?: AbortSignal): AsyncIterable<StatsFrame>
  /** Uploads a tar into a folder of the container. */
  putArchive(
    id: string,
    path: string,
    tar: AsyncIterable<Uint8Array>,
    options?: { copyUidGid?: boolean },
  ): Promise<void>
  getArchive(
    id: string,
    path: string,
  ): Promise<{
    stat: PathStat
    /** Must be read or left by a `break`: until then it holds a connection. */
    tar: AsyncIterable<Uint8Array>
  }>
  /** What stands at a path of the container, without its content. */
  statArchive(id: string, path: string): Promise<PathStat>
  export(id: string, signal?: AbortSignal): AsyncIterable<Uint8Array>
  commit(
    id: string,
    options: {
      repo?: string
      tag?: string
      author?: string
      comment?: string
      pause?: boolean
      changes?: readonly string[]
    },
  ): Promise<{ id: string }>
  exec(id: string, options: ExecOptions, signal?: AbortSignal): Promise<ExecSession>
  execDetached(id: string, options: ExecOptions): Promise<{ id: string }>
  execInspect(execId: string): Promise<{ running: boolean; exitCode: number | null; pid?: number }>
  execResize(execId: string, size: { rows: number; columns: number }): Promise<void>
}

export interface NetworkCalls {
  list(filters?: ListFilters): Promise<readonly LiveNetwork[]>
  inspect(id: string): Promise<LiveNetwork>
  create(body: Record<string, unknown>): Promise<{ id: string }>
  remove(id: string): Promise<void>
  connect(id: string, container: string, endpoint?: Record<string, unknown>): Promise<void>
  disconnect(id: string, container: string, force?: boolean): Promise<void>
}

export interface VolumeCalls {
  list(filters?: ListFilters): Promise<readonly LiveVolume[]>
  inspect(name: string): Promise<LiveVolume>
  create(body: Record<string, unknown>): Promise<LiveVolume>
  remove(name: string, force?: boolean): Promise<void>
}

export interface ImageCalls {
  list(options?: { all?: boolean; filters?: ListFilters }): Promise<readonly ImageSummary[]>
  inspect(reference: string): Promise<LiveImage>
  history(reference: string): Promise<
    readonly {
      Id: string
      Created: number
      CreatedBy: string
      Size: number
      Comment: string
      Tags: readonly string[] | null
    }[]
  >
  /** Streams progress; rejects when the engine reports an error in the stream. */
  pull(
    reference: string,
    options: { platform?: string; auth?: RegistryAuth },
    signal?: AbortSignal,
  ): AsyncIterable<ImageProgress>
  push(
    reference: string,
    options: { auth?: RegistryAuth },
    signal?: AbortSignal,
  ): AsyncIterable<ImageProgress>
  tag(reference: string, target: string): Promise<void>
  remove(reference: string, options?: { force?: boolean; noPrune?: boolean }): Promise<void>
  save(references: readonly string[], signal?: AbortSignal): AsyncIterable<Uint8Array>
  load(tar: AsyncIterable<Uint8Array>, signal?: AbortSignal): AsyncIterable<ImageProgress>
  /**
   * `POST /build` with a tar of the context. `options` are the query parameters in the engine's names; one that may
   * stand several times (`t`, `extrahosts`) is a list.
   */
  build(
    context: AsyncIterable<Uint8Array>,
    options: Record<string, string | number | boolean | readonly string[]>,
    rest: { registryAuth?: Readonly<Record<string, RegistryAuth>> },
    signal?: AbortSignal,
  ): AsyncIterable<Record<string, unknown>>
  /** Digest of a reference at its registry, through the engine (`GET /distribution/{name}/json`). */
  distribution(
    reference: string,
    auth?: RegistryAuth,
  ): Promise<{
    digest: string
    platforms: readonly { os?: string; architecture?: string; variant?: string }[]
  }>
}

/** What a client shows of itself to the engine's BuildKit, which then calls it. */
export interface BuildSessionOffer {
  readonly id: string
  readonly name: string
  /** Sessions of the same key share what the engine keeps of their folders. */
  readonly sharedKey: string
  /** `/package.Service/Method`, as the engine may call them. */
  readonly methods: readonly string[]
}

/**
 * The engine's BuildKit, over connections that the engine gives over. What is said on them is BuildKit's own protocol:
 * gRPC. Engines without BuildKit refuse them.
 */
export interface BuildKitCalls {
  /** The builder that the engine wants clients to take; undefined where it leaves that to them (before 23.0). */
  preferred(): Promise<'classic' | 'buildkit' | undefined>
  /** A connection on which we call BuildKit (`POST /grpc`). Ends with the signal. */
  control(signal?: AbortSignal): Promise<Duplex>
  /** A connection on which BuildKit calls us (`POST /session`). Ends with the signal. */
  session(offer: BuildSessionOffer, signal?: AbortSignal): Promise<Duplex>
}

export interface Engine {
  readonly address: EngineAddress
  info(): Promise<EngineInfo>
  ping(): Promise<void>
  /**
   * Subscribes at once (not at the first read), then yields; ends with the signal or at `until`, rejects when the
   * connection is lost. `opened` is called once the subscription stands: what happens later is seen.
   */
  events(
    options: { filters?: ListFilters; since?: string; until?: string; opened?: () => void },
    signal?: AbortSignal,
  ): AsyncIterable<EngineEvent>
  readonly containers: ContainerCalls
  readonly networks: NetworkCalls
  readonly volumes: VolumeCalls
  readonly images: ImageCalls
  readonly buildKit: BuildKitCalls
  /** Closes idle connections. */
  close(): void
}

/** Whether an API version is at least another: `atLeast('1.45', '1.44')`. */
export function apiAtLeast(version: string, needed: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  const [needMajor = 0, needMinor = 0] = needed.split('.').map(Number)
  return major > needMajor || (major === needMajor && minor >= needMinor)
}

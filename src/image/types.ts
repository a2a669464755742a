// What building and pulling need and say. Knows the engine port, not plans.
import type { Engine, EngineInfo } from '../engine/index.ts'
import type { Build, Project } from '../model/index.ts'

/** What a pull or a build says while it runs. */
export interface ImageReporter {
  /** `id` names a layer or a build's vertex; bytes where known. */
  progress(text: string, detail?: { id?: string; current?: number; total?: number }): void
  /** One line of a builder's output, without the line end. */
  output(stream: 'stdout' | 'stderr', line: string): void
}

export interface ImageContext {
  readonly engine: Engine
  /** What the engine says of itself, where it was asked already. */
  readonly info?: EngineInfo
  /** The process's environment: DOCKER_CONFIG, BUILDX_BUILDER, proxies, `args` without a value. */
  readonly environment: Readonly<Record<string, string>>
  readonly homeDirectory: string
  readonly report: ImageReporter
  readonly signal?: AbortSignal
}

export interface PullRequest {
  readonly reference: string
  readonly platform?: string
}

export interface BuildRequest {
  readonly service: string
  readonly build: Build
  /** The tag that the image gets, e.g. `shop-web`. */
  readonly tag: string
  readonly project: Project
  readonly options: BuildFlags
}

export interface BuildFlags {
  readonly noCache?: boolean
  readonly pull?: boolean
  readonly quiet?: boolean
  /** `NAME=value` or a bare `NAME`, from the command line; wins over the file's. */
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

/** Id of the image that the reference names afterwards (`sha256:…`). */
export interface ImageResult {
  readonly id: string
}

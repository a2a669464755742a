// The stack: what the files, the environment and the flags ask for, in canonical form.
import type { Place } from '../problem/index.ts'
import type { Service } from './service.ts'
import type { Options, StringMap } from './values.ts'

export interface IpamPool {
  readonly subnet?: string
  readonly gateway?: string
  readonly ip_range?: string
  readonly aux_addresses?: StringMap
}

export interface Network {
  /** The name at the engine, e.g. `shop_default`. */
  readonly name: string
  readonly driver?: string
  readonly driver_opts?: Options
  readonly ipam: {
    readonly driver?: string
    readonly config?: readonly IpamPool[]
    readonly options?: StringMap
  }
  readonly external?: boolean
  readonly internal?: boolean
  readonly attachable?: boolean
  readonly enable_ipv4?: boolean
  readonly enable_ipv6?: boolean
  readonly labels?: StringMap
  readonly [extension: `x-${string}`]: unknown
}

export interface Volume {
  /** The name at the engine, e.g. `shop_data`. */
  readonly name: string
  readonly driver?: string
  readonly driver_opts?: Options
  readonly external?: boolean
  readonly labels?: StringMap
  readonly [extension: `x-${string}`]: unknown
}

/** A secret or a config at the top level. */
export interface FileObject {
  readonly name: string
  /** Absolute path. */
  readonly file?: string
  /** Name of a variable. */
  readonly environment?: string
  /** Configs only: the text itself. */
  readonly content?: string
  readonly external?: boolean
  readonly labels?: StringMap
  readonly driver?: string
  readonly driver_opts?: Options
  readonly template_driver?: string
  readonly [extension: `x-${string}`]: unknown
}

export interface Model {
  readonly name?: string
  readonly model: string
  readonly context_size?: number
  readonly runtime_flags?: readonly string[]
}

export interface Stack {
  /** The project's name. */
  readonly name: string
  readonly services: Readonly<Record<string, Service>>
  readonly networks: Readonly<Record<string, Network>>
  readonly volumes: Readonly<Record<string, Volume>>
  readonly secrets: Readonly<Record<string, FileObject>>
  readonly configs: Readonly<Record<string, FileObject>>
  readonly models?: Readonly<Record<string, Model>>
  readonly [extension: `x-${string}`]: unknown
}

/**
 * A loaded stack and what is known about its loading. `stack` holds only what profiles and the selection enable;
 * `disabled` the services that they leave out.
 */
export interface Project {
  readonly stack: Stack
  readonly disabled: Readonly<Record<string, Service>>
  readonly origins: Origins
  /** Absolute project folder. */
  readonly directory: string
  /** Absolute paths of the files given or found, in order; `-` for standard input. */
  readonly files: readonly string[]
  /** Absolute paths of the `--env-file`s or the `.env` in use. */
  readonly envFiles: readonly string[]
  readonly profiles: readonly string[]
  /** The environment that interpolation saw: process over env files. */
  readonly environment: Readonly<Record<string, string>>
  /** The text of every file read, for code frames; keyed as places name them. */
  readonly sources: ReadonlyMap<string, string>
}

/** Where a value of the model came from. */
export interface ValueOrigin {
  readonly place: Place
  readonly from?: 'file' | 'env_file' | 'label_file' | 'environment' | 'default' | 'argument'
  readonly variables?: readonly string[]
  readonly raw?: string
}

export interface Origins {
  /**
   * Where the value at a path of the stack came from, e.g. `['services', 'web', 'environment', 'PORT']`. The nearest ancestor's
   * origin where the value has none of its own; undefined where nothing in a file asks for it.
   */
  at(path: readonly (string | number)[]): ValueOrigin | undefined
}

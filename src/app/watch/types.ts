// What watching is made of: rules, what happened to files, and what is to be done about it. No word of terminals.
import type { Engine } from '../../engine/index.ts'
import type { HookSpec } from '../../lower/index.ts'
import type { Project, WatchRule } from '../../model/index.ts'

/** One rule of one service, its patterns read. */
export interface Rule {
  readonly service: string
  /** The file or folder on this machine, absolute. */
  readonly path: string
  readonly action: WatchRule['action']
  /** Where it goes in the containers, absolute. */
  readonly target?: string
  readonly exec?: HookSpec
  readonly initialSync: boolean
  /** Whether a change of this path counts. */
  takes(path: string): boolean
  /** Whether nothing in this folder can count, so that nobody has to look into it. */
  prunes(folder: string): boolean
}

/** What stands at a path now. A link is a file: it is copied as the link that it is. */
export type Kind = 'file' | 'folder'

/** Something happened at a path. `was`: what was known to stand there before; absent: nothing. */
export interface FileChange {
  readonly path: string
  readonly now: Kind | 'gone'
  readonly was?: Kind
}

/** What happened at a path since the last batch. `was`: what stood there when it began; absent: nothing. */
export type BatchedChange = FileChange

/** A change as one service sees it. */
export interface SyncItem extends BatchedChange {
  readonly rule: Rule
  /** The path in the containers. */
  readonly target: string
}

/** What a batch asks for. Services in the order of their rules. */
export interface Actions {
  readonly rebuild: readonly string[]
  readonly sync: ReadonlyMap<string, readonly SyncItem[]>
  readonly restart: readonly string[]
  readonly exec: readonly { readonly service: string; readonly hook: HookSpec }[]
}

/** How watching acts and speaks: what it cannot do by itself. */
export interface WatchDesk {
  say(line: string): Promise<void>
  /** A line that a command in a container printed. `container` is its short name. */
  output(container: string, stream: 'stdout' | 'stderr', line: string): Promise<void>
  /** Builds and replaces. False: it failed, and the user was told why. */
  rebuild(services: readonly string[]): Promise<boolean>
  restart(services: readonly string[]): Promise<boolean>
}

/** What acting on a batch needs of the world. */
export interface SyncScene {
  readonly engine: Engine
  readonly project: Project
  readonly desk: WatchDesk
  readonly signal: AbortSignal
}

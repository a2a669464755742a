// What one load carries from file to file: the machine, the options, the problems found, the texts read.
import type { Problem } from '../problem/index.ts'
import type { Lookup } from './interpolate.ts'
import type { LoadIo } from './io.ts'
import type { MapNode, Node } from './node.ts'
import type { Mark } from './reset.ts'

/** Which stages run. Everything but for the flags of `config` that turn some off. */
export interface Stages {
  readonly interpolate: boolean
  readonly normalize: boolean
  readonly resolvePaths: boolean
  readonly resolveEnvironment: boolean
  readonly consistency: boolean
}

/** Lives as long as one load; grows as files are read. */
export interface Session {
  readonly io: LoadIo
  /** Absolute; paths below it are shown relative to it. */
  readonly workingDirectory: string
  readonly stages: Stages
  readonly problems: Problem[]
  /** Texts by the name that places use, in the order of reading. */
  readonly sources: Map<string, string>
  readonly standardInput: () => Promise<Uint8Array>
  /** Parsed files: a file that several others name is read once. */
  readonly parsed: Map<string, Promise<readonly Node[] | undefined>>
  /** Files that services extend, composed, by file and environment. */
  readonly bases: Map<string, Promise<BaseFile | undefined>>
  /** Includes composed, by files, folder and environment. */
  readonly includes: Map<string, Promise<MapNode>>
  /** Variables that were warned of as unset: once a load is enough. */
  readonly warned: Set<string>
  /** Names that are set, for "did you mean". */
  variableNames: readonly string[]
  /** How many includes were followed. */
  includeCount: number
  /** Whether a file could not be read or parsed: what seems undefined may stand there. */
  incomplete: boolean
}

/** What counts for the files of one project or one include. */
export interface Scope {
  /** Absolute folder that relative paths are relative to. */
  readonly directory: string
  readonly lookup: Lookup
  /** Tells environments apart, for what is kept of files already composed. */
  readonly environmentKey: string
  /** The files that led here by include, outermost first. */
  readonly includedBy: readonly string[]
}

/** A file as the base of extending services. */
export interface BaseFile {
  readonly file: string
  readonly services: MapNode | undefined
  readonly marks: readonly Mark[]
  readonly scope: Scope
  /** Its services whose own extending is done. */
  readonly done: Map<string, Node>
}

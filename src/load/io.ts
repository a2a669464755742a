// What loading needs of the machine: files, links and the home folder. The only place of the room that touches a disk.
import { readFile, realpath, stat } from 'node:fs/promises'
import { homedir } from 'node:os'
import type { Place, Problem } from '../problem/index.ts'

export type PathKind = 'file' | 'folder' | 'other' | 'missing'

/** The machine as loading sees it. Passed in by the caller; all paths are absolute. */
export interface LoadIo {
  /** The bytes of a file; throws as node:fs does. */
  readFile(path: string): Promise<Uint8Array>
  kind(path: string): Promise<PathKind>
  /** In bytes; 0 where it does not exist. */
  size(path: string): Promise<number>
  realpath(path: string): Promise<string>
  homedir(): string
  /** All of standard input. */
  readStandardInput(): Promise<Uint8Array>
}

/** Text of a file, or why there is none. `file` is the path as places name it. */
export type ReadText =
  | { readonly ok: true; readonly text: string; readonly problems: readonly Problem[] }
  | { readonly ok: false; readonly problems: readonly Problem[] }

export interface ReadTextOptions {
  /** What the file is for, e.g. `stack file`, `env file`. */
  readonly what: string
  /** Where a file names it. */
  readonly place?: Place
  readonly path?: string
  /** How places name the file; the path itself if absent. */
  readonly name?: string
}

/** Reads a text file with every way that can fail turned into a problem: missing, a folder, a device, too large, not UTF-8. */
export async function readText(io: LoadIo, path: string, options: ReadTextOptions): Promise<ReadText> {
  void [io, path, options]
  return { ok: false, problems: [] }
}

/** The real machine. */
export function createNodeIo(): LoadIo {
  return {
    readFile: path => readFile(path),
    kind: async path => {
      const found = await stat(path).catch(() => undefined)
      if (found === undefined) return 'missing'
      return found.isFile() ? 'file' : found.isDirectory() ? 'folder' : 'other'
    },
    size: async path => (await stat(path).catch(() => undefined))?.size ?? 0,
    realpath: path => realpath(path),
    homedir,
    readStandardInput: async () => {
      const chunks: Uint8Array[] = []
      for await (const chunk of process.stdin) chunks.push(chunk as Uint8Array)
      return Buffer.concat(chunks)
    },
  }
}

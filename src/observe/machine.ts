// The machine that gantry runs on, as far as it may be the engine's own: its name, its process table, its disk.
// Knows no stack. What cannot be told is undefined, never a guess.
import { readdir, readFile, readlink, statfs } from 'node:fs/promises'
import { hostname, platform } from 'node:os'
import { join } from 'node:path'

/** Passed in, so that a test can lay out a process table in a folder. */
export interface Machine {
  readonly hostname: string
  /** Text of a file below /proc, `net/tcp`; undefined: not there, or not ours to read. */
  procText(path: string): Promise<string | undefined>
  /** Names in a folder below /proc; empty where it may not be read. */
  procNames(path: string): Promise<readonly string[]>
  /** Where a link below /proc leads, as text. */
  procLink(path: string): Promise<string | undefined>
  /** Bytes that are free on the disk of a folder. */
  freeBytes(folder: string): Promise<number | undefined>
}

/** This machine. `proc` is where its process table is. */
export function thisMachine(proc = '/proc'): Machine {
  const none = () => undefined
  return {
    hostname: hostname(),
    procText: async path =>
      platform() === 'linux' ? readFile(join(proc, path), 'utf8').catch(none) : undefined,
    procNames: path => readdir(join(proc, path)).catch(() => []),
    procLink: path => readlink(join(proc, path)).catch(none),
    freeBytes: async folder => {
      const found = await statfs(folder).catch(none)
      return found === undefined ? undefined : found.bavail * found.bsize
    },
  }
}

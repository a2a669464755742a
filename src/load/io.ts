// The real machine, as loading sees it: files, links and the home folder. The only place of the room that touches a disk.
import { readFile, realpath, stat } from 'node:fs/promises'
import { homedir } from 'node:os'
import type { LoadIo } from './load-io.ts'

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

export type { LoadIo, PathKind } from './load-io.ts'
export { type ReadText, type ReadTextOptions, readText } from './read-text.ts'

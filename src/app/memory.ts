// Where what was last applied is kept between commands: a small file a project in the user's state folder. Best effort: without it
// gantry does the same, and may only call a change that was asked for one that was made by hand.
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { Memory } from '../observe/index.ts'
import { shortDigestJson } from '../support/index.ts'
import type { AppContext } from './context.ts'

/** `host`: the engine's address. */
export interface MemoryKey {
  readonly host: string
  readonly project: string
}

/** Undefined where there is none, or none that can be read. */
export async function readMemory(context: AppContext, key: MemoryKey): Promise<Memory | undefined> {
  try {
    const { v, replicas, later } = JSON.parse(await readFile(fileOf(context, key), 'utf8'))
    return v === 1 && isRecord(replicas) && isRecord(later) ? ({ replicas, later } as Memory) : undefined
  } catch {
    return undefined
  }
}

/** Keeps a project's memory, or forgets the project. */
export async function writeMemory(
  context: AppContext,
  key: MemoryKey,
  memory: Memory | undefined,
): Promise<void> {
  const file = fileOf(context, key)
  try {
    if (memory === undefined) {
      await rm(file, { force: true })
      return
    }
    await mkdir(path.dirname(file), { recursive: true, mode: 0o700 })
    const partial = `${file}.${process.pid}`
    await writeFile(partial, JSON.stringify({ v: 1, ...memory }), { mode: 0o600 })
    await rename(partial, file)
  } catch {
    // A home that cannot be written to is no reason to fail what has been done.
  }
}

function fileOf({ environment, homeDirectory }: AppContext, { host, project }: MemoryKey): string {
  const state = environment.XDG_STATE_HOME || path.join(homeDirectory, '.local', 'state')
  return path.join(state, 'gantry', 'applied', `${project}-${shortDigestJson([host, project])}.json`)
}

function isRecord(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

// The engines that the adapter's tests run on, and containers that end with their test. Every name and label starts with
// `test-` and a random part, so that runs side by side never meet.
import { randomBytes } from 'node:crypto'
import { homedir } from 'node:os'
import { connectEngine } from '../../../src/engine/docker/index.ts'
import type { Engine, LogChunk } from '../../../src/engine/index.ts'

export const tiny = 'gantry/tiny:latest'

/** The machine's engine, and the newer one where GANTRY_NEWER_HOST says that it runs. */
export const engineHosts: readonly (readonly [name: string, host: string])[] = [
  ['engine', process.env.DOCKER_HOST ?? ''],
  ...(process.env.GANTRY_NEWER_HOST ? [['newer engine', process.env.GANTRY_NEWER_HOST] as const] : []),
]

export function connect(host: string): Promise<Engine> {
  return connectEngine({ environment: { DOCKER_HOST: host }, homeDirectory: homedir() })
}

export const uniqueName = (word: string): string => `test-${word}-${randomBytes(4).toString('hex')}`

export interface Owned {
  /** Creates a container of the tiny image that `cleanUp` removes. */
  container(command: readonly string[], body?: Record<string, unknown>): Promise<string>
  /** Creates and starts one. */
  running(command?: readonly string[], body?: Record<string, unknown>): Promise<string>
  /** Has something else removed at the end, whether the test succeeds or not. */
  later(remove: () => Promise<unknown>): void
  cleanUp(): Promise<void>
}

export function ownedBy(engine: Engine): Owned {
  const removals: (() => Promise<unknown>)[] = []
  const owned: Owned = {
    container: async (command, body = {}) => {
      const name = uniqueName('adapter')
      const { id } = await engine.containers.create(name, {
        Image: tiny,
        Cmd: command,
        Labels: { project: name },
        StopTimeout: 1,
        ...body,
      })
      removals.push(() => engine.containers.remove(id, { force: true, volumes: true }))
      return id
    },
    running: async (command = ['sleep', '600'], body = {}) => {
      const id = await owned.container(command, body)
      await engine.containers.start(id)
      return id
    },
    later: remove => removals.push(remove),
    cleanUp: async () => {
      for (const remove of removals.splice(0).reverse()) await remove().catch(ignoreGone)
    },
  }
  return owned
}

function ignoreGone(error: { kind?: string }): void {
  if (error.kind !== 'not-found') throw error
}

/** Everything that a stream said, by stream. */
export async function readAll(output: AsyncIterable<LogChunk>): Promise<{ stdout: Buffer; stderr: Buffer }> {
  const parts = { stdout: [] as Uint8Array[], stderr: [] as Uint8Array[] }
  for await (const { stream, data } of output) parts[stream].push(Uint8Array.from(data))
  return { stdout: Buffer.concat(parts.stdout), stderr: Buffer.concat(parts.stderr) }
}

/** Reads on until the text of both streams together holds the words. */
export async function readUntil(output: AsyncIterator<LogChunk>, words: string): Promise<string> {
  let text = ''
  while (!text.includes(words)) {
    const { value, done } = await output.next()
    if (done) throw new Error(`the output ended without ${JSON.stringify(words)}: ${JSON.stringify(text)}`)
    text += Buffer.from(value.data).toString()
  }
  return text
}

export async function readBuffer(bytes: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const parts: Uint8Array[] = []
  for await (const part of bytes) parts.push(part)
  return Buffer.concat(parts)
}

export async function collect<T>(values: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = []
  for await (const value of values) list.push(value)
  return list
}

/** The kind of error that a call rejects with. */
export async function kindOf(call: Promise<unknown>): Promise<string> {
  try {
    await call
  } catch (error) {
    return (error as { kind?: string }).kind ?? `no engine error: ${error}`
  }
  return 'no error'
}

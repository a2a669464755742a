// Files that BuildKit fetches from here: it hears of every file and asks for those that it has not got or that have changed.
// Speaks the stream of moby.filesync.v1.FileSync; knows no builds.
import { createHash } from 'node:crypto'
import type { Stats } from 'node:fs'
import { open, readlink } from 'node:fs/promises'
import { join } from 'node:path'
import { readFault } from '../context-tar.ts'
import { type WalkFilter, walkContext } from './context-walk.ts'
import { GrpcError, grpcCode } from './grpc-frames.ts'
import type { GrpcCall, GrpcHandlers } from './grpc-server.ts'
import type { Messages } from './messages.ts'

/** What a name stands for: a folder, or one file that is a text here. */
export type FileSource =
  | { readonly kind: 'folder'; readonly path: string }
  | { readonly kind: 'text'; readonly name: string; readonly text: string }

/** Kinds of packets. */
const packet = { stat: 0, request: 1, data: 2, end: 3, error: 4 } as const

interface Packet {
  readonly type: number
  readonly id: number
  readonly data: Uint8Array
}

/** Serves sources by name. */
export function fileService(messages: Messages, sources: ReadonlyMap<string, FileSource>): GrpcHandlers {
  return {
    '/moby.filesync.v1.FileSync/DiffCopy': async call => {
      const name = listOf(call, 'dir-name')[0] ?? ''
      const source = sources.get(name)
      if (source === undefined) throw new GrpcError(grpcCode.notFound, `nothing is offered as ${name}`)
      const filter = {
        include: listOf(call, 'include-patterns'),
        exclude: listOf(call, 'exclude-patterns'),
        follow: listOf(call, 'followpaths'),
      }
      try {
        await new Transfer(call, { messages, source, filter }).run()
      } catch (error) {
        throw readFault(error)
      }
    },
  }
}

/** Values beyond ASCII come as in a query string, and a mark beside them says so. */
function listOf(call: GrpcCall, name: string): readonly string[] {
  const values = call.metadata(name)
  const encoded = call.metadata(`${name}-encoded`)[0]
  return encoded === '1' || encoded === 'true'
    ? values.map(value => decodeURIComponent(value.replaceAll('+', ' ')))
    : values
}

/** Bytes of a piece of a file. */
const pieceSize = 128 * 1024

/** How many files are read side by side. */
const filesAtOnce = 8

interface TransferOptions {
  readonly messages: Messages
  readonly source: FileSource
  readonly filter: WalkFilter
}

class Transfer {
  readonly #call: GrpcCall
  readonly #options: TransferOptions
  /** Files by the number under which they are asked for: their place among everything that was named. */
  readonly #files = new Map<number, string>()

  constructor(call: GrpcCall, options: TransferOptions) {
    this.#call = call
    this.#options = options
  }

  /** Names the files while those that are asked for are sent already. */
  async run(): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      const answering = this.#answerRequests(reject)
      Promise.all([this.#nameFiles(), answering]).then(() => resolve(), reject)
    })
  }

  async #nameFiles(): Promise<void> {
    const { source, filter } = this.#options
    if (source.kind === 'text') {
      const size = Buffer.byteLength(source.text)
      this.#files.set(0, source.name)
      const modTime = timeOf(source.text)
      await this.#send({ type: packet.stat, stat: { path: source.name, mode: 0o644, size, modTime } })
    } else {
      let number = 0
      for await (const { path, stats } of walkContext(source.path, filter)) {
        const linkname = stats.isSymbolicLink() ? await readlink(join(source.path, path)) : undefined
        if (stats.isFile()) this.#files.set(number, path)
        number++
        await this.#send({ type: packet.stat, stat: { ...describe(path, stats), linkname } })
      }
    }
    await this.#send({ type: packet.stat })
  }

  /** `onFault` hears at once of a file that cannot be sent: the other side would wait for it, and ask nothing more. */
  async #answerRequests(onFault: (error: unknown) => void): Promise<void> {
    const running = new Set<Promise<void>>()
    for await (const bytes of this.#call.messages) {
      const { type, id, data } = this.#options.messages.decode<Packet>('Packet', bytes)
      if (type === packet.error) throw new GrpcError(grpcCode.unknown, Buffer.from(data).toString())
      if (type === packet.end) return await this.#send({ type: packet.end })
      if (type !== packet.request) continue
      const job = this.#sendContent(id)
        .catch(onFault)
        .finally(() => running.delete(job))
      running.add(job)
      if (running.size >= filesAtOnce) await Promise.race(running)
    }
  }

  /** The file's pieces, and an empty one at its end. */
  async #sendContent(id: number): Promise<void> {
    const { source } = this.#options
    const path = this.#files.get(id)
    if (path === undefined) throw new GrpcError(grpcCode.notFound, `there is no file number ${id}`)
    this.#files.delete(id)
    if (source.kind === 'text') {
      await this.#send({ type: packet.data, id, data: Buffer.from(source.text) })
    } else {
      const file = await open(join(source.path, path))
      try {
        for (;;) {
          const { bytesRead, buffer } = await file.read(Buffer.allocUnsafe(pieceSize), 0, pieceSize)
          if (bytesRead === 0) break
          await this.#send({ type: packet.data, id, data: buffer.subarray(0, bytesRead) })
        }
      } finally {
        await file.close()
      }
    }
    await this.#send({ type: packet.data, id })
  }

  #send(message: object): Promise<void> {
    return this.#call.send(this.#options.messages.encode('Packet', message))
  }
}

/** A file of the same size and time counts as unchanged: a text's time is another for every text. */
const timeOf = (text: string): number => createHash('sha256').update(text).digest().readUIntBE(0, 6)

/** Files belong to root in an image, whoever has them here. */
function describe(path: string, stats: Stats): object {
  return {
    path,
    mode: goMode(stats),
    size: stats.isDirectory() ? 0 : stats.size,
    modTime: Math.round(stats.mtimeMs * 1e6),
  }
}

/** The permission bits, and Go's own for the kind of a file and what else Unix keeps among them. */
function goMode(stats: Stats): number {
  let mode = stats.mode & 0o777
  if (stats.isDirectory()) mode += 2 ** 31
  if (stats.isSymbolicLink()) mode += 2 ** 27
  if (stats.mode & 0o4000) mode += 2 ** 23
  if (stats.mode & 0o2000) mode += 2 ** 22
  if (stats.mode & 0o1000) mode += 2 ** 20
  return mode
}

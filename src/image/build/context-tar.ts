// A context as a tar stream: in one order whatever the file system says, with modes, links and times as they are, and
// never in memory as a whole. Knows no engine.
import { lstat, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { TarSource } from 'modern-tar/fs'
import { errorProblem, ProblemError } from '../../problem/index.ts'
import type { IgnoreRules } from './ignore.ts'

/** A file that is not in the folder, but is to be in the tar. */
export interface ExtraFile {
  readonly name: string
  readonly text: string
}

export interface ContextTar {
  /** Absolute folder; absent for a context of extra files alone. */
  readonly folder?: string
  readonly rules?: IgnoreRules
  /** Paths that are sent whatever the rules say: the builder reads them, and leaves them out of COPY. */
  readonly always?: readonly string[]
  readonly extra?: readonly ExtraFile[]
}

/** Files belong to root in an image, whoever has them here. */
const owner = { uid: 0, gid: 0 }

/**
 * Streams the tar. Files are read as the reader takes them.
 *
 * @throws ProblemError `build-context` for what cannot be read, here or while the tar is read.
 */
export async function packContext(context: ContextTar): Promise<AsyncIterable<Uint8Array>> {
  const { packTar } = await import('modern-tar/fs')
  const sources: TarSource[] = []
  const extra = new Set((context.extra ?? []).map(file => file.name))
  if (context.folder !== undefined) {
    try {
      for await (const source of listSources(context.folder, context)) {
        if (!extra.has(source.target)) sources.push(source)
      }
    } catch (error) {
      throw readFault(error)
    }
  }
  for (const { name, text } of context.extra ?? []) {
    // A fixed time: the text alone decides what is cached.
    sources.push({ type: 'content', target: name, content: text, mode: 0o644, mtime: new Date(0), ...owner })
  }
  return inLargePieces(packTar(sources, { concurrency: 16 }))
}

async function* listSources(folder: string, context: ContextTar): AsyncGenerator<TarSource> {
  const { rules, always = [] } = context

  async function* walk(relative: string): AsyncGenerator<TarSource> {
    const entries = await readdir(join(folder, relative), { withFileTypes: true })
    entries.sort((one, other) => (one.name < other.name ? -1 : 1))
    for (const entry of entries) {
      const path = relative === '' ? entry.name : `${relative}/${entry.name}`
      const source = join(folder, path)
      const ignored = rules !== undefined && !always.includes(path) && rules.ignores(path)
      if (entry.isDirectory()) {
        const needed = !ignored || rules.readmits || always.some(kept => kept.startsWith(`${path}/`))
        if (!ignored) yield await directory(source, path)
        if (needed) yield* walk(path)
      } else if (!ignored && (entry.isFile() || entry.isSymbolicLink())) {
        // Sockets, pipes and devices mean nothing in an image.
        yield { type: 'file', source, target: path, ...owner }
      }
    }
  }

  yield* walk('')
}

/** A folder alone, without what is in it: its files stand for themselves. */
async function directory(source: string, path: string): Promise<TarSource> {
  const { mode, mtime } = await lstat(source)
  return { type: 'content', target: `${path}/`, content: null, mode: mode & 0o7777, mtime, ...owner }
}

/** Bytes of a piece: a header and a small file each for themselves would cost a write a piece. */
const pieceSize = 256 * 1024

async function* inLargePieces(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let pieces: Uint8Array[] = []
  let size = 0
  try {
    for await (const piece of source) {
      pieces.push(piece)
      size += piece.length
      if (size < pieceSize) continue
      yield Buffer.concat(pieces, size)
      pieces = []
      size = 0
    }
  } catch (error) {
    throw readFault(error)
  }
  if (size > 0) yield Buffer.concat(pieces, size)
}

/** A file that cannot be read, as a problem: its own error would look like the connection's own to whoever sends the tar. */
export function readFault(error: unknown): unknown {
  const { code, path, syscall } = error as NodeJS.ErrnoException
  if (syscall === undefined || code === undefined) return error
  return new ProblemError(
    errorProblem('build-context', `${path ?? 'a file'} of the build context cannot be read (${code})`, {
      hint: 'make it readable, or keep it out of the build by .dockerignore',
    }),
  )
}

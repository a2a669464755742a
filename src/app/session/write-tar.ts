// An archive that comes in pieces: into a file that is there only once it is whole, or passed on.
import { createWriteStream } from 'node:fs'
import { lstat, rename, rm } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import { errorProblem, ProblemError } from '../../problem/index.ts'

export interface TarTarget {
  /** Absent: `write` takes it. */
  readonly file?: string
  readonly write: (data: Uint8Array) => Promise<void>
}

/** @throws ProblemError `cannot-write`; what the archive's own iteration throws passes. */
export async function writeTar(tar: AsyncIterable<Uint8Array>, { file, write }: TarTarget): Promise<void> {
  if (file === undefined) {
    for await (const chunk of tar) await write(chunk)
    return
  }
  // A device or a pipe is written to as it is, and never replaced.
  const there = await lstat(file).catch(() => undefined)
  const unfinished = there === undefined || there.isFile() ? `${file}.part` : file
  try {
    await pipeline(tar, createWriteStream(unfinished))
    if (unfinished !== file) await rename(unfinished, file)
  } catch (error) {
    if (unfinished !== file) await rm(unfinished, { force: true })
    if ((error as { syscall?: string }).syscall === undefined) throw error
    throw new ProblemError(
      errorProblem('cannot-write', `cannot write ${file}`, {
        cause: (error as Error).message,
        hint: 'name a file in a folder that is there and that you may write to',
      }),
    )
  }
}

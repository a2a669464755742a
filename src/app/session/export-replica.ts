// A container's whole file system as a tar: into a file that is there only once it is whole, or passed on.
import { createWriteStream } from 'node:fs'
import { lstat, rename, rm } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import type { Engine } from '../../engine/index.ts'
import type { Project } from '../../model/index.ts'
import { errorProblem, ProblemError } from '../../problem/index.ts'
import { findReplica } from './find-replica.ts'

export interface ExportRequest {
  readonly service: string
  readonly number?: number
  /** Absent: `write` takes it. */
  readonly file?: string
  readonly write: (data: Uint8Array) => Promise<void>
  readonly signal: AbortSignal
}

export async function exportReplica(engine: Engine, project: Project, request: ExportRequest): Promise<void> {
  const { file, signal } = request
  const { id } = await findReplica(engine, project, request.service, request.number, true)
  const tar = engine.containers.export(id, signal)
  if (file === undefined) {
    for await (const chunk of tar) await request.write(chunk)
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

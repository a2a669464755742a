// A container's whole file system as a tar.
import type { Engine } from '../../engine/index.ts'
import type { Project } from '../../model/index.ts'
import { findReplica } from './find-replica.ts'
import { type TarTarget, writeTar } from './write-tar.ts'

export interface ExportRequest extends TarTarget {
  readonly service: string
  readonly number?: number
  readonly signal: AbortSignal
}

export async function exportReplica(engine: Engine, project: Project, request: ExportRequest): Promise<void> {
  const { id } = await findReplica(engine, project, request.service, request.number, true)
  await writeTar(engine.containers.export(id, request.signal), request)
}

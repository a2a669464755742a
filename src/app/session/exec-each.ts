// One command in several containers at the same time, without a terminal and without input.
import type { Engine, ExecOptions } from '../../engine/index.ts'
import type { Project } from '../../model/index.ts'
import { type Problem, ProblemError } from '../../problem/index.ts'
import { findReplica, listReplicas, type Replica } from './find-replica.ts'

export interface ReplicasQuery {
  readonly services: readonly string[]
  /** All that run; else the one with the number, or the lowest. */
  readonly all: boolean
  readonly number?: number
}

/** @throws ProblemError with every service that is not there or does not run: the command is run in all, or in none. */
export async function findReplicas(
  engine: Engine,
  project: Project,
  { services, all, number }: ReplicasQuery,
): Promise<readonly Replica[]> {
  const problems: Problem[] = []
  const found = await Promise.all(
    [...new Set(services)].map(async service => {
      try {
        const first = await findReplica(engine, project, service, number)
        if (!all) return [first]
        return (await listReplicas(engine, project, service)).filter(replica => replica.running)
      } catch (error) {
        if (!(error instanceof ProblemError)) throw error
        problems.push(...error.problems)
        return []
      }
    }),
  )
  if (problems.length > 0) throw new ProblemError(problems)
  return found.flat()
}

export interface EachSink {
  /** Resolves when more is wanted. */
  chunk(replica: Replica, stream: 'stdout' | 'stderr', data: Uint8Array): Promise<void>
  /** The command has ended there, and all that it said was passed on. */
  ended(replica: Replica, exitCode: number): Promise<void>
}

/** Resolves with the highest exit code, when the command has ended everywhere. Left with the signal, it runs on there. */
export async function execEach(
  engine: Engine,
  replicas: readonly Replica[],
  options: ExecOptions,
  sink: EachSink,
  signal: AbortSignal,
): Promise<number> {
  const codes = await Promise.all(
    replicas.map(async replica => {
      const session = await engine.containers.exec(
        replica.id,
        { ...options, tty: false, stdin: false },
        signal,
      )
      try {
        for await (const { stream, data } of session.output) await sink.chunk(replica, stream, data)
      } finally {
        session.close()
      }
      const code = (await engine.containers.execInspect(session.id)).exitCode ?? 0
      await sink.ended(replica, code)
      return code
    }),
  )
  return Math.max(0, ...codes)
}

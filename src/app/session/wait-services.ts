// Waits until the running containers of services have ended.
import type { Engine } from '../../engine/index.ts'
import { composeLabel } from '../../model/index.ts'
import { listOfStack } from '../../observe/index.ts'
import { errorProblem, ProblemError } from '../../problem/index.ts'

/** Calls `ended` as containers end. @returns the code of the one that ended last. */
export async function waitServices(
  engine: Engine,
  request: {
    readonly project: string
    readonly services?: ReadonlySet<string>
    /** Until the first has ended, not all. */
    readonly first?: boolean
  },
  ended: (id: string, exitCode: number) => void,
  signal: AbortSignal,
): Promise<number> {
  const running = (await listOfStack(engine, { project: request.project })).filter(
    one => !request.services || request.services.has(one.Labels[composeLabel.service] ?? ''),
  )
  if (running.length === 0) {
    throw new ProblemError(
      errorProblem('not-running', `no containers for project "${request.project}"`, {
        hint: 'wait looks at containers that run: start them with gantry up -d',
      }),
    )
  }
  const enough = new AbortController()
  const either = AbortSignal.any([signal, enough.signal])
  let last = 0
  await Promise.all(
    running.map(async one => {
      try {
        const { exitCode } = await engine.containers.wait(one.Id, 'not-running', either)
        if (enough.signal.aborted) return
        last = exitCode
        ended(one.Id, exitCode)
        if (request.first) enough.abort()
      } catch (error) {
        if (!enough.signal.aborted) throw error
      }
    }),
  )
  return last
}

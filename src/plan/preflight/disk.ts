// The disk of a local engine: what is pulled, built and created needs room there.
import type { Observed } from '../../observe/index.ts'
import { type Problem, warningProblem } from '../../problem/index.ts'
import { formatHumanSize } from '../../support/index.ts'
import type { Step, StepKind } from '../types.ts'

/** Bytes below which a warning is given: less than most images take. */
const little = 200_000_000

const filling: ReadonlySet<StepKind> = new Set(['pullImage', 'buildImage', 'createContainer'])

/** A warning where the plan fills a disk that is nearly full. */
export function checkDisk(observed: Observed, steps: readonly Step[]): readonly Problem[] {
  const { freeBytes } = observed.host
  if (freeBytes === undefined || freeBytes >= little || !steps.some(step => filling.has(step.kind))) return []
  const where = observed.engine.rootDir === undefined ? '' : ` (${observed.engine.rootDir})`
  return [
    warningProblem('disk-low', `the engine's disk${where} has ${formatHumanSize(freeBytes)} left`, {
      hint: 'see docker system df for what takes the room',
    }),
  ]
}

// From whatever a performer threw to a problem that names the step, the engine's words and the way out.
import { EngineError, type EngineErrorKind } from '../engine/index.ts'
import type { Project } from '../model/index.ts'
import type { Step } from '../plan/index.ts'
import { errorProblem, type Problem, type ProblemCode, ProblemError } from '../problem/index.ts'
import { startProblem, withoutRuntime } from './start-fault.ts'
import { verbs } from './verbs.ts'

/** The problem of a failed step. `project`: says where in the files a service asks for what failed. */
export function stepProblem(step: Step, error: unknown, project?: Project): Problem {
  const resource = `${step.resource.type} ${step.resource.name}`
  if (error instanceof ProblemError && error.problems[0] !== undefined) {
    return { ...error.problems[0], resource: error.problems[0].resource ?? resource }
  }
  if (error instanceof EngineError) {
    if (error.problem !== undefined) return { ...error.problem, resource }
    const refused = startRefused(step, error.message, resource, project)
    if (refused !== undefined) return refused
    const { code, hint } = byKind(error.kind, error.message)
    return errorProblem(
      code,
      `cannot ${verbs[step.kind].infinitive} ${resource}: ${withoutRuntime(firstLine(error.message))}`,
      {
        resource,
        ...(hint === undefined ? {} : { hint }),
      },
    )
  }
  const message = error instanceof Error ? error.message : String(error)
  return errorProblem(
    'step-failed',
    `cannot ${verbs[step.kind].infinitive} ${resource}: ${firstLine(message)}`,
    { resource },
  )
}

function startRefused(step: Step, message: string, resource: string, project?: Project): Problem | undefined {
  const starts =
    step.kind === 'createContainer' || step.kind === 'startContainer' || step.kind === 'restartContainer'
  if (!starts) return undefined
  const service = step.replica?.service
  return startProblem(message, {
    resource,
    ...(service !== undefined && { service }),
    ...(project && { project }),
  })
}

function byKind(kind: EngineErrorKind, message: string): { code: ProblemCode; hint?: string } {
  if (/port is already allocated|address already in use/.test(message)) {
    return {
      code: 'port-taken',
      hint: 'another program or container holds that port; stop it, or publish another port',
    }
  }
  if (/no space left on device/.test(message)) {
    return {
      code: 'disk-full',
      hint: 'free some disk at the engine, e.g. by docker system df and docker image prune',
    }
  }
  if (/non-overlapping IPv4 address pool|predefined address pools have been fully subnetted/.test(message)) {
    return {
      code: 'no-address-pool',
      hint: 'remove networks that nothing uses (docker network ls), or give this one a subnet of its own under ipam',
    }
  }
  switch (kind) {
    case 'unreachable':
    case 'timeout':
      return {
        code: 'engine-lost',
        hint: 'run the same command again once the engine answers: it goes on from what is there',
      }
    case 'cancelled':
      return { code: 'step-cancelled', hint: 'run the same command again: it goes on from what is there' }
    case 'unauthorized':
    case 'forbidden':
      return { code: 'step-refused', hint: 'docker login to that registry, or ask its owner for access' }
    default:
      return { code: 'step-failed' }
  }
}

function firstLine(text: string): string {
  return text.trim().split('\n')[0] ?? ''
}

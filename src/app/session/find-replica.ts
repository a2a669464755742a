// One replica of a service, as exec, attach, cp and port mean it: by number, or the lowest that runs.
import type { ContainerSummary, Engine } from '../../engine/index.ts'
import { composeLabel, type Project } from '../../model/index.ts'
import { listOfStack } from '../../observe/index.ts'
import { errorProblem, ProblemError } from '../../problem/index.ts'
import { suggestName } from '../../support/index.ts'

export interface Replica {
  readonly id: string
  readonly name: string
  readonly number: number
  readonly running: boolean
}

/** Every replica of a service, by number. One-offs are none. */
export async function listReplicas(
  engine: Engine,
  project: Project,
  service: string,
): Promise<readonly Replica[]> {
  const all = await listContainers(engine, project, service)
  return all
    .filter(one => one.Labels[composeLabel.oneoff] !== 'True')
    .map(replicaOf)
    .sort((a, b) => a.number - b.number)
}

/** `number` 0 is any, as Docker Compose takes it. @throws ProblemError where there is none, or none that runs. */
export async function findReplica(
  engine: Engine,
  project: Project,
  service: string,
  number?: number,
  stopped = false,
): Promise<Replica> {
  const replicas = await listReplicas(engine, project, service)
  const found = replicas.find(one => (!number || one.number === number) && (stopped || one.running))
  if (found) return found
  // What `run` left running is entered as well, where nothing else of the service runs.
  const oneOff = number ? undefined : (await listContainers(engine, project, service)).map(replicaOf)
  const entered = oneOff?.find(one => one.running)
  if (entered) return entered
  const known = Object.keys(project.stack.services)
  if (replicas.length === 0 && !known.includes(service)) {
    const near = suggestName(service, known)
    throw new ProblemError(
      errorProblem('no-such-service', `no such service: ${service}`, {
        hint: near ? `did you mean ${near}?` : `the stack has ${known.join(', ') || 'no service'}`,
      }),
    )
  }
  const which = number ? ` container #${number}` : ''
  const message =
    stopped && !number
      ? `service ${JSON.stringify(service)} has no container`
      : `service ${JSON.stringify(service)} is not running${which}`
  throw new ProblemError(
    errorProblem('not-running', message, {
      hint: `start it with gantry up -d ${service}`,
    }),
  )
}

function listContainers(
  engine: Engine,
  project: Project,
  service: string,
): Promise<readonly ContainerSummary[]> {
  return listOfStack(engine, { project: project.stack.name, service, all: true })
}

function replicaOf(one: ContainerSummary): Replica {
  return {
    id: one.Id,
    name: (one.Names[0] ?? '').replace(/^\//, ''),
    number: Number(one.Labels[composeLabel.number] ?? 0),
    running: one.State === 'running',
  }
}

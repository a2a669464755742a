// Service names of a command line, checked against the stack and against what runs.
import { composeLabel, type Project } from '../../model/index.ts'
import { listOfStack } from '../../observe/index.ts'
import { errorProblem, type Problem, ProblemError } from '../../problem/index.ts'
import { suggestName } from '../../support/index.ts'
import type { AppContext } from '../context.ts'

/** Undefined where none was named: all are meant. Throws for a name that neither the files nor the engine know. */
export async function checkServices(
  app: AppContext,
  project: Project,
  names: readonly string[],
): Promise<ReadonlySet<string> | undefined> {
  if (names.length === 0) return undefined
  const known = new Set([...Object.keys(project.stack.services), ...Object.keys(project.disabled)])
  if (names.some(name => !known.has(name))) {
    const engine = await app.engine()
    for (const one of await listOfStack(engine, { project: project.stack.name, all: true })) {
      const service = one.Labels[composeLabel.service]
      if (service) known.add(service)
    }
  }
  const problems = names.filter(name => !known.has(name)).map(name => noSuchService(name, known))
  if (problems.length > 0) throw new ProblemError(problems)
  return new Set(names)
}

function noSuchService(name: string, known: Iterable<string>): Problem {
  const all = [...known]
  const near = suggestName(name, all)
  const hint = near
    ? `did you mean ${near}?`
    : all.length > 0
      ? `the stack has ${all.join(', ')}`
      : 'the stack has no service'
  return errorProblem('no-such-service', `no such service: ${name}`, { hint })
}

// Problems of several stages as one list: what one stage warned of and a later one refuses is told once.
import type { Place, Problem } from './problem.ts'
import type { ProblemCode } from './registry.ts'

/** Errors of a later stage, and the warnings of an earlier one that foretell them, besides those of the same code. */
const foretold: Partial<Record<ProblemCode, readonly ProblemCode[]>> = {
  'port-clash': ['host-port-twice', 'too-few-host-ports'],
  'subnet-overlap': ['overlapping-subnets'],
}

/**
 * The problems in their order, without repetitions, and without warnings that an error says again about the same place
 * (or about the place of the other of two things that collide).
 */
export function mergeProblems(problems: readonly Problem[]): Problem[] {
  const refused = new Set<string>()
  for (const problem of problems) {
    if (problem.severity !== 'error') continue
    for (const code of [problem.code, ...(foretold[problem.code] ?? [])])
      for (const place of placesOf(problem)) refused.add(`${code} ${place}`)
  }
  const told = new Set<string>()
  return problems.filter(problem => {
    const key = JSON.stringify([problem.code, problem.severity, problem.path, problem.place, problem.message])
    if (told.has(key)) return false
    told.add(key)
    return (
      problem.severity === 'error' ||
      !placesOf(problem).some(place => refused.has(`${problem.code} ${place}`))
    )
  })
}

function placesOf({ place, related }: Problem): readonly string[] {
  return [place, ...(related ?? []).map(other => other.place)].flatMap(one => (one ? [lineOf(one)] : []))
}

/** Stages differ in which part of a line they point at. */
const lineOf = ({ file, line }: Place): string => `${line} ${file}`

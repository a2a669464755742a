// Makes problems of nodes: the place and the path of the value that they are about. Knows no rules.
import { isAbsolute, relative } from 'node:path'
import { errorProblem, type Place, type Problem, type ProblemCode, warningProblem } from '../problem/index.ts'
import { formatPath, type Node, type NodePath, type Origin } from './node.ts'

/** What a fault says besides its message. */
export interface FaultRest {
  readonly hint?: string
  readonly related?: Problem['related']
  readonly cause?: string
}

/** An error at a node. */
export function faultAt(
  code: ProblemCode,
  node: Node,
  path: NodePath,
  message: string,
  rest: FaultRest = {},
): Problem {
  return errorProblem(code, message, { place: node.origin.place, path: formatPath(path), ...rest })
}

/** An error at a key. */
export function faultAtKey(
  code: ProblemCode,
  key: Origin,
  path: NodePath,
  message: string,
  rest: FaultRest = {},
): Problem {
  return errorProblem(code, message, { place: key.place, path: formatPath(path), ...rest })
}

/** A warning at a node. */
export function warningAt(
  code: ProblemCode,
  node: Node,
  path: NodePath,
  message: string,
  rest: FaultRest = {},
): Problem {
  return warningProblem(code, message, { place: node.origin.place, path: formatPath(path), ...rest })
}

/**
 * The hint for a value that interpolation made unusable: names the variables that took part, and shows the text as written.
 * Undefined where no variable took part.
 */
export function variableHint(node: Node): string | undefined {
  const { variables, raw } = node.origin
  if (variables === undefined || variables.length === 0) return undefined
  const names = [...new Set(variables)].join(', ')
  return `${JSON.stringify(raw ?? `$${names}`)} became this value through ${names}; set ${variables.length > 1 ? 'them' : 'it'} to what is meant`
}

/** A path as messages show it: relative where it is below the working folder. */
export function shownPath(path: string, workingDirectory: string): string {
  const shown = relative(workingDirectory, path)
  return shown === '' || shown.startsWith('..') || isAbsolute(shown) ? path : shown
}

/** Sorts by file and place, and keeps one of equal problems. Files come in the order in which they were read. */
export function sortProblems(problems: readonly Problem[], files: Iterable<string>): Problem[] {
  const rank = new Map<string, number>()
  for (const file of files) rank.set(file, rank.size)
  const seen = new Map<string, Problem>()
  for (const problem of problems) {
    const key = `${placeKey(problem.place)} ${problem.severity} ${problem.message}`
    if (!seen.has(key)) seen.set(key, problem)
  }
  const fileRank = (place?: Place) => (place === undefined ? -1 : (rank.get(place.file) ?? rank.size))
  return [...seen.values()].sort(
    (a, b) =>
      fileRank(a.place) - fileRank(b.place) ||
      (a.place?.line ?? 0) - (b.place?.line ?? 0) ||
      (a.place?.column ?? 0) - (b.place?.column ?? 0),
  )
}

const placeKey = (place?: Place): string => (place ? `${place.file}:${place.line}:${place.column}` : '')

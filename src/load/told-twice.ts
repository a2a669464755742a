// Takes out what another problem says better: what an unset variable spoilt says so itself, a value is complained of once,
// and what follows from a fault is no fault of its own.
import type { Place, Problem, ProblemCode } from '../problem/index.ts'

/** Problems in their order, each cause once. */
export function withoutToldTwice(problems: readonly Problem[]): readonly Problem[] {
  return withoutConsequences(withoutUnset(problems))
}

/** Of several of these about one value, the first stage to see it has the best words. */
const ofValues: ReadonlySet<ProblemCode> = new Set<ProblemCode>([
  'bad-cast',
  'bad-duration',
  'bad-health-test',
  'bad-mode',
  'bad-mount',
  'bad-number',
  'bad-port',
  'bad-size',
  'bad-value',
  'map-in-list',
  'non-string-key',
  'wrong-type',
])

function withoutConsequences(problems: readonly Problem[]): readonly Problem[] {
  const errors = problems.filter(problem => problem.severity === 'error')
  const circles = errors.flatMap(problem => (problem.code === 'extends-cycle' ? problem.message : []))
  const seen = new Map<string, Problem>()
  const dropped = new Set<Problem>()
  for (const problem of errors) {
    const { code, path } = problem
    // Who extends in a circle has nothing of what it extends.
    if (code === 'no-image' && circles.some(message => named(message, path?.split('.')[1])))
      dropped.add(problem)
    if (!ofValues.has(code) || path === undefined) continue
    const first = seen.get(path)
    if (first === undefined) seen.set(path, problem)
    else dropped.add(worse(first, problem))
  }
  return dropped.size === 0 ? problems : problems.filter(problem => !dropped.has(problem))
}

/** `{{ x }}` is a map within a map because of its key; a map with a number for a key is of the wrong kind itself. */
function worse(first: Problem, second: Problem): Problem {
  const key = [first, second].find(problem => problem.code === 'non-string-key')
  const other = key === first ? second : first
  if (key === undefined || other.code !== 'wrong-type') return second
  return /is a map/.test(key.message) ? other : key
}

const named = (text: string, name: string | undefined): boolean =>
  name !== undefined && text.split(/[\s→:]+/).includes(name)

function withoutUnset(problems: readonly Problem[]): readonly Problem[] {
  if (!problems.some(problem => problem.code === 'variable-unset')) return problems
  const byLine = new Map<string, Problem[]>()
  for (const problem of problems) {
    if (problem.place === undefined || problem.code === 'variable-unset') continue
    const key = lineOf(problem.place)
    const others = byLine.get(key)
    if (others === undefined) byLine.set(key, [problem])
    else others.push(problem)
  }
  return problems.filter(({ code, message, place }) => {
    if (code !== 'variable-unset' || place === undefined) return true
    const name = /^The "(\w+)" variable is not set/.exec(message)?.[1]
    if (name === undefined) return true
    const names = new RegExp(`\\b${name}\\b`)
    const others = byLine.get(lineOf(place)) ?? []
    return !others.some(other => holds(other.place, place) && names.test(`${other.message} ${other.hint}`))
  })
}

const lineOf = ({ file, line }: Place): string => `${line} ${file}`

/** Whether a span on one line holds the start of another. */
function holds(span: Place | undefined, place: Place): boolean {
  if (span === undefined || span.column > place.column) return false
  const end = span.endLine === undefined || span.endLine === span.line ? span.endColumn : undefined
  return end === undefined || place.column < end
}

// Takes out what another problem says better: an unset variable is no news beside the value that it spoilt.
import type { Place, Problem } from '../problem/index.ts'

/** Problems without warnings of unset variables whose consequence is told of at the same place, by name. */
export function withoutToldTwice(problems: readonly Problem[]): readonly Problem[] {
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
    const name = /\b[A-Za-z_]\w*(?= is not set)/.exec(message)?.[0]
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

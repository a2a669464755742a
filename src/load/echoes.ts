// Drops problems that only repeat an earlier one in other words: what no variable could fill cannot be a good value either.
import type { Problem, ProblemCode } from '../problem/index.ts'

const causes: ReadonlySet<ProblemCode> = new Set<ProblemCode>([
  'bad-template',
  'variable-required',
  'bad-cast',
])

/** The problems without those that later stages found at or below a value that interpolation failed at. */
export function withoutEchoes(problems: readonly Problem[]): readonly Problem[] {
  const lines = new Set<string>()
  const paths: string[] = []
  for (const problem of problems) {
    if (problem.severity !== 'error' || !causes.has(problem.code)) continue
    if (problem.place !== undefined) lines.add(`${problem.place.file}:${problem.place.line}`)
    if (problem.path !== undefined) paths.push(problem.path)
  }
  if (lines.size === 0) return problems
  return problems.filter(({ code, place, path }) => {
    if (causes.has(code)) return true
    if (path === undefined || place === undefined) return true
    const sameLine = lines.has(`${place.file}:${place.line}`)
    return (
      !sameLine ||
      !paths.some(other => path === other || path.startsWith(`${other}.`) || path.startsWith(`${other}[`))
    )
  })
}

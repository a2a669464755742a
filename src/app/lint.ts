// Everything that can be said of stack files without running them.
import { lowerStack } from '../lower/index.ts'
import { type Problem, ProblemError } from '../problem/index.ts'
import type { AppContext, ProjectOptions } from './context.ts'
import { loadProject } from './project.ts'

export interface LintResult {
  readonly problems: readonly Problem[]
  readonly sources: ReadonlyMap<string, string>
}

/** What needs an engine is judged for the newest one that gantry knows. @throws LoadFailure where the files do not load. */
export async function lintProject(context: AppContext, options: ProjectOptions): Promise<LintResult> {
  const { project, problems } = await loadProject(context, { ...options, allResources: true })
  return { problems: dedupe([...problems, ...lowerProblems()]), sources: project.sources }

  function lowerProblems(): readonly Problem[] {
    try {
      const engine = { apiVersion: '1.99', os: 'linux' }
      const all = lowerStack(project, {
        engine,
        local: true,
        version: context.version,
        separator: '-',
      }).problems
      // A missing file is an error before `up`; here it may yet be made.
      return all.map(problem =>
        /missing/.test(problem.code) ? { ...problem, severity: 'warning' as const } : problem,
      )
    } catch (error) {
      if (error instanceof ProblemError) return error.problems
      throw error
    }
  }
}

function dedupe(problems: readonly Problem[]): readonly Problem[] {
  const seen = new Set<string>()
  return problems.filter(problem => {
    const key = JSON.stringify([problem.code, problem.path, problem.place, problem.message])
    if (seen.has(key)) return false
    seen.add(key)
    return true
  })
}

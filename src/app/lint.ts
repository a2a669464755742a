// Everything that can be said of stack files without running them.
import { lowerStack } from '../lower/index.ts'
import { mergeProblems, type Problem, type ProblemCode, ProblemError } from '../problem/index.ts'
import type { AppContext, ProjectOptions } from './context.ts'
import { loadProject } from './project.ts'
import { readTextFile } from './reconcile.ts'

/** Errors before `up` of what may yet be made or set. */
const yetToCome: ReadonlySet<ProblemCode> = new Set<ProblemCode>([
  'mounted-file-not-found',
  'unset-file-variable',
])

export interface LintResult {
  readonly problems: readonly Problem[]
  readonly sources: ReadonlyMap<string, string>
}

/** What needs an engine is judged for the newest one that gantry knows. @throws LoadFailure where the files do not load. */
export async function lintProject(context: AppContext, options: ProjectOptions): Promise<LintResult> {
  const { project, problems } = await loadProject(context, { ...options, allResources: true })
  return { problems: mergeProblems([...problems, ...lowerProblems()]), sources: project.sources }

  function lowerProblems(): readonly Problem[] {
    try {
      const engine = { apiVersion: '1.99', os: 'linux' }
      const all = lowerStack(project, {
        engine,
        local: true,
        version: context.version,
        separator: '-',
        readText: readTextFile,
      }).problems
      return all.map(problem =>
        yetToCome.has(problem.code) ? { ...problem, severity: 'warning' as const } : problem,
      )
    } catch (error) {
      if (error instanceof ProblemError) return error.problems
      throw error
    }
  }
}

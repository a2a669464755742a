// The project by its name alone: where its files are gone or broken, what runs says what there is.
import type { Project } from '../model/index.ts'
import { observeProjectFromLabels } from '../observe/index.ts'
import { ProblemError, warningProblem } from '../problem/index.ts'
import type { AppContext, ProjectOptions } from './context.ts'
import { type Loaded, type LoadTuning, loadProject } from './project.ts'

/**
 * Loads the files; where that fails and a name was given (`-p` or COMPOSE_PROJECT_NAME), takes what the engine's labels tell. A broken
 * file is told as a warning then.
 */
export async function loadOrRecall(
  context: AppContext,
  options: ProjectOptions,
  tuning: LoadTuning = {},
): Promise<Loaded> {
  const name = options.projectName ?? context.environment.COMPOSE_PROJECT_NAME
  try {
    return await loadProject(context, options, tuning)
  } catch (error) {
    if (!name || !(error instanceof ProblemError)) throw error
    const missing = error.problems.every(problem => problem.code === 'no-stack-file')
    return {
      project: await recallProject(context, name),
      problems: missing
        ? []
        : [
            warningProblem(
              'file-set-aside',
              `the stack file cannot be used, so project ${name} is taken from what runs`,
              {
                cause: error.problems[0]?.message ?? '',
                ...(error.problems[0]?.place && { place: error.problems[0].place }),
              },
            ),
          ],
    }
  }
}

/** A minimal project from the labels of what runs. */
export async function recallProject(context: AppContext, name: string): Promise<Project> {
  return await observeProjectFromLabels(await context.engine(), name, context.signal)
}

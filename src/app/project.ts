// Loads the stack that the flags mean, or what labels say of it where the files are gone.
import { type LoadRequest, load } from '../load/index.ts'
import type { Project } from '../model/index.ts'
import { type Problem, ProblemError } from '../problem/index.ts'
import type { AppContext, ProjectOptions } from './context.ts'

/** Loading failed. Carries the texts of the files, for code frames. */
export class LoadFailure extends ProblemError {
  readonly sources: ReadonlyMap<string, string>

  constructor(problems: readonly Problem[], sources: ReadonlyMap<string, string>) {
    super(problems)
    this.sources = sources
  }
}

export interface Loaded {
  readonly project: Project
  /** Warnings only. */
  readonly problems: readonly Problem[]
}

export type LoadTuning = Partial<
  Pick<
    LoadRequest,
    | 'services'
    | 'noDeps'
    | 'interpolate'
    | 'normalize'
    | 'resolvePaths'
    | 'resolveEnvironment'
    | 'consistency'
    | 'allResources'
  >
>

/** @throws LoadFailure with every problem of every file. */
export async function loadProject(
  context: AppContext,
  options: ProjectOptions,
  tuning: LoadTuning = {},
): Promise<Loaded> {
  const result = await load(loadRequest(context, options, tuning))
  if (!result.ok) throw new LoadFailure(result.problems, result.sources)
  return { project: result.project, problems: result.problems }
}

export function loadRequest(
  context: AppContext,
  options: ProjectOptions,
  tuning: LoadTuning = {},
): LoadRequest {
  return {
    workingDirectory: context.workingDirectory,
    environment: context.environment,
    io: context.io,
    stdin: context.stdin,
    ...(options.files && { files: [...options.files] }),
    ...(options.projectDirectory !== undefined && { projectDirectory: options.projectDirectory }),
    ...(options.projectName !== undefined && { projectName: options.projectName }),
    ...(options.profiles && { profiles: [...options.profiles] }),
    ...(options.envFiles && { envFiles: [...options.envFiles] }),
    ...(options.allResources !== undefined && { allResources: options.allResources }),
    ...tuning,
  }
}

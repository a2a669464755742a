// What `build` would build, on paper.
import { type BakeFile, bakeFile } from '../image/index.ts'
import type { Project } from '../model/index.ts'
import { type BuildPolicy, planBuild } from '../plan/index.ts'
import { hasErrors, type Problem, ProblemError } from '../problem/index.ts'
import type { AppContext } from './context.ts'
import { survey } from './reconcile.ts'

/** The builds as a bake file, with the plan's warnings. @throws ProblemError what keeps the plan from being run. */
export async function printBuilds(
  context: AppContext,
  project: Project,
  policy: BuildPolicy,
): Promise<{ readonly file: BakeFile; readonly problems: readonly Problem[] }> {
  const scene = await survey(context, project, { tolerant: true, createsNothing: true })
  const plan = planBuild(scene.input, policy)
  if (hasErrors(plan.notices)) throw new ProblemError(plan.notices)
  const requests = plan.steps.flatMap(step =>
    step.kind === 'buildImage'
      ? [{ service: step.service, build: step.build, tag: step.tag, options: step.options, project }]
      : [],
  )
  const { environment, homeDirectory } = context
  return {
    file: await bakeFile({ engine: scene.engine, environment, homeDirectory }, requests),
    problems: plan.notices,
  }
}

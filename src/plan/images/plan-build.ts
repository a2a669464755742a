// `build`: the images that the named services build.
import { imageNameFaults } from '../../model/index.ts'
import { warningProblem } from '../../problem/index.ts'
import { readDependencies, selectServices } from '../dependencies.ts'
import { createDraft } from '../draft.ts'
import type { PlanInput } from '../input.ts'
import { noSuchServices } from '../preflight/services.ts'
import type { BuildOptions, Plan } from '../types.ts'
import { buildStep } from './build-steps.ts'

export interface BuildPolicy {
  readonly services?: readonly string[]
  /** What the named services depend on, too. */
  readonly withDependencies?: boolean
  readonly options?: BuildOptions
}

export function planBuild(input: Omit<PlanInput, 'compare' | 'observed'>, policy: BuildPolicy = {}): Plan {
  const { project, lowered } = input
  const draft = createDraft(project.stack.name)
  const dependencies = readDependencies(project.stack)
  for (const problem of noSuchServices(policy.services, dependencies.graph.ids)) draft.note(problem)
  for (const problem of imageNameFaults(project)) draft.note(problem)
  const chosen = selectServices(dependencies, policy.services, policy.withDependencies !== true)
  const scene = { draft, project, lowered, options: policy.options ?? {}, made: new Map<string, string>() }
  const buildable = dependencies.order.filter(
    name => chosen.has(name) && project.stack.services[name]?.build !== undefined,
  )
  for (const name of buildable) buildStep(scene, name, { kind: 'requested' })
  if (buildable.length === 0) {
    draft.note(
      warningProblem('nothing-to-build', 'no service of these is built from a folder', {
        hint: 'give the service a build: section',
      }),
    )
  }
  return draft.finish()
}

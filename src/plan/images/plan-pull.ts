// `pull`: the images of the named services, each once, whatever runs.
import { imageNameFaults } from '../../model/index.ts'
import { readDependencies, selectServices } from '../dependencies.ts'
import { createDraft } from '../draft.ts'
import type { PlanInput } from '../input.ts'
import { noSuchServices } from '../preflight/services.ts'
import { imageResource, stepId } from '../resources.ts'
import type { Plan } from '../types.ts'

export interface PullPolicy {
  readonly services?: readonly string[]
  readonly includeDeps?: boolean
  readonly ignoreBuildable?: boolean
  readonly ignoreFailures?: boolean
  /** `missing` leaves what is there alone. Absent: as each service says. */
  readonly policy?: 'missing' | 'always'
  readonly quiet?: boolean
}

export function planPull(input: Omit<PlanInput, 'compare'>, policy: PullPolicy = {}): Plan {
  const { project, lowered, observed } = input
  const draft = createDraft(project.stack.name)
  const dependencies = readDependencies(project.stack)
  for (const problem of noSuchServices(policy.services, dependencies.graph.ids)) draft.note(problem)
  for (const problem of imageNameFaults(project)) draft.note(problem)
  const chosen = selectServices(dependencies, policy.services, policy.includeDeps !== true)
  const users = new Map<string, string[]>()
  for (const name of dependencies.order) {
    const service = project.stack.services[name]
    const reference = lowered.services.get(name)?.image.reference
    if (!chosen.has(name) || service === undefined || reference === undefined) continue
    if (service.image === undefined || service.provider !== undefined) continue
    if (service.build !== undefined && policy.ignoreBuildable === true) continue
    const wanted = policy.policy ?? service.pull_policy ?? 'always'
    if (wanted === 'never' || wanted === 'build') continue
    const present = observed.images.get(reference) != null
    if (present && (wanted === 'missing' || wanted === 'if_not_present')) draft.keep(imageResource(reference))
    else users.set(reference, [...(users.get(reference) ?? []), name])
  }
  for (const [reference, services] of users) {
    const first = project.stack.services[services[0] as string]
    const buildable = services.every(name => project.stack.services[name]?.build !== undefined)
    draft.add({
      kind: 'pullImage',
      id: stepId('pull', imageResource(reference)),
      resource: imageResource(reference),
      reason: { kind: 'requested' },
      reference,
      ...(first?.platform !== undefined && { platform: first.platform }),
      policy: policy.policy ?? first?.pull_policy ?? 'always',
      services,
      ...(policy.quiet === true && { quiet: true }),
      // What cannot be pulled can be built.
      ...((policy.ignoreFailures === true || buildable) && { ignoreFailure: true }),
    })
  }
  return draft.finish()
}

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

/** A service whose image is not pulled, and why, in Docker Compose's words. */
export interface SkippedPull {
  readonly service: string
  /** Absent: it names none. */
  readonly reference?: string
  readonly why?: string
}

export function planPull(input: Omit<PlanInput, 'compare'>, policy: PullPolicy = {}): Plan {
  const { project, lowered } = input
  const draft = createDraft(project.stack.name)
  const dependencies = readDependencies(project.stack)
  for (const problem of noSuchServices(policy.services, dependencies.graph.ids)) draft.note(problem)
  for (const problem of imageNameFaults(project)) draft.note(problem)
  const chosen = selectServices(dependencies, policy.services, policy.includeDeps !== true)
  const users = new Map<string, string[]>()
  for (const name of dependencies.order) {
    const reference = lowered.services.get(name)?.image.reference
    if (!chosen.has(name) || reference === undefined) continue
    const skipped = skip(input, name, reference, policy)
    if (skipped === undefined) users.set(reference, [...(users.get(reference) ?? []), name])
    else if (skipped.why === isPresent) draft.keep(imageResource(reference))
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
      ...(buildable && { buildable: true }),
      // What cannot be pulled can be built.
      ...((policy.ignoreFailures === true || buildable) && { ignoreFailure: true }),
    })
  }
  return draft.finish()
}

const isPresent = 'Image is already present locally'

/** What {@link planPull} leaves out, in the order of dependencies. */
export function skippedPulls(
  input: Omit<PlanInput, 'compare'>,
  policy: PullPolicy = {},
): readonly SkippedPull[] {
  const { project, lowered } = input
  const dependencies = readDependencies(project.stack)
  const chosen = selectServices(dependencies, policy.services, policy.includeDeps !== true)
  return dependencies.order.flatMap(name => {
    const reference = lowered.services.get(name)?.image.reference
    if (!chosen.has(name) || reference === undefined) return []
    return skip(input, name, reference, policy) ?? []
  })
}

/** Undefined: it is pulled. */
function skip(
  { project, observed }: Omit<PlanInput, 'compare'>,
  name: string,
  reference: string,
  policy: PullPolicy,
): SkippedPull | undefined {
  const service = project.stack.services[name]
  if (service?.image === undefined || service.provider !== undefined)
    return { service: name, why: 'No image to be pulled' }
  if (service.build !== undefined && policy.ignoreBuildable === true)
    return { service: name, reference, why: 'Image can be built' }
  const wanted = policy.policy ?? service.pull_policy ?? 'always'
  if (wanted === 'never' || wanted === 'build') return { service: name, reference }
  const keeps = wanted === 'missing' || wanted === 'if_not_present'
  if (keeps && observed.images.get(reference) != null) return { service: name, reference, why: isPresent }
  return undefined
}

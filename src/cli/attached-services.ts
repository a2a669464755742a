// Which services an `up` in front shows, and which containers those are. Knows flags and plans; follows nothing.
import type { Plan, Project, ReconcileResult, ResourceId } from '../app/index.ts'
import { errorProblem, ProblemError } from '../problem/index.ts'

/** What the flags say of whom to show. */
interface Choice {
  readonly services: readonly string[]
  readonly attach: readonly string[]
  readonly noAttach: readonly string[]
  readonly attachDependencies: boolean
  readonly exitCodeFrom?: string
}

/** `web.1` → `web`. */
export function serviceOf(resource: ResourceId): string {
  return resource.key.replace(/\.\d+$/, '')
}

/** The containers of a service that the plan leaves, makes or starts, by name. */
export function attachedContainers(
  plan: Plan,
  shown: ReadonlySet<string>,
): readonly { readonly name: string }[] {
  const made = plan.steps.filter(step => step.kind === 'createContainer').map(step => step.resource.name)
  const gone = plan.steps.filter(step => step.kind === 'removeContainer').map(step => step.resource.name)
  const found = new Map<string, ResourceId>()
  for (const resource of [...plan.unchanged, ...plan.steps.map(step => step.resource)]) {
    if (resource.type !== 'container' || !shown.has(serviceOf(resource))) continue
    if (!gone.includes(resource.name) || made.includes(resource.name)) found.set(resource.name, resource)
  }
  return [...found.values()].sort((a, b) => (a.name < b.name ? -1 : 1))
}

/** Ids of the containers of these services that were started. */
export function startedContainers(
  { plan, report }: ReconcileResult,
  counts: (service: string) => boolean,
): readonly string[] {
  return plan.steps.flatMap(step => {
    if (step.kind !== 'startContainer' || !counts(serviceOf(step.resource))) return []
    if (report?.outcomes.get(step.id)?.state !== 'done') return []
    if (step.target.kind === 'existing') return [step.target.id]
    const created = report.outcomes.get(step.target.step)
    if (created?.state !== 'done') return step.target.otherwise ? [step.target.otherwise.id] : []
    return created.produced === undefined ? [] : [created.produced]
  })
}

/** The services whose output is shown: those named, or all; `attach: false` and `--no-attach` leave out. */
export function attachedServices(project: Project, attachment: Choice): ReadonlySet<string> {
  const all = Object.keys(project.stack.services)
  const named = [...attachment.attach, ...attachment.noAttach, attachment.exitCodeFrom]
  const unknown = named.find(name => name !== undefined && !all.includes(name))
  if (unknown !== undefined)
    throw new ProblemError(
      errorProblem('no-such-service', `no such service: ${unknown}`, {
        hint: `the stack has ${all.join(', ')}`,
      }),
    )
  const chosen =
    attachment.attach.length > 0
      ? attachment.attach
      : attachment.services.length > 0 && !attachment.attachDependencies
        ? attachment.services
        : all
  return new Set(
    chosen.filter(
      service =>
        !attachment.noAttach.includes(service) &&
        (project.stack.services[service]?.attach !== false || attachment.attach.includes(service)),
    ),
  )
}

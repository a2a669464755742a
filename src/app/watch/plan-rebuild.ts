// What `watch` asks of the planner of `up`. Pure.
import type { Project } from '../../model/index.ts'
import { type Plan, type PlanInput, planUp } from '../../plan/index.ts'

/** Builds the services and replaces their containers, whether the image changed or not; what they depend on stays as it is. */
export function planRebuild(
  input: PlanInput,
  services: readonly string[],
  options: { readonly quiet?: boolean; readonly timeout?: number | undefined } = {},
): Plan {
  return planUp(input, {
    services,
    noDeps: true,
    ignoreOrphans: true,
    build: true,
    forceRecreate: true,
    ...(options.timeout !== undefined && { timeout: options.timeout }),
    ...(options.quiet === true && { buildOptions: { quiet: true } }),
  })
}

/** The project with those services built first whose sources are watched: watching goes on from what is on the disk now. */
export function buildWatched(project: Project): Project {
  const { stack } = project
  const services = Object.fromEntries(
    Object.entries(stack.services).map(([name, service]) => {
      const watched = service.build !== undefined && (service.develop?.watch ?? []).length > 0
      return [name, watched ? { ...service, pull_policy: 'build' } : service]
    }),
  )
  return { ...project, stack: { ...stack, services } }
}

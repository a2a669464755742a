// The whole stack → what the engine will be asked for. Pure; problems are collected, not thrown.
import { imageNameFaults, type Project } from '../model/index.ts'
import type { Problem } from '../problem/index.ts'
import type { LowerContext } from './context.ts'
import { lowerService } from './lower-service.ts'
import { lowerNetwork } from './network.ts'
import type { Lowered, LoweredService, NetworkSpec, VolumeSpec } from './spec.ts'
import { lowerVolume } from './volume.ts'

/**
 * Lowers every service, network and volume of a project.
 *
 * @returns the specs, and located problems: errors where this engine or platform cannot do what is asked.
 */
export function lowerStack(
  project: Project,
  context: LowerContext,
): { readonly lowered: Lowered; readonly problems: readonly Problem[] } {
  const { stack } = project
  // Only a warning until now: files that are merely printed may hold what no engine takes.
  const problems: Problem[] = [...imageNameFaults(project)]
  const services = new Map<string, LoweredService>()
  for (const [key, service] of Object.entries(stack.services)) {
    const result = lowerService({ project, stack, service, context })
    services.set(key, result.lowered)
    problems.push(...result.problems)
  }
  const networks = new Map<string, NetworkSpec>()
  for (const key of Object.keys(stack.networks)) {
    const result = lowerNetwork({ project, stack, context }, key)
    networks.set(key, result.spec)
    problems.push(...result.problems)
  }
  const volumes = new Map<string, VolumeSpec>()
  for (const key of Object.keys(stack.volumes))
    volumes.set(key, lowerVolume({ project, stack, context }, key))
  return { lowered: { project: stack.name, services, networks, volumes }, problems }
}

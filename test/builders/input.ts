// A planner's input in one line: a project, lowered for real, and a world.
import { type Lowered, lowerStack } from '../../src/lower/index.ts'
import type { PlanInput } from '../../src/plan/index.ts'
import { fieldComparison } from './comparison.ts'
import { type ProjectShape, projectOf, type ServiceShape } from './project.ts'
import { observedOf, type World } from './world.ts'

export type Services = Readonly<Record<string, ServiceShape>>

/** Lowers a project as for a 20.10 engine on this host. */
export function loweredOf(services: Services, shape: ProjectShape = {}): Lowered {
  const project = projectOf(services, shape)
  const { lowered } = lowerStack(project, {
    engine: { apiVersion: '1.41', os: 'linux', version: '20.10.24' },
    local: true,
    version: '0.0.0',
  })
  return lowered
}

export function inputOf(world: World, services: Services, shape: ProjectShape = {}): PlanInput {
  return {
    project: projectOf(services, shape),
    lowered: loweredOf(services, shape),
    observed: observedOf(world),
    compare: fieldComparison,
  }
}

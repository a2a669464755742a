// Whether a container bears the name that its replica should have. A name is no part of what create fixes: it is changed in place.
import type { ContainerSpec } from '../lower/index.ts'
import type { Project } from '../model/index.ts'
import type { ObservedContainer } from '../observe/index.ts'
import { hasTemporaryName } from './inventory.ts'
import type { FieldChange } from './types.ts'

/**
 * The change that its name needs; undefined where it is right. Without a `container_name` every version's way to join project,
 * service and number is. Names of unfinished replacements are told elsewhere.
 */
export function misnamed(
  project: Project,
  spec: ContainerSpec,
  container: ObservedContainer,
): FieldChange | undefined {
  const { name } = container
  if (name === spec.name || hasTemporaryName(container)) return undefined
  const asked = project.stack.services[spec.service]?.container_name
  const usual = ['-', '_'].map(by => [spec.project, spec.service, spec.number].join(by))
  if (!asked && usual.includes(name)) return undefined
  const place = asked ? project.origins.at(['services', spec.service, 'container_name'])?.place : undefined
  return {
    field: 'container_name',
    change: 'changed',
    from: name,
    to: spec.name,
    ...(place !== undefined && { place }),
  }
}

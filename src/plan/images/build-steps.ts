// Build steps, each image once, a build that takes another service's image after that one.
import type { Lowered } from '../../lower/index.ts'
import type { Build, Project } from '../../model/index.ts'
import { type Draft, done } from '../draft.ts'
import { imageResource } from '../resources.ts'
import type { BuildOptions, Reason, StepId } from '../types.ts'

export interface BuildScene {
  readonly draft: Draft
  readonly project: Project
  readonly lowered: Lowered
  readonly options: BuildOptions
  /** Reference → the step that pulls or builds it. */
  readonly made: Map<string, StepId>
}

/** The step that builds a service's image; adds it, and those that it needs, where they are not there yet. */
export function buildStep(
  scene: BuildScene,
  service: string,
  reason: Reason,
  pullFirst?: { readonly platform?: string },
): StepId {
  const reference = scene.lowered.services.get(service)?.image.reference ?? service
  const known = scene.made.get(reference)
  if (known !== undefined) return known
  const needs = done(...builtFirst(scene.project, service).map(one => buildStep(scene, one, reason)))
  const step = scene.draft.add({
    kind: 'buildImage',
    id: `build:image:${service}`,
    resource: imageResource(reference),
    needs,
    reason,
    service,
    build: scene.project.stack.services[service]?.build as Build,
    tag: reference,
    options: scene.options,
    ...(pullFirst !== undefined && { pullFirst }),
  })
  scene.made.set(reference, step)
  return step
}

/** Services whose images are contexts of a build. */
function builtFirst(project: Project, service: string): readonly string[] {
  const contexts = Object.values(project.stack.services[service]?.build?.additional_contexts ?? {})
  return contexts.flatMap(one => {
    const name = one.startsWith('service:') ? one.slice('service:'.length) : service
    return name !== service && project.stack.services[name]?.build !== undefined ? [name] : []
  })
}

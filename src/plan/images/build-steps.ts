// Build steps, each image once, a build that takes another service's image after that one.
import type { Lowered } from '../../lower/index.ts'
import { type Build, builtImageName, type Project, type Service } from '../../model/index.ts'
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
  const { project } = scene
  const asked = serviceOf(project, service)
  const reference =
    scene.lowered.services.get(service)?.image.reference ??
    asked?.image ??
    builtImageName(project.stack.name, service)
  const known = scene.made.get(reference)
  if (known !== undefined) return known
  const needs = done(...builtFirst(project, service).map(one => buildStep(scene, one, reason)))
  const step = scene.draft.add({
    kind: 'buildImage',
    id: `build:image:${service}`,
    resource: imageResource(reference),
    needs,
    reason,
    service,
    build: asked?.build as Build,
    tag: reference,
    // An image that the files do not name has no registry to go to.
    options: asked?.image === undefined ? { ...scene.options, push: false } : scene.options,
    ...(pullFirst !== undefined && { pullFirst }),
  })
  scene.made.set(reference, step)
  return step
}

/** One that the command leaves out builds for others, too. */
const serviceOf = (project: Project, name: string): Service | undefined =>
  project.stack.services[name] ?? project.disabled[name]

/** Services whose images are contexts of a build. */
function builtFirst(project: Project, service: string): readonly string[] {
  const contexts = Object.values(serviceOf(project, service)?.build?.additional_contexts ?? {})
  return contexts.flatMap(one => {
    const name = one.startsWith('service:') ? one.slice('service:'.length) : service
    return name !== service && serviceOf(project, name)?.build !== undefined ? [name] : []
  })
}

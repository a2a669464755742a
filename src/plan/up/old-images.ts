// Images of our own builds that no name leads to any more once a newer build has their name and no container runs on them: they go.
// Whatever else still uses one, the engine knows, and keeps it.
import type { LiveImage } from '../../lower/index.ts'
import { composeLabel } from '../../model/index.ts'
import type { ObservedContainer } from '../../observe/index.ts'
import { isContingent, settled } from '../draft.ts'
import { shortId } from '../judge.ts'
import { imageResource } from '../resources.ts'
import type { StepId, StepOf } from '../types.ts'
import type { UpContext } from './context.ts'

/** Added last: its needs are the steps that remove containers. */
export function dropOldImages(context: UpContext): void {
  const { draft, input } = context
  const removals = new Map<string, StepOf<'removeContainer'>>()
  const builds = new Map<string, StepId>()
  for (const step of draft.all()) {
    if (step.kind === 'buildImage') builds.set(step.tag, step.id)
    if (step.kind === 'removeContainer' && step.target.kind === 'existing' && !isContingent(step))
      removals.set(step.target.id, step)
  }
  const seen = new Set<string>()
  for (const container of input.observed.containers) {
    const { image } = container
    const reference = input.lowered.services.get(container.service)?.image.reference
    if (image === undefined || reference === undefined || seen.has(image.Id)) continue
    if (!removals.has(container.id) || !isOurs(context, container, image)) continue
    seen.add(image.Id)
    const users = input.observed.containers.filter(one => one.live.Image === image.Id)
    if (!users.every(user => removals.has(user.id))) continue
    const build = builds.get(reference)
    const named = (image.RepoTags ?? []).length > 0
    if (named && (build === undefined || input.observed.images.get(reference)?.Id !== image.Id)) continue
    const removal = removals.get(container.id)
    const when =
      named && build !== undefined ? { imageChanged: build, from: image.Id } : (removal?.when ?? undefined)
    draft.add({
      kind: 'removeImage',
      id: `clear:image:${shortId(image.Id)}`,
      // Told with the build that gave its name away, where there is one.
      resource: { ...imageResource(named ? reference : shortId(image.Id)), name: shortId(image.Id) },
      needs: settled(build, ...users.map(user => removals.get(user.id)?.id)),
      reason: { kind: 'follows', resource: imageResource(reference), why: 'rebuilt' },
      ...(when !== undefined && { when }),
      reference: image.Id,
      tolerateMissing: true,
    })
  }
}

/** Made by a build of that service, and neither pulled nor pushed nor named otherwise, nor committed from a container. */
function isOurs(context: UpContext, container: ObservedContainer, image: LiveImage): boolean {
  const service = context.input.project.stack.services[container.service]
  if (service?.build === undefined || container.ownership !== 'managed') return false
  if (image.Config?.Labels?.[composeLabel.configHash] !== undefined) return false
  return (image.RepoTags ?? []).length <= 1 && (image.RepoDigests ?? []).length === 0
}

// What is in anonymous volumes outlives the containers that this plan removes for good: the volumes stay, and are named here, as
// nothing else would lead to them any more.
import type { ContainerSpec } from '../../lower/index.ts'
import { infoProblem } from '../../problem/index.ts'
import { anonymousVolumes, usersOf } from '../anonymous-volumes.ts'
import { isContingent } from '../draft.ts'
import type { UpContext } from './context.ts'

export function noteLeftVolumes(context: UpContext): void {
  const { draft, input } = context
  const steps = draft.all()
  const { containers } = input.observed
  const gone = new Set<string>()
  const successors = new Map<string, ContainerSpec>()
  for (const step of steps) {
    if (step.kind === 'createContainer' && step.replaces) successors.set(step.replaces.id, step.spec)
    const removes = step.kind === 'removeContainer' && step.target.kind === 'existing' && !isContingent(step)
    if (removes && !step.anonymousVolumes && step.target.kind === 'existing') gone.add(step.target.id)
  }
  for (const container of containers) {
    if (!gone.has(container.id)) continue
    const next = successors.get(container.id)
    const left = anonymousVolumes(container).filter(
      volume =>
        usersOf(containers, volume.name).every(user => gone.has(user.id)) &&
        !(next !== undefined && takesOver(context, next, volume.target)),
    )
    if (left.length === 0) continue
    const one = left.length === 1
    draft.note(
      infoProblem(
        'volumes-left',
        `${container.name} leaves ${one ? 'the volume' : 'volumes'} that nobody named, for ${left.map(volume => volume.target).join(', ')}`,
        {
          hint: `once ${one ? 'its content is' : 'their contents are'} of no use: docker volume rm ${left.map(volume => volume.name).join(' ')}`,
          resource: `container ${container.name}`,
        },
      ),
    )
  }
}

/** Whether the replacement has a volume without a name at the same place: it gets this one. */
function takesOver(context: UpContext, next: ContainerSpec, target: string): boolean {
  const mount = next.mounts.find(one => one.target === target)
  if (mount !== undefined) return mount.type === 'volume' && mount.volume === undefined
  const image = context.input.observed.images.get(next.image.reference)
  return image?.Config?.Volumes?.[target] !== undefined
}

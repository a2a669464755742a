// Container names: those that the plan needs and that something outside of it holds.
import { composeLabel } from '../../model/index.ts'
import { errorProblem, type Problem } from '../../problem/index.ts'
import { placeOf, type UpContext } from '../up/context.ts'
import { containerNameTaken } from './named.ts'

export function checkNames(
  context: UpContext,
  containers: readonly { readonly name: string; readonly service: string }[],
): readonly Problem[] {
  const { taken, orphans } = context.inventory
  const left = context.policy.removeOrphans === true ? [] : orphans
  return containers.flatMap(spec => {
    const place =
      placeOf(context, 'services', spec.service, 'container_name') ??
      placeOf(context, 'services', spec.service)
    const holder = taken.get(spec.name)
    if (holder !== undefined) {
      const project = holder.live.Config.Labels?.[composeLabel.project]
      return [containerNameTaken(spec.name, { id: holder.id, ...(project && { project }) }, place)]
    }
    const orphan = left.find(one => one.name === spec.name)
    if (orphan === undefined) return []
    return [
      errorProblem(
        'name-taken',
        `the name ${spec.name} is held by a container of ${orphan.service}, which no file names`,
        {
          hint: 'remove it with --remove-orphans',
          ...(place !== undefined && { place }),
          resource: `container ${spec.name}`,
        },
      ),
    ]
  })
}

// Container names: those that the plan needs and that something outside of it holds.
import { composeLabel } from '../../model/index.ts'
import { errorProblem, type Problem } from '../../problem/index.ts'
import { placeOf, type UpContext } from '../up/context.ts'
import type { ServiceAfter } from '../up/state.ts'
import { containerNameTaken } from './named.ts'

export function checkNames(
  context: UpContext,
  containers: readonly { readonly name: string; readonly service: string }[],
): readonly Problem[] {
  const { taken, orphans } = context.inventory
  const left = context.policy.removeOrphans === true ? [] : orphans
  return containers.flatMap(spec => {
    const place = placeOfName(context, spec.service)
    const holder = taken.get(spec.name)
    if (holder !== undefined) {
      const project =
        holder.ownership === 'foreign' ? holder.live.Config.Labels?.[composeLabel.project] : undefined
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

/**
 * Two containers of this plan with one name, where one of them has yet to get it. Loading refuses two services that give one name;
 * here are those that scaling makes, and a name that is another's by our own pattern.
 */
export function checkSameNames(
  context: UpContext,
  after: ReadonlyMap<string, ServiceAfter>,
): readonly Problem[] {
  const { services } = context.input.project.stack
  // Names that the engine is given by our own pattern differ from each other.
  if (!Object.values(services).some(service => service.container_name)) return []
  const seen = new Map<string, { readonly service: string; readonly made: boolean }>()
  const problems: Problem[] = []
  for (const [service, state] of after) {
    const fixed = services[service]?.container_name
    for (const one of state.replicas) {
      const name = fixed || one.resource.name
      const made = one.created !== undefined || one.before?.name !== name
      const rival = seen.get(name)
      if (rival === undefined) seen.set(name, { service, made })
      else if (made || rival.made) problems.push(nameTwice(context, name, rival.service, service))
    }
  }
  return problems
}

function nameTwice(context: UpContext, name: string, first: string, second: string): Problem {
  const place = placeOfName(context, second)
  const other = placeOfName(context, first)
  const who = first === second ? `two replicas of ${first}` : `${first} and ${second}`
  return errorProblem(
    'container-name-twice',
    `container name ${JSON.stringify(name)} is already in use: ${who} both want it`,
    {
      hint:
        first === second
          ? 'run one replica, or remove container_name'
          : 'give one of them another container_name',
      ...(place !== undefined && { place }),
      ...(other !== undefined &&
        first !== second && { related: [{ message: 'the other one', place: other }] }),
      path: `services.${second}.container_name`,
      resource: `container ${name}`,
    },
  )
}

function placeOfName(context: UpContext, service: string) {
  return placeOf(context, 'services', service, 'container_name') ?? placeOf(context, 'services', service)
}

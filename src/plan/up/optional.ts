// Dependencies with `required: false` that this stack does not have, as where no profile enables them: told where something
// is started without them.
import type { Problem } from '../../problem/index.ts'
import { loweredOf, placeOf, serviceOf, type UpContext } from './context.ts'
import type { ServiceAfter } from './state.ts'

export function leftOutDependencies(
  context: UpContext,
  after: ReadonlyMap<string, ServiceAfter>,
): readonly Problem[] {
  const { stack } = context.input.project
  return [...after].flatMap(([name, state]) => {
    if (loweredOf(context, name) === undefined || !state.replicas.some(one => one.started)) return []
    return Object.entries(serviceOf(context, name).depends_on ?? {}).flatMap(
      ([on, { required }]): Problem[] => {
        if (required || Object.hasOwn(stack.services, on)) return []
        const place = placeOf(context, 'services', name, 'depends_on', on)
        return [
          {
            code: 'dependency-left-out',
            severity: 'info',
            message: `${name} starts without ${on}, which is not enabled and not required`,
            ...(place !== undefined && { place }),
            path: `services.${name}.depends_on.${on}`,
          },
        ]
      },
    )
  })
}

// Services whose namespaces or volumes a new container shares: one that has no container, and gets none, stops the plan.
import type { ContainerSpec, NamespaceRef } from '../../lower/index.ts'
import { errorProblem, type Problem } from '../../problem/index.ts'
import type { UpContext } from '../up/context.ts'
import { placeOf } from '../up/context.ts'

interface Share {
  readonly what: string
  readonly owner: string
  readonly key: string
}

export function checkOwners(context: UpContext, created: readonly ContainerSpec[]): readonly Problem[] {
  const there = new Set([
    ...created.map(spec => spec.service),
    ...context.input.observed.containers
      .filter(one => one.ownership === 'managed' && !one.oneoff)
      .map(one => one.service),
  ])
  return created.flatMap(spec =>
    sharesOf(spec)
      .filter(share => !there.has(share.owner))
      .map(({ what, owner, key }): Problem => {
        const place = placeOf(context, 'services', spec.service, key)
        return errorProblem(
          'owner-missing',
          `cannot share ${what} with service ${owner}: container missing`,
          {
            hint: `bring ${owner} up first, or leave --no-deps out`,
            ...(place !== undefined && { place }),
            path: `services.${spec.service}.${key}`,
          },
        )
      }),
  )
}

function sharesOf(spec: ContainerSpec): readonly Share[] {
  const { networking } = spec
  const modes: readonly (readonly [string, string, NamespaceRef | undefined])[] = [
    ['network namespace', 'network_mode', networking.kind === 'service' ? networking : undefined],
    ['IPC namespace', 'ipc', spec.ipc],
    ['PID namespace', 'pid', spec.pid],
  ]
  return [
    ...modes.flatMap(([what, key, mode]) =>
      mode?.kind === 'service' ? [{ what, key, owner: mode.service }] : [],
    ),
    ...spec.volumesFrom.flatMap(({ from }) =>
      'service' in from ? [{ what: 'volume', key: 'volumes_from', owner: from.service }] : [],
    ),
  ]
}

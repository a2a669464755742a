// The restart policy: `restart`, or `deploy.restart_policy`, which wins as in Docker Compose.
import type { Service } from '../model/index.ts'
import type { Concern } from './concern.ts'
import type { Draft, Path } from './draft.ts'
import type { HostConfig } from './spec.ts'

type Policy = NonNullable<HostConfig['RestartPolicy']>

export const restartConcern: Concern = {
  heads: ['restart'],
  mode: 'live',
  lower(draft) {
    const policy = fromDeploy(draft) ?? fromRestart(draft.input.service.restart)
    if (policy === undefined) return
    draft.host.RestartPolicy = policy
    const path: Path = draft.input.service.deploy?.restart_policy ? ['deploy', 'restart_policy'] : ['restart']
    draft.field('restart', print(policy), path, 'live')
  },
  read(live, _context, fields) {
    const value = print(live.HostConfig.RestartPolicy ?? { Name: '' })
    fields.set('restart', { value, origin: value === 'no' ? 'default' : 'set' })
  },
  update: (_name, value) => ({ RestartPolicy: fromRestart(typeof value === 'string' ? value : 'no') }),
}

function fromRestart(restart: string | undefined): Policy | undefined {
  if (restart === undefined || restart === '') return undefined
  const [name = 'no', count] = restart.split(':')
  return { Name: name, MaximumRetryCount: count === undefined ? 0 : Number(count) || 0 }
}

function fromDeploy(draft: Draft): Policy | undefined {
  const policy: NonNullable<Service['deploy']>['restart_policy'] =
    draft.input.service.deploy?.restart_policy ?? undefined
  if (policy === undefined) return undefined
  for (const key of ['delay', 'window'] as const)
    if (policy[key] !== undefined)
      draft.warn(
        'attribute-ignored',
        ['deploy', 'restart_policy', key],
        `deploy.restart_policy.${key} has no effect: the engine itself decides how long it waits between restarts`,
        'remove it, or keep it for docker stack deploy',
      )
  const name = CONDITIONS[policy.condition ?? 'any'] ?? 'always'
  return { Name: name, MaximumRetryCount: name === 'on-failure' ? (policy.max_attempts ?? 0) : 0 }
}

const CONDITIONS: Readonly<Record<string, string>> = {
  none: 'no',
  no: 'no',
  'on-failure': 'on-failure',
  any: 'always',
  always: 'always',
  'unless-stopped': 'unless-stopped',
}

function print(policy: { Name?: string; MaximumRetryCount?: number }): string {
  const name = policy.Name || 'no'
  return name === 'on-failure' && policy.MaximumRetryCount ? `${name}:${policy.MaximumRetryCount}` : name
}

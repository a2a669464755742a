// Attributes that only a Swarm acts on. They do no harm here, and nothing either.
import type { Service } from '../service.ts'
import { type ModelPath, type Rule, tell } from './rule.ts'

/** Told once a service, as a remark: many files are meant for both. */
export const checkSwarmAttributes: Rule = function* (subject) {
  for (const service of subject.services) {
    const found = [...swarmOnly(service)]
    const [first] = found
    if (first === undefined) continue
    const names = found.map(({ name }) => name)
    const list = names.length === 1 ? names[0] : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`
    const has = names.length === 1 ? 'has' : 'have'
    yield tell(
      subject,
      'swarm-attribute',
      first.path,
      `${list} ${has} no effect outside of a Swarm: ${found.map(({ instead }) => instead).join('; ')}`,
      {
        severity: 'info',
        hint: 'remove it, or keep it for docker stack deploy',
        related: found.slice(1).map(({ name, path }) => ({ message: `${name} stands here`, path })),
      },
    )
  }
}

interface Found {
  readonly name: string
  readonly instead: string
  readonly path: ModelPath
}

function* swarmOnly({ name, deploy }: Service): Iterable<Found> {
  if (deploy === undefined) return
  const path = (...parts: string[]): ModelPath => ['services', name, 'deploy', ...parts]
  if (deploy.mode !== undefined && deploy.mode !== '' && deploy.mode !== 'replicated') {
    const many = deploy.replicas === undefined ? 'one replica runs' : 'the replicas run here'
    yield { name: `deploy.mode: ${deploy.mode}`, instead: many, path: path('mode') }
  }
  if (hasAny(deploy.placement)) {
    yield { name: 'deploy.placement', instead: 'every replica runs on this engine', path: path('placement') }
  }
  if (hasAny(deploy.update_config)) {
    yield {
      name: 'deploy.update_config',
      instead: 'replicas are replaced as their dependencies allow',
      path: path('update_config'),
    }
  }
  if (hasAny(deploy.rollback_config)) {
    yield {
      name: 'deploy.rollback_config',
      instead: 'nothing is rolled back by itself',
      path: path('rollback_config'),
    }
  }
  if (deploy.endpoint_mode !== undefined && deploy.endpoint_mode !== '') {
    yield {
      name: 'deploy.endpoint_mode',
      instead: 'the name of a service leads to its containers',
      path: path('endpoint_mode'),
    }
  }
  if (hasAny(deploy.labels)) {
    yield { name: 'deploy.labels', instead: 'containers get those of labels', path: path('labels') }
  }
}

const hasAny = (value: object | undefined | null): boolean =>
  value !== undefined && value !== null && Object.keys(value).length > 0

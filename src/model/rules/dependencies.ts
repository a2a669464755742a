// Conditions of depends_on that cannot come true.
import type { Service } from '../service.ts'
import { printWhere, type Rule, tell } from './rule.ts'

/** Waiting until a service is healthy needs a health check. */
export const checkHealth: Rule = function* (subject) {
  const { stack } = subject
  for (const service of subject.services) {
    for (const [name, { condition }] of Object.entries(service.depends_on ?? {})) {
      const other = stack.services[name]
      if (condition !== 'service_healthy' || other === undefined || other.provider !== undefined) continue
      const health = healthOf(other)
      if (health === 'checked') continue
      const path = ['services', service.name, 'depends_on', name, 'condition']
      const otherPath = ['services', name, ...(health === 'off' ? ['healthcheck'] : [])]
      const where = printWhere(subject, otherPath, path)
      yield tell(
        subject,
        'never-healthy',
        path,
        health === 'off'
          ? `${service.name} waits until ${name} is healthy, and the health check of ${name} is turned off${where}: ${service.name} will not start`
          : `${service.name} waits until ${name} is healthy, and ${name}${where} has no healthcheck: unless its image brings one, ${service.name} will not start`,
        {
          hint: `add healthcheck: {test: …} to ${name}, or wait with condition: service_started`,
          related: [{ message: `${name} stands here`, path: otherPath }],
        },
      )
    }
  }
}

function healthOf({ healthcheck }: Service): 'checked' | 'off' | 'unknown' {
  if (healthcheck === undefined) return 'unknown'
  return healthcheck.disable === true || healthcheck.test?.[0] === 'NONE' ? 'off' : 'checked'
}

/** What is always started again never completes. */
export const checkCompletion: Rule = function* (subject) {
  const { stack } = subject
  for (const service of subject.services) {
    for (const [name, { condition }] of Object.entries(service.depends_on ?? {})) {
      const other = stack.services[name]
      if (condition !== 'service_completed_successfully' || other === undefined) continue
      const policy = restartsAlways(other)
      if (policy === undefined) continue
      const path = ['services', service.name, 'depends_on', name, 'condition']
      const where = printWhere(subject, policy.path, path)
      yield tell(
        subject,
        'never-completes',
        path,
        `${service.name} waits until ${name} has completed, and ${policy.text}${where} starts ${name} again each time it ends: ${service.name} may never start`,
        {
          hint: `remove it from ${name}, or use restart: on-failure there`,
          related: [{ message: `${name} restarts because of this`, path: policy.path }],
        },
      )
    }
  }
}

/** `deploy.restart_policy` wins over `restart`. */
function restartsAlways(service: Service): { text: string; path: string[] } | undefined {
  const policy = service.deploy?.restart_policy
  if (policy !== undefined) {
    if (policy.condition !== undefined && !['', 'any', 'always', 'unless-stopped'].includes(policy.condition))
      return undefined
    return {
      text: 'deploy.restart_policy',
      path: ['services', service.name, 'deploy', 'restart_policy'],
    }
  }
  if (service.restart !== 'always' && service.restart !== 'unless-stopped') return undefined
  return { text: `restart: ${service.restart}`, path: ['services', service.name, 'restart'] }
}

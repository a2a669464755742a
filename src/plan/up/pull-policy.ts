// When an image is asked for anew: the flag, the service's policy, and the age of what is there.
import type { LiveImage } from '../../lower/index.ts'
import type { Service } from '../../model/index.ts'
import { parseDurationMs } from '../../support/index.ts'
import type { UpPolicy } from '../input.ts'

/**
 * `always`, `missing`, `never`, `build`, `daily`, `weekly` or `every_<duration>`: the flag wins over the service. Undefined where
 * neither says anything: what is missing is then built where it can be, and else pulled.
 */
export function pullPolicy(service: Service, policy: UpPolicy): string | undefined {
  if (service.build !== undefined && policy.build === true) return 'build'
  const flag = policy.pull === 'policy' ? undefined : policy.pull
  const name = flag ?? service.pull_policy
  if (name === 'if_not_present') return 'missing'
  return name === 'refresh' ? `every_${service.pull_refresh_after ?? ''}` : name
}

/** Whether the policy asks for a pull although the image is there. Without a clock, an age is never too old. */
export function isStale(
  policy: string | undefined,
  image: LiveImage | undefined,
  now: number | undefined,
): boolean {
  if (policy === 'always') return true
  const age =
    policy === 'daily'
      ? '24h'
      : policy === 'weekly'
        ? '168h'
        : policy?.startsWith('every_')
          ? policy.slice(6)
          : undefined
  if (age === undefined || image === undefined || now === undefined) return false
  // When the engine last put the tag on it: the creation date is that of the build, often long before the pull.
  const tagged = Date.parse((image as { Metadata?: { LastTagTime?: string } }).Metadata?.LastTagTime ?? '')
  const limit = parseDurationMs(age)
  return limit !== undefined && !Number.isNaN(tagged) && now - tagged >= limit
}

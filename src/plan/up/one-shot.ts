// Whether a container that ended with 0 did what it is for, or was stopped. The engine does not tell the two apart.
import type { ObservedContainer } from '../../observe/index.ts'
import type { Dependencies } from '../dependencies.ts'

/** Services that some other waits for to complete. */
export function awaitedOneShots(dependencies: Dependencies): ReadonlySet<string> {
  const awaited = new Set<string>()
  for (const service of dependencies.order) {
    for (const edge of dependencies.of(service)) {
      if (edge.condition === 'service_completed_successfully') awaited.add(edge.on)
    }
  }
  return awaited
}

/**
 * A task by its looks: nothing keeps it running, and it offers nothing to others (no port, no health check). A server that
 * was stopped ends with 0 as well, but it offers something.
 */
export function looksLikeTask(container: ObservedContainer): boolean {
  const { Config: config, HostConfig: host } = container.live
  const policy = host.RestartPolicy?.Name ?? ''
  if (policy === 'always' || policy === 'unless-stopped') return false
  const test = config.Healthcheck?.Test
  const checked = test !== undefined && test.length > 0 && test[0] !== 'NONE'
  return !checked && Object.keys(config.ExposedPorts ?? {}).length === 0
}

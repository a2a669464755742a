// What is run before and after a container's life begins and ends. gantry runs it, the engine never hears of it: no fields.
import type { Hook, Service } from '../model/index.ts'
import type { ContainerSpec, HookSpec } from './spec.ts'

export function lowerHooks(service: Service): ContainerSpec['hooks'] {
  return {
    preStart: (service.pre_start ?? []).map(hook => lowerHook(hook, service.name)),
    postStart: (service.post_start ?? []).map(hook => lowerHook(hook, service.name)),
    preStop: (service.pre_stop ?? []).map(hook => lowerHook(hook, service.name)),
  }
}

/** One command, as it is run. */
export function lowerHook(hook: Hook, service?: string): HookSpec {
  const env = Object.entries(hook.environment ?? {})
    .filter(([, value]) => value !== null)
    .map(([name, value]) => `${name}=${value}`)
    .sort()
  return {
    ...(service !== undefined && { service }),
    command: hook.command ?? [],
    privileged: hook.privileged ?? false,
    env,
    ...(hook.user !== undefined && { user: hook.user }),
    ...(hook.working_dir !== undefined && { workingDir: hook.working_dir }),
    ...(hook.image !== undefined && { image: hook.image }),
  }
}

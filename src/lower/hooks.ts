// What is run before and after a container's life begins and ends. gantry runs it, the engine never hears of it: no fields.
import type { Hook, Service } from '../model/index.ts'
import type { ContainerSpec, HookSpec } from './spec.ts'

export function lowerHooks(service: Service): ContainerSpec['hooks'] {
  return {
    preStart: (service.pre_start ?? []).map(lowerHook),
    postStart: (service.post_start ?? []).map(lowerHook),
    preStop: (service.pre_stop ?? []).map(lowerHook),
  }
}

/** One command, as it is run. */
export function lowerHook(hook: Hook): HookSpec {
  const env = Object.entries(hook.environment ?? {})
    .filter(([, value]) => value !== null)
    .map(([name, value]) => `${name}=${value}`)
    .sort()
  return {
    command: hook.command ?? [],
    privileged: hook.privileged ?? false,
    env,
    ...(hook.user !== undefined && { user: hook.user }),
    ...(hook.working_dir !== undefined && { workingDir: hook.working_dir }),
    ...(hook.image !== undefined && { image: hook.image }),
  }
}

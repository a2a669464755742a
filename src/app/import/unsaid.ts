// What containers may have and no stack file can say: told, so that nobody finds out by loss.
import type { LiveContainer } from '../../lower/index.ts'

/** One half-sentence each. Names are the engine API's (v1.41 and later). */
export function findUnsaid(live: LiveContainer): readonly string[] {
  const host = live.HostConfig as unknown as Record<string, unknown>
  const unsaid: string[] = []
  if (host.AutoRemove) unsaid.push('it removes itself when it ends (--rm)')
  if (host.CpusetMems) unsaid.push(`it is held to memory nodes ${host.CpusetMems} (--cpuset-mems)`)
  if (Number(host.KernelMemory ?? 0) > 0) unsaid.push('it has a limit on kernel memory (--kernel-memory)')
  if (Array.isArray(host.MaskedPaths) && host.MaskedPaths.length === 0 && !host.Privileged)
    unsaid.push('it sees all of /proc and /sys (--security-opt systempaths=unconfined)')
  const requests = live.HostConfig.DeviceRequests ?? []
  if (requests.some(request => (request.Capabilities ?? []).length > 1))
    unsaid.push('a request for devices names alternative capabilities, of which the first is written')
  return unsaid
}

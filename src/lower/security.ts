// What a container may do: privileges, capabilities, security options, kernel settings, users and control groups.
import { asSet, type Concern, hostAttribute, mapAttribute, nonEmpty } from './concern.ts'
import type { Draft } from './draft.ts'

export const securityConcerns: readonly Concern[] = [
  hostAttribute('privileged', 'Privileged', service => service.privileged, { standard: false }),
  hostAttribute('read_only', 'ReadonlyRootfs', service => service.read_only, { standard: false }),
  hostAttribute('cap_add', 'CapAdd', service => nonEmpty(service.cap_add), { normal: capabilities }),
  hostAttribute('cap_drop', 'CapDrop', service => nonEmpty(service.cap_drop), { normal: capabilities }),
  hostAttribute('security_opt', 'SecurityOpt', (_service, draft) => securityOptions(draft), {
    normal: list => asSet(list.map(normalOption)),
    // The engine itself adds this where labels would make no sense.
    standard: ({ HostConfig: host }) =>
      host.Privileged || host.IpcMode === 'host' || host.PidMode === 'host' ? ['label=disable'] : undefined,
  }),
  hostAttribute('group_add', 'GroupAdd', service => nonEmpty(service.group_add)?.map(String), {
    normal: asSet,
  }),
  hostAttribute('userns_mode', 'UsernsMode', service => service.userns_mode || undefined),
  hostAttribute('cgroup_parent', 'CgroupParent', service => service.cgroup_parent || undefined),
  mapAttribute({
    name: 'sysctls',
    value: service => service.sysctls,
    write: (draft, value) => {
      draft.host.Sysctls = value
    },
    read: live => live.HostConfig.Sysctls,
  }),
  mapAttribute({
    name: 'storage_opt',
    value: service => service.storage_opt,
    write: (draft, value) => {
      draft.host.StorageOpt = value
    },
    read: live => live.HostConfig.StorageOpt,
  }),
  { heads: [], lower: warnOtherPlatform },
]

/** `cap_net_admin` and `NET_ADMIN` are one, in any order. */
function capabilities(list: readonly string[]): readonly string[] {
  return asSet(list.map(name => name.toUpperCase().replace(/^CAP_/, '')))
}

/** `label:disable` and `label=disable` are one; so are the forms of no-new-privileges. */
function normalOption(option: string): string {
  const written = option.includes('=') ? option : option.replace(':', '=')
  return written === 'no-new-privileges=true' ? 'no-new-privileges' : written
}

/** The engine wants the text of a seccomp profile where the file names it by path. */
function securityOptions(draft: Draft): string[] | undefined {
  const { service, context, project } = draft.input
  const options = nonEmpty(service.security_opt)
  return options?.map((option, index) => {
    const match = /^seccomp[=:](.+)$/.exec(option)
    const profile = match?.[1]
    if (profile === undefined || profile === 'unconfined' || profile === 'builtin') return option
    if (profile.startsWith('{')) return `seccomp=${profile}`
    const path = profile.startsWith('/') ? profile : `${project.directory}/${profile}`
    const text = context.readText?.(path)
    if (text === undefined) {
      draft.error(
        'unreadable-profile',
        ['security_opt', index],
        `the seccomp profile ${path} cannot be read`,
        'create the file, or write seccomp=unconfined',
      )
      return option
    }
    return `seccomp=${compactJson(text)}`
  })
}

function compactJson(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text))
  } catch {
    return text
  }
}

/** Attributes of Windows engines: said, not dropped in silence. */
function warnOtherPlatform(draft: Draft): void {
  const { service, context } = draft.input
  if (context.engine.os === 'windows') {
    lowerWindows(draft)
    return
  }
  const ignored = (key: string) =>
    draft.warn(
      'attribute-ignored',
      [key],
      `${key} has no effect on this engine: only Windows containers have it`,
      `remove ${key}, or run this service on a Windows engine`,
    )
  if (service.cpu_count) ignored('cpu_count')
  if (service.cpu_percent) ignored('cpu_percent')
  if (service.isolation && service.isolation !== 'default') ignored('isolation')
  if (service.credential_spec) ignored('credential_spec')
}

function lowerWindows(draft: Draft): void {
  const { service } = draft.input
  if (service.cpu_count) draft.host.CpuCount = service.cpu_count
  if (service.cpu_percent) draft.host.CpuPercent = Math.round(service.cpu_percent)
  if (service.isolation) draft.host.Isolation = service.isolation
  for (const key of ['cpu_count', 'cpu_percent', 'isolation'] as const)
    if (service[key]) draft.field(key, service[key] ?? null, [key])
}

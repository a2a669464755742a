// Whether two containers were asked for the same: their inspects without ids, names, labels of tools, and the many ways in which
// the engine writes "nothing". Knows nothing of gantry, so that it is no mirror of what it judges.
import type Docker from 'dockerode'

type Value = unknown
type Bag = Record<string, unknown>

/** Set by clients for the moment of creation, or by the engine. */
const passing = new Set([
  ...[
    'AttachStdin',
    'AttachStdout',
    'AttachStderr',
    'StdinOnce',
    'ContainerIDFile',
    'ConsoleSize',
    'PublishAllPorts',
  ],
  ...[
    'Binds',
    'Mounts',
    'Volumes',
    'VolumeDriver',
    'Labels',
    'Links',
    'NetworkMode',
    'OnBuild',
    'Annotations',
  ],
])

/** What can be compared of a container; `service` is a name that only one of the two goes by. */
export function essence(live: Docker.ContainerInspectInfo, service: string): Value {
  const config = { ...live.Config } as unknown as Bag
  const host = { ...live.HostConfig } as unknown as Bag
  if (config.Hostname === live.Id.slice(0, 12)) delete config.Hostname
  if (typeof config.StopSignal === 'string') config.StopSignal = `SIG${config.StopSignal.replace(/^SIG/, '')}`
  config.Env = [...(config.Env as string[])].sort()
  const policy = host.RestartPolicy as { Name: string; MaximumRetryCount: number }
  if (policy.Name === 'no') host.RestartPolicy = { ...policy, Name: '' }
  for (const key of ['CapAdd', 'CapDrop'])
    host[key] = ((host[key] as string[] | null) ?? []).map(name => name.replace(/^CAP_/, '')).sort()
  const labels = Object.entries(live.Config.Labels).filter(
    ([name]) => !/^(com\.docker\.compose|io\.gantry)\./.test(name),
  )
  const names = new Set([live.Id.slice(0, 12), live.Name.slice(1), service, config.Hostname])
  return meaningful({
    config: without(config),
    host: without(host),
    labels: Object.fromEntries(labels),
    mode: (live.HostConfig.NetworkMode ?? '').replace(/^default$/, 'bridge'),
    links: ((host.Links as string[] | null) ?? []).map(link => link.replace(/:\/.*\//, ':')),
    mounts: live.Mounts.map(mount => {
      const anonymous = /^[0-9a-f]{64}$/.test(mount.Name ?? '')
      return [
        mount.Destination,
        mount.Type,
        anonymous ? '' : (mount.Name ?? mount.Source),
        mount.RW,
        mount.Propagation,
      ]
    }).sort(),
    tmpfs: ((host.Mounts as Bag[] | null) ?? []).filter(mount => mount.Type === 'tmpfs'),
    networks: Object.fromEntries(
      Object.entries(live.NetworkSettings.Networks).map(([name, { Aliases, IPAMConfig, Links, ...rest }]) => [
        name,
        {
          aliases: (Aliases ?? []).filter((alias: string) => !names.has(alias)).sort(),
          ...(meaningful({ IPAMConfig, Links, DriverOpts: (rest as Bag).DriverOpts }) as Bag),
        },
      ]),
    ),
  })
}

const without = (bag: Bag): Bag =>
  Object.fromEntries(Object.entries(bag).filter(([key]) => !passing.has(key)))

/** Without null, '', 0, false, and what is empty. */
function meaningful(value: Value): Value {
  if (Array.isArray(value)) return value.map(meaningful)
  if (typeof value !== 'object' || value === null) return value
  const kept = Object.entries(value)
    .map(([key, inner]) => [key, meaningful(inner)] as const)
    .filter(
      ([, inner]) => inner !== '' && inner !== 0 && inner !== false && inner !== null && inner !== undefined,
    )
    .filter(([, inner]) => typeof inner !== 'object' || Object.keys(inner as object).length > 0)
  return Object.fromEntries(kept)
}

// One case an attribute: two values of it, and what inspect says of the first. The suite creates, reads back, changes, drops.
import type { LiveContainer } from '../../../src/lower/index.ts'
import type { ServiceInput } from '../../unit/lower/builders.ts'

export interface AttributeCase {
  /** Name of the one field that differs. */
  readonly field: string
  readonly set: ServiceInput
  readonly changed: ServiceInput
  /** What the engine says of `set`. */
  readonly read: (live: LiveContainer) => unknown
  readonly expect: unknown
  /** The least that mends the change; default: recreate. */
  readonly mend?: 'update' | 'connect'
  /** API version from which on the engine has it. */
  readonly api?: string
  /** The engine here refuses it, or drops it: not created. */
  readonly dropMend?: 'update' | 'connect'
  /** Without a label that it was asked for, nobody can tell that it is gone from the file. */
  readonly silentDrop?: boolean
}

const host =
  <K extends keyof LiveContainer['HostConfig']>(key: K) =>
  (live: LiveContainer) =>
    live.HostConfig[key]
const config =
  <K extends keyof LiveContainer['Config']>(key: K) =>
  (live: LiveContainer) =>
    live.Config[key]

const sleeping = { command: ['sleep', '600'] }

export const attributeCases: Readonly<Record<string, AttributeCase>> = {
  command: {
    field: 'command',
    set: { command: ['sleep', '1'] },
    changed: { command: ['sleep', '2'] },
    read: config('Cmd'),
    expect: ['sleep', '1'],
  },
  entrypoint: {
    field: 'entrypoint',
    set: { entrypoint: ['sleep', '1'] },
    changed: { entrypoint: ['sleep', '2'] },
    read: config('Entrypoint'),
    expect: ['sleep', '1'],
  },
  user: { field: 'user', set: { user: '7:8' }, changed: { user: '9' }, read: config('User'), expect: '7:8' },
  working_dir: {
    field: 'working_dir',
    set: { working_dir: '/srv' },
    changed: { working_dir: '/tmp' },
    read: config('WorkingDir'),
    expect: '/srv',
  },
  tty: { field: 'tty', set: { tty: true }, changed: { tty: false }, read: config('Tty'), expect: true },
  stdin_open: {
    field: 'stdin_open',
    set: { stdin_open: true },
    changed: { stdin_open: false },
    read: config('OpenStdin'),
    expect: true,
  },
  init: { field: 'init', set: { init: true }, changed: { init: false }, read: host('Init'), expect: true },
  stop_signal: {
    field: 'stop_signal',
    set: { stop_signal: 'SIGUSR1' },
    changed: { stop_signal: 'SIGUSR2' },
    read: config('StopSignal'),
    expect: 'SIGUSR1',
  },
  stop_grace_period: {
    field: 'stop_grace_period',
    set: { stop_grace_period: '1m30s' },
    changed: { stop_grace_period: '20s' },
    read: config('StopTimeout'),
    expect: 90,
  },
  environment: {
    field: 'environment.PORT',
    set: { environment: { PORT: '80' } },
    changed: { environment: { PORT: '81' } },
    read: live => live.Config.Env?.includes('PORT=80'),
    expect: true,
  },
  labels: {
    field: 'labels.tier',
    set: { labels: { tier: 'web' } },
    changed: { labels: { tier: 'app' } },
    read: live => live.Config.Labels?.tier,
    expect: 'web',
  },
  annotations: {
    field: 'annotations.tier',
    set: { annotations: { tier: 'web' } },
    changed: { annotations: { tier: 'app' } },
    read: host('Annotations'),
    expect: { tier: 'web' },
    api: '1.43',
  },
  hostname: {
    field: 'hostname',
    set: { hostname: 'north' },
    changed: { hostname: 'south' },
    read: config('Hostname'),
    expect: 'north',
  },
  domainname: {
    field: 'domainname',
    set: { domainname: 'example.org' },
    changed: { domainname: 'example.com' },
    read: config('Domainname'),
    expect: 'example.org',
  },
  'healthcheck test': {
    field: 'healthcheck.test',
    set: { healthcheck: { test: ['CMD', 'true'] } },
    changed: { healthcheck: { test: ['CMD', 'false'] } },
    read: live => live.Config.Healthcheck?.Test,
    expect: ['CMD', 'true'],
  },
  'restart policy': {
    field: 'restart',
    set: { restart: 'unless-stopped' },
    changed: { restart: 'always' },
    read: live => live.HostConfig.RestartPolicy?.Name,
    expect: 'unless-stopped',
    mend: 'update',
    dropMend: 'update',
  },
  'restart on-failure with a count': {
    field: 'restart',
    set: { restart: 'on-failure:3' },
    changed: { restart: 'on-failure:4' },
    read: host('RestartPolicy'),
    expect: { Name: 'on-failure', MaximumRetryCount: 3 },
    mend: 'update',
    dropMend: 'update',
  },
  'deploy.restart_policy': {
    field: 'restart',
    set: { deploy: { restart_policy: { condition: 'on-failure', max_attempts: 2 } } },
    changed: { deploy: { restart_policy: { condition: 'any' } } },
    read: host('RestartPolicy'),
    expect: { Name: 'on-failure', MaximumRetryCount: 2 },
    mend: 'update',
    dropMend: 'update',
  },
  ports: {
    field: 'ports.80/tcp',
    set: { ports: [{ target: 80, published: '', protocol: 'tcp', host_ip: '127.0.0.1' }] },
    changed: { ports: [{ target: 80, published: '38080-38090', protocol: 'tcp', host_ip: '127.0.0.1' }] },
    read: host('PortBindings'),
    expect: { '80/tcp': [{ HostIp: '127.0.0.1', HostPort: '' }] },
  },
  expose: {
    field: 'expose.53/udp',
    set: { expose: ['53/udp'] },
    changed: {},
    read: config('ExposedPorts'),
    expect: { '53/udp': {} },
  },
  dns: {
    field: 'dns',
    set: { dns: ['192.0.2.1'] },
    changed: { dns: ['192.0.2.2'] },
    read: host('Dns'),
    expect: ['192.0.2.1'],
  },
  dns_opt: {
    field: 'dns_opt',
    set: { dns_opt: ['ndots:2'] },
    changed: { dns_opt: ['ndots:3'] },
    read: host('DnsOptions'),
    expect: ['ndots:2'],
  },
  dns_search: {
    field: 'dns_search',
    set: { dns_search: ['example.org'] },
    changed: { dns_search: ['example.com'] },
    read: host('DnsSearch'),
    expect: ['example.org'],
  },
  extra_hosts: {
    field: 'extra_hosts',
    set: { extra_hosts: ['b=192.0.2.1', 'a=2001:db8::1'] },
    changed: { extra_hosts: ['b=192.0.2.2', 'a=2001:db8::1'] },
    read: host('ExtraHosts'),
    expect: ['a:2001:db8::1', 'b:192.0.2.1'],
  },
  'anonymous volume': {
    field: 'volumes./data',
    set: { volumes: [{ type: 'volume', target: '/data' }] },
    changed: { volumes: [{ type: 'volume', target: '/data', read_only: true }] },
    read: live => live.Mounts?.map(mount => [mount.Type, mount.Destination, mount.RW]),
    expect: [['volume', '/data', true]],
  },
  'named volume': {
    field: 'volumes./data',
    set: { volumes: [{ type: 'volume', source: 'data', target: '/data/' }] },
    changed: { volumes: [{ type: 'volume', source: 'data', target: '/data', read_only: true }] },
    read: live => live.Mounts?.map(mount => [mount.Type, mount.Destination, mount.RW]),
    expect: [['volume', '/data', true]],
  },
  'volume without copy': {
    field: 'volumes./data',
    set: { volumes: [{ type: 'volume', source: 'data', target: '/data', volume: { nocopy: true } }] },
    changed: { volumes: [{ type: 'volume', source: 'data', target: '/data' }] },
    read: live => live.HostConfig.Mounts?.[0]?.VolumeOptions?.NoCopy,
    expect: true,
  },
  bind: {
    field: 'volumes./host',
    set: { volumes: [{ type: 'bind', source: '/etc', target: '/host', read_only: true }] },
    changed: { volumes: [{ type: 'bind', source: '/usr', target: '/host', read_only: true }] },
    read: host('Binds'),
    expect: ['/etc:/host:ro'],
  },
  'bind without creating': {
    field: 'volumes./host',
    set: { volumes: [{ type: 'bind', source: '/etc', target: '/host', bind: { create_host_path: false } }] },
    changed: {
      volumes: [{ type: 'bind', source: '/usr', target: '/host', bind: { create_host_path: false } }],
    },
    read: live => live.HostConfig.Mounts?.map(mount => [mount.Type, mount.Source, mount.Target]),
    expect: [['bind', '/etc', '/host']],
  },
  'bind propagation': {
    field: 'volumes./host',
    set: { volumes: [{ type: 'bind', source: '/etc', target: '/host', bind: { propagation: 'rslave' } }] },
    changed: { volumes: [{ type: 'bind', source: '/etc', target: '/host' }] },
    read: live => live.Mounts?.[0]?.Propagation,
    expect: 'rslave',
  },
  'tmpfs mount': {
    field: 'volumes./scratch',
    set: { volumes: [{ type: 'tmpfs', target: '/scratch', tmpfs: { size: '1048576', mode: 0o700 } }] },
    changed: { volumes: [{ type: 'tmpfs', target: '/scratch', tmpfs: { size: '2097152', mode: 0o700 } }] },
    read: live => live.HostConfig.Mounts?.[0]?.TmpfsOptions,
    expect: { SizeBytes: 1048576, Mode: 0o700 },
  },
  tmpfs: {
    field: 'tmpfs./run',
    set: { tmpfs: ['/run:size=1m'] },
    changed: { tmpfs: ['/run:size=2m'] },
    read: host('Tmpfs'),
    expect: { '/run': 'size=1m' },
  },
  shm_size: {
    field: 'shm_size',
    set: { shm_size: '33554432' },
    changed: { shm_size: '16777216' },
    read: host('ShmSize'),
    expect: 33554432,
  },
  privileged: {
    field: 'privileged',
    set: { privileged: true },
    changed: { privileged: false },
    read: host('Privileged'),
    expect: true,
  },
  read_only: {
    field: 'read_only',
    set: { read_only: true },
    changed: { read_only: false },
    read: host('ReadonlyRootfs'),
    expect: true,
  },
  cap_add: {
    field: 'cap_add',
    set: { cap_add: ['SYS_TIME', 'cap_net_admin'] },
    changed: { cap_add: ['SYS_TIME'] },
    read: live => live.HostConfig.CapAdd?.length,
    expect: 2,
  },
  cap_drop: {
    field: 'cap_drop',
    set: { cap_drop: ['ALL'] },
    changed: { cap_drop: ['CHOWN'] },
    read: host('CapDrop'),
    expect: ['ALL'],
  },
  security_opt: {
    field: 'security_opt',
    set: { security_opt: ['no-new-privileges:true'] },
    changed: { security_opt: ['no-new-privileges:true', 'seccomp=unconfined'] },
    read: host('SecurityOpt'),
    expect: ['no-new-privileges:true'],
  },
  group_add: {
    field: 'group_add',
    set: { group_add: ['7', '8'] },
    changed: { group_add: ['7'] },
    read: host('GroupAdd'),
    expect: ['7', '8'],
  },
  userns_mode: {
    field: 'userns_mode',
    set: { userns_mode: 'host' },
    changed: {},
    read: host('UsernsMode'),
    expect: 'host',
  },
  sysctls: {
    field: 'sysctls.net.core.somaxconn',
    set: { sysctls: { 'net.core.somaxconn': '512' } },
    changed: { sysctls: { 'net.core.somaxconn': '1024' } },
    read: host('Sysctls'),
    expect: { 'net.core.somaxconn': '512' },
  },
  cgroup_parent: {
    field: 'cgroup_parent',
    set: { cgroup_parent: '/test-a' },
    changed: { cgroup_parent: '/test-b' },
    read: host('CgroupParent'),
    expect: '/test-a',
  },
  'cgroup namespace': {
    field: 'cgroup',
    set: { cgroup: 'host' },
    changed: { cgroup: 'private' },
    read: host('CgroupnsMode'),
    expect: 'host',
    silentDrop: true,
  },
  ipc: {
    field: 'ipc',
    set: { ipc: 'host' },
    changed: { ipc: 'none' },
    read: host('IpcMode'),
    expect: 'host',
  },
  pid: { field: 'pid', set: { pid: 'host' }, changed: {}, read: host('PidMode'), expect: 'host' },
  uts: { field: 'uts', set: { uts: 'host' }, changed: {}, read: host('UTSMode'), expect: 'host' },
  ulimits: {
    field: 'ulimits.nofile',
    set: { ulimits: { nofile: { soft: 100, hard: 200 } } },
    changed: { ulimits: { nofile: 300 } },
    read: host('Ulimits'),
    expect: [{ Name: 'nofile', Soft: 100, Hard: 200 }],
  },
  devices: {
    field: 'devices./dev/nil',
    set: { devices: [{ source: '/dev/null', target: '/dev/nil', permissions: 'rw' }] },
    changed: { devices: [{ source: '/dev/zero', target: '/dev/nil', permissions: 'rw' }] },
    read: host('Devices'),
    expect: [{ PathOnHost: '/dev/null', PathInContainer: '/dev/nil', CgroupPermissions: 'rw' }],
  },
  gpus: {
    field: 'gpus.0',
    set: { gpus: [{ driver: 'nvidia', count: 1 }] },
    changed: { gpus: [{ driver: 'nvidia', count: 2 }] },
    read: live => live.HostConfig.DeviceRequests?.[0]?.Capabilities,
    expect: [['gpu']],
  },
  device_cgroup_rules: {
    field: 'device_cgroup_rules',
    set: { device_cgroup_rules: ['c 1:3 mr'] },
    changed: { device_cgroup_rules: ['c 1:3 rwm'] },
    read: host('DeviceCgroupRules'),
    expect: ['c 1:3 mr'],
  },
  cpus: {
    field: 'cpus',
    set: { cpus: 0.5 },
    changed: { deploy: { resources: { limits: { cpus: 0.25 } } } },
    read: host('NanoCpus'),
    expect: 500_000_000,
    mend: 'update',
  },
  mem_limit: {
    field: 'mem_limit',
    set: { mem_limit: '67108864' },
    changed: { deploy: { resources: { limits: { memory: '134217728' } } } },
    read: host('Memory'),
    expect: 67108864,
    mend: 'update',
  },
  mem_reservation: {
    field: 'mem_reservation',
    set: { mem_reservation: '33554432' },
    changed: { mem_reservation: '16777216' },
    read: host('MemoryReservation'),
    expect: 33554432,
    mend: 'update',
  },
  pids_limit: {
    field: 'pids_limit',
    set: { pids_limit: 100 },
    changed: { deploy: { resources: { limits: { pids: 50 } } } },
    read: host('PidsLimit'),
    expect: 100,
    mend: 'update',
    dropMend: 'update',
  },
  cpu_shares: {
    field: 'cpu_shares',
    set: { cpu_shares: 512 },
    changed: { cpu_shares: 256 },
    read: host('CpuShares'),
    expect: 512,
    mend: 'update',
  },
  cpu_quota: {
    field: 'cpu_quota',
    set: { cpu_quota: 50_000 },
    changed: { cpu_quota: 25_000 },
    read: host('CpuQuota'),
    expect: 50_000,
    mend: 'update',
  },
  cpu_period: {
    field: 'cpu_period',
    set: { cpu_period: 100_000 },
    changed: { cpu_period: 50_000 },
    read: host('CpuPeriod'),
    expect: 100_000,
    mend: 'update',
  },
  cpuset: {
    field: 'cpuset',
    set: { cpuset: '0' },
    changed: { cpuset: '0,1' },
    read: host('CpusetCpus'),
    expect: '0',
    mend: 'update',
  },
  oom_score_adj: {
    field: 'oom_score_adj',
    set: { oom_score_adj: 500 },
    changed: { oom_score_adj: 400 },
    read: host('OomScoreAdj'),
    expect: 500,
  },
  'logging driver': {
    field: 'logging.driver',
    set: { logging: { driver: 'local' } },
    changed: { logging: { driver: 'none' } },
    read: live => live.HostConfig.LogConfig?.Type,
    expect: 'local',
  },
  'logging options': {
    field: 'logging.options.max-size',
    set: { logging: { options: { 'max-size': '1m' } } },
    changed: { logging: { options: { 'max-size': '2m' } } },
    read: live => live.HostConfig.LogConfig?.Config,
    expect: { 'max-size': '1m' },
  },
  'network alias': {
    field: 'networks.default',
    set: { ...sleeping, networks: { default: { aliases: ['front'] } } },
    changed: { ...sleeping, networks: { default: { aliases: ['back'] } } },
    read: live =>
      Object.values(live.NetworkSettings?.Networks ?? {})[0]?.Aliases?.filter(alias =>
        /^(front|web)$/.test(alias),
      ),
    expect: ['web', 'front'],
    mend: 'connect',
    dropMend: 'connect',
  },
  mac_address: {
    field: 'mac_address.default',
    set: { mac_address: '02:42:ac:11:00:07' },
    changed: { mac_address: '02:42:ac:11:00:08' },
    read: live =>
      Object.values(live.NetworkSettings?.Networks ?? {})[0]?.MacAddress || live.Config.MacAddress,
    expect: '02:42:ac:11:00:07',
    silentDrop: true,
  },
  network_mode: {
    field: 'network_mode',
    set: { network_mode: 'none' },
    changed: { network_mode: 'host' },
    read: host('NetworkMode'),
    expect: 'none',
  },
}

// Which attribute takes which canonical form.
import { pathTable } from '../path-table.ts'
import { build, sshKeys } from './build.ts'
import { command, healthTest } from './commands.ts'
import { envFiles, extension, providerOption, ulimit, watchRules } from './details.ts'
import { deviceRequest, gpus } from './device-requests.ts'
import { bindOptions, device, grant, mount, secretGrant } from './mounts.ts'
import { dependencies, dependency, namesToMap } from './named.ts'
import { hosts, labels, textValues, variables } from './pairs.ts'
import { ports } from './ports.ts'
import { fileObject, resource } from './resources.ts'
import type { CanonicalRule } from './rule.ts'
import {
  bool,
  duration,
  fileMode,
  filledTexts,
  integer,
  modeNumber,
  number,
  size,
  text,
  textList,
  texts,
} from './scalars.ts'

type Rules = Readonly<Record<string, CanonicalRule>>

/** The same rules below a prefix. */
const under = (prefix: string, rules: Rules): Rules =>
  Object.fromEntries(Object.entries(rules).map(([key, rule]) => [`${prefix}.${key}`, rule]))

/** The same rule for several keys. */
const each = (rule: CanonicalRule, keys: string): Rules =>
  Object.fromEntries(keys.split(' ').map(key => [key, rule]))

const grantFields: Rules = { mode: fileMode, uid: text, gid: text }
const ulimitFields: Rules = { '*': ulimit, '*.soft': integer, '*.hard': integer }
const hookFields: Rules = { command, environment: variables, ...each(bool, 'privileged per_replica') }
const updateFields: Rules = {
  ...each(duration, 'delay monitor'),
  parallelism: integer,
  max_failure_ratio: number,
}
const deviceFields: Rules = { ...each(texts, 'capabilities device_ids'), options: labels }
const blkioRate: Rules = { '*.rate': size }

const buildRules: Rules = {
  ...each(variables, 'args'),
  ...each(labels, 'labels additional_contexts'),
  ...each(bool, 'no_cache privileged pull'),
  ...each(text, 'provenance sbom'),
  ...each(textList, 'cache_from cache_to no_cache_filter'),
  ...under('secrets.*', grantFields),
  ...under('ulimits', ulimitFields),
  'secrets.*': grant,
  extra_hosts: hosts,
  shm_size: size,
  ssh: sshKeys,
}

const deployRules: Rules = {
  labels,
  replicas: integer,
  ...under('update_config', updateFields),
  ...under('rollback_config', updateFields),
  ...under('restart_policy', { ...each(duration, 'delay window'), max_attempts: integer }),
  'placement.max_replicas_per_node': integer,
  ...Object.assign(
    {},
    ...['limits', 'reservations'].map(part =>
      under(`resources.${part}`, {
        cpus: number,
        memory: size,
        pids: integer,
        'devices.*': deviceRequest,
        ...under('devices.*', deviceFields),
      }),
    ),
  ),
}

const serviceRules: Rules = {
  ...each(command, 'command entrypoint'),
  ...each(bool, 'init tty stdin_open attach privileged read_only oom_kill_disable use_api_socket'),
  ...each(
    integer,
    'scale cpu_count cpu_shares cpu_quota cpu_period cpu_rt_period cpu_rt_runtime oom_score_adj pids_limit',
  ),
  ...each(number, 'cpus cpu_percent'),
  ...each(size, 'mem_limit mem_reservation memswap_limit mem_swappiness shm_size'),
  ...each(textList, 'dns_search tmpfs label_file'),
  dns: filledTexts,
  ...each(texts, 'expose group_add'),
  ...each(labels, 'labels annotations sysctls'),
  build,
  ...under('build', buildRules),
  ...under('blkio_config', {
    weight: integer,
    'weight_device.*.weight': integer,
    ...under('device_read_bps', blkioRate),
    ...under('device_read_iops', blkioRate),
    ...under('device_write_bps', blkioRate),
    ...under('device_write_iops', blkioRate),
  }),
  'configs.*': grant,
  ...under('configs.*', grantFields),
  'secrets.*': secretGrant,
  ...under('secrets.*', grantFields),
  depends_on: dependencies,
  'depends_on.*': dependency,
  ...under('depends_on.*', each(bool, 'required restart')),
  ...under('deploy', deployRules),
  'develop.watch': watchRules,
  ...under('develop.watch.*', {
    ...each(textList, 'ignore include'),
    initial_sync: bool,
    ...under('exec', hookFields),
  }),
  'devices.*': device,
  env_file: envFiles,
  ...under('env_file.*', { required: bool }),
  environment: variables,
  extends: extension,
  extra_hosts: hosts,
  gpus,
  'gpus.*': deviceRequest,
  ...under('gpus.*', deviceFields),
  'healthcheck.test': healthTest,
  ...under('healthcheck', {
    ...each(duration, 'interval timeout start_period start_interval'),
    retries: integer,
    disable: bool,
  }),
  'logging.options': textValues,
  models: namesToMap,
  networks: namesToMap,
  'networks.*.driver_opts': textValues,
  ports,
  'provider.options.*': providerOption,
  stop_grace_period: duration,
  storage_opt: textValues,
  ...under('ulimits', ulimitFields),
  ...under('pre_start.*', hookFields),
  ...under('post_start.*', hookFields),
  ...under('pre_stop.*', hookFields),
  'volumes.*': mount,
  ...under('volumes.*', {
    read_only: bool,
    bind: bindOptions,
    'bind.create_host_path': bool,
    'volume.nocopy': bool,
    'volume.labels': labels,
    'tmpfs.size': size,
    'tmpfs.mode': modeNumber,
  }),
}

const resourceRules: Rules = {
  ...each(bool, 'external internal attachable enable_ipv4 enable_ipv6'),
  labels,
  driver_opts: textValues,
}

/** The forms by path. */
export const canonicalTable = pathTable<CanonicalRule>({
  name: text,
  ...under('services.*', serviceRules),
  ...Object.assign(
    {},
    ...['networks', 'volumes', 'secrets', 'configs'].map(kind => ({
      [`${kind}.*`]: kind === 'secrets' || kind === 'configs' ? fileObject : resource,
      ...under(`${kind}.*`, resourceRules),
    })),
  ),
  'networks.*.ipam.config.*.aux_addresses': textValues,
  'networks.*.ipam.options': textValues,
  'models.*.context_size': integer,
  'models.*.runtime_flags': texts,
})

// One row an attribute: the one change, and the least step that makes it so.

export interface Row {
  /** The line of the base stack that is replaced, without its indentation. */
  readonly line: string
  /** What stands there instead; empty: the line goes. Further lines keep the indentation. */
  readonly by: string
  /** What becomes of which resource, as in `replace container web.1`; empty: nothing is done. */
  readonly step: string | readonly string[]
  /** The field that the reason names. */
  readonly field?: string
  /** A file beside the stack that changes as well, or instead. */
  readonly file?: readonly [name: string, text: string]
  /** Another file that the reason points at; `none` where no file asks for the field any more. */
  readonly place?: string
  /** The line that the reason points at, where that is the beginning of the part that the changed line belongs to. */
  readonly at?: string
  /** A text elsewhere in the stack that the change needs. */
  readonly also?: readonly [from: string, to: string]
  /** What is not done is told. */
  readonly notice?: boolean
  /** API version from which on the engine has it. */
  readonly api?: string
}

const replace = 'replace container web.1'
const update = 'update container web.1'
const reconnect = 'reconnect container web.1'

const image = 'image: gantry/tiny'
const end = 'scale: 1'
/** Adds an attribute that the base does not have. */
const add = (text: string) => ({ line: end, by: `${end}\n${text}` })

export const rows: Readonly<Record<string, Row>> = {
  // What create alone sets.
  image: { line: image, by: 'image: NAME:other', step: replace, field: 'image' },
  command: {
    line: 'command: ["sleep", "3600"]',
    by: 'command: ["sleep", "3601"]',
    step: replace,
    field: 'command',
  },
  entrypoint: { ...add('entrypoint: ["sleep"]'), step: replace, field: 'entrypoint' },
  user: { line: 'user: "0:0"', by: 'user: "7"', step: replace, field: 'user' },
  working_dir: { line: 'working_dir: /tmp', by: 'working_dir: /srv', step: replace, field: 'working_dir' },
  tty: { ...add('tty: true'), step: replace, field: 'tty' },
  stdin_open: { ...add('stdin_open: true'), step: replace, field: 'stdin_open' },
  init: { line: 'init: true', by: 'init: false', step: replace, field: 'init' },
  stop_signal: {
    line: 'stop_signal: SIGKILL',
    by: 'stop_signal: SIGINT',
    step: replace,
    field: 'stop_signal',
  },
  stop_grace_period: {
    line: 'stop_grace_period: 2s',
    by: 'stop_grace_period: 3s',
    step: replace,
    field: 'stop_grace_period',
  },
  hostname: { line: 'hostname: north', by: 'hostname: south', step: replace, field: 'hostname' },
  domainname: {
    line: 'domainname: example.org',
    by: 'domainname: example.com',
    step: replace,
    field: 'domainname',
  },
  'environment, changed': { line: 'PORT: "80"', by: 'PORT: "81"', step: replace, field: 'environment.PORT' },
  'environment, added': {
    line: 'PORT: "80"',
    by: 'PORT: "80"\nHOST: a',
    step: replace,
    field: 'environment.HOST',
  },
  'environment, dropped': {
    line: 'GONE: here',
    by: '',
    step: replace,
    field: 'environment.GONE',
    place: 'none',
  },
  'environment, secret': {
    line: 'API_TOKEN: aaa',
    by: 'API_TOKEN: bbb',
    step: replace,
    field: 'environment.API_TOKEN',
  },
  'env_file, its content': {
    line: '',
    by: '',
    file: ['web.env', '# a comment\nFROM_FILE=second\n'],
    step: replace,
    field: 'environment.FROM_FILE',
    place: 'web.env',
  },
  'labels, changed': { line: 'tier: front', by: 'tier: back', step: replace, field: 'labels.tier' },
  'labels, added': { line: 'tier: front', by: 'tier: front\nteam: a', step: replace, field: 'labels.team' },
  label_file: {
    ...add('label_file: web.labels'),
    step: replace,
    field: 'labels.from.file',
    place: 'web.labels',
  },
  annotations: { ...add('annotations: {tier: a}'), step: replace, field: 'annotations.tier', api: '1.43' },
  expose: { line: 'expose: ["53/udp"]', by: 'expose: ["54/udp"]', step: replace, field: 'expose.54/udp' },
  'ports, changed': {
    line: '- "127.0.0.1::80"',
    by: '- "127.0.0.1:38080-38090:80"',
    step: replace,
    field: 'ports.80/tcp',
  },
  'ports, added': {
    line: '- "127.0.0.1::80"',
    by: '- "127.0.0.1::80"\n- "127.0.0.1::81"',
    step: replace,
    field: 'ports.81/tcp',
  },
  dns: { line: 'dns: 192.0.2.1', by: 'dns: 192.0.2.2', step: replace, field: 'dns' },
  dns_opt: { line: 'dns_opt: ["ndots:2"]', by: 'dns_opt: ["ndots:3"]', step: replace, field: 'dns_opt' },
  dns_search: {
    line: 'dns_search: example.org',
    by: 'dns_search: example.com',
    step: replace,
    field: 'dns_search',
  },
  extra_hosts: {
    line: 'extra_hosts: ["elsewhere:192.0.2.1"]',
    by: 'extra_hosts: ["elsewhere:192.0.2.2"]',
    step: replace,
    field: 'extra_hosts',
  },
  'healthcheck.test': {
    line: 'test: ["CMD", "true"]',
    by: 'test: ["CMD", "false"]',
    step: replace,
    field: 'healthcheck.test',
  },
  'healthcheck.interval': {
    line: 'interval: 1h',
    by: 'interval: 2h',
    step: replace,
    field: 'healthcheck.interval',
  },
  'healthcheck.timeout': {
    line: 'timeout: 5s',
    by: 'timeout: 6s',
    step: replace,
    field: 'healthcheck.timeout',
  },
  'healthcheck.retries': {
    line: 'retries: 3',
    by: 'retries: 4',
    step: replace,
    field: 'healthcheck.retries',
  },
  'healthcheck.start_period': {
    line: 'start_period: 1s',
    by: 'start_period: 2s',
    step: replace,
    field: 'healthcheck.start_period',
  },
  'volumes, named': { line: '- data:/data', by: '- data:/data:ro', step: replace, field: 'volumes./data' },
  'volumes, bind': { line: '- ./here:/here', by: '- ./there:/here', step: replace, field: 'volumes./here' },
  'volumes, tmpfs': {
    line: '- {type: tmpfs, target: /scratch, tmpfs: {size: 1048576}}',
    by: '- {type: tmpfs, target: /scratch, tmpfs: {size: 2097152}}',
    step: replace,
    field: 'volumes./scratch',
  },
  'volumes, dropped': {
    line: '- /anonymous',
    by: '',
    step: replace,
    field: 'volumes./anonymous',
    place: 'none',
  },
  'volumes, added': {
    line: '- /anonymous',
    by: '- /anonymous\n- /more',
    step: replace,
    field: 'volumes./more',
  },
  tmpfs: {
    line: 'tmpfs: ["/cache:size=1m"]',
    by: 'tmpfs: ["/cache:size=2m"]',
    step: replace,
    field: 'tmpfs./cache',
  },
  shm_size: { line: 'shm_size: 32m', by: 'shm_size: 16m', step: replace, field: 'shm_size' },
  privileged: { ...add('privileged: true'), step: replace, field: 'privileged' },
  read_only: {
    line: 'stop_grace_period: 0s',
    by: 'stop_grace_period: 0s\nread_only: true',
    step: 'replace container db.1',
    field: 'read_only',
  },
  cap_add: { line: 'cap_add: ["SYS_TIME"]', by: 'cap_add: ["NET_ADMIN"]', step: replace, field: 'cap_add' },
  cap_drop: { line: 'cap_drop: ["MKNOD"]', by: 'cap_drop: ["ALL"]', step: replace, field: 'cap_drop' },
  security_opt: {
    line: 'security_opt: ["no-new-privileges:true"]',
    by: 'security_opt: ["seccomp=unconfined"]',
    step: replace,
    field: 'security_opt',
  },
  group_add: { line: 'group_add: ["7"]', by: 'group_add: ["8"]', step: replace, field: 'group_add' },
  userns_mode: { ...add('userns_mode: host'), step: replace, field: 'userns_mode' },
  sysctls: {
    line: 'net.core.somaxconn: "512"',
    by: 'net.core.somaxconn: "1024"',
    step: replace,
    field: 'sysctls.net.core.somaxconn',
  },
  ulimits: {
    line: 'nofile: {soft: 100, hard: 200}',
    by: 'nofile: 300',
    step: replace,
    field: 'ulimits.nofile',
  },
  cgroup_parent: { ...add('cgroup_parent: /test-a'), step: replace, field: 'cgroup_parent' },
  cgroup: { ...add('cgroup: private'), step: replace, field: 'cgroup' },
  ipc: { ...add('ipc: host'), step: replace, field: 'ipc' },
  pid: { ...add('pid: host'), step: replace, field: 'pid' },
  uts: { line: 'hostname: north', by: 'uts: host', step: replace, field: 'uts' },
  devices: {
    line: 'devices: ["/dev/null:/dev/nil:rw"]',
    by: 'devices: ["/dev/zero:/dev/nil:rw"]',
    step: replace,
    field: 'devices./dev/nil',
  },
  device_cgroup_rules: {
    ...add('device_cgroup_rules: ["c 1:3 mr"]'),
    step: replace,
    field: 'device_cgroup_rules',
  },
  gpus: { ...add('gpus: [{driver: nvidia, count: 1}]'), step: replace, field: 'gpus.0' },
  oom_score_adj: {
    line: 'oom_score_adj: 500',
    by: 'oom_score_adj: 400',
    step: replace,
    field: 'oom_score_adj',
  },
  'logging.driver': {
    line: 'driver: json-file',
    by: 'driver: local',
    step: replace,
    field: 'logging.driver',
  },
  'logging.options': {
    line: 'max-size: 1m',
    by: 'max-size: 2m',
    step: replace,
    field: 'logging.options.max-size',
  },
  'secrets, its content': {
    line: '',
    by: '',
    file: ['token.txt', 'second\n'],
    step: replace,
    field: 'token',
    at: '- source: token',
  },
  'secrets, their mode': {
    line: 'mode: 0400',
    by: 'mode: 0440',
    step: replace,
    field: 'secrets./run/secrets/token',
    at: '- source: token',
  },
  'secrets, their target': {
    line: 'target: token',
    by: 'target: key',
    step: replace,
    field: 'secrets./run/secrets/key',
    at: '- source: token',
  },
  'configs, its content': {
    line: 'content: first',
    by: 'content: second',
    step: replace,
    field: 'settings',
    at: '- source: settings',
  },
  'configs, their target': {
    line: 'target: /etc/settings',
    by: 'target: /etc/more',
    step: replace,
    field: 'configs./etc/more',
    at: '- source: settings',
  },
  container_name: {
    ...add('container_name: NAME-other'),
    step: 'rename container web.1',
    field: 'container_name',
  },
  volumes_from: { ...add('volumes_from: [db]'), step: replace, field: 'volumes_from.db' },
  // What the engine changes in a running container.
  restart: { line: 'restart: unless-stopped', by: 'restart: always', step: update, field: 'restart' },
  'restart, dropped': {
    line: 'restart: unless-stopped',
    by: '',
    step: update,
    field: 'restart',
    place: 'none',
  },
  'deploy.restart_policy': {
    ...add('deploy: {restart_policy: {condition: on-failure}}'),
    step: update,
    field: 'restart',
  },
  cpus: { line: 'cpus: 0.5', by: 'cpus: 0.25', step: update, field: 'cpus' },
  mem_limit: { line: 'mem_limit: 64m', by: 'mem_limit: 96m', step: update, field: 'mem_limit' },
  mem_reservation: {
    line: 'mem_reservation: 32m',
    by: 'mem_reservation: 16m',
    step: update,
    field: 'mem_reservation',
  },
  memswap_limit: {
    line: 'memswap_limit: 128m',
    by: 'memswap_limit: 96m',
    step: update,
    field: 'memswap_limit',
  },
  pids_limit: { line: 'pids_limit: 100', by: 'pids_limit: 50', step: update, field: 'pids_limit' },
  cpu_shares: { line: 'cpu_shares: 512', by: 'cpu_shares: 256', step: update, field: 'cpu_shares' },
  cpuset: { line: 'cpuset: "0"', by: 'cpuset: "0,1"', step: update, field: 'cpuset' },
  // Endpoints.
  'networks, an alias': {
    line: 'aliases: [front]',
    by: 'aliases: [back]',
    step: reconnect,
    field: 'networks.default',
    at: 'default:',
  },
  'networks, an address': {
    line: 'ipv4_address: SUBNET.7',
    by: 'ipv4_address: SUBNET.8',
    step: reconnect,
    field: 'networks.fixed',
    at: 'fixed:',
  },
  'networks, one more': {
    line: 'networks:',
    by: 'networks:\n  more: {}',
    also: ['\nnetworks:\n', '\nnetworks:\n  more: {}\n'],
    step: ['create network more', reconnect],
    field: 'networks.more',
  },
  'a network, its labels': {
    line: 'labels: {tier: one}',
    by: 'labels: {tier: two}',
    step: ['rebuild network fixed', reconnect],
    field: 'labels.tier',
  },
  'a network, its options': {
    line: 'labels: {tier: one}',
    by: 'labels: {tier: one}\ninternal: true',
    step: ['rebuild network fixed', reconnect],
    field: 'internal',
  },
  'a volume, its labels': {
    line: 'labels: {level: one}',
    by: 'labels: {level: two}',
    step: '',
    notice: true,
  },
  // What is not of the container.
  depends_on: {
    line: 'db: {condition: service_started}',
    by: 'db: {condition: service_started, restart: true}',
    step: '',
  },
  profiles: { line: 'profiles: [all]', by: 'profiles: [all, more]', step: '' },
  pull_policy: { ...add('pull_policy: never'), step: '' },
  build: { ...add('build: ./here'), step: '' },
  attach: { ...add('attach: false'), step: '' },
  develop: { ...add('develop: {watch: [{path: ./here, action: rebuild}]}'), step: '' },
  'an extension': { ...add('x-note: text'), step: '' },
  post_start: { ...add('post_start: [{command: ["true"]}]'), step: '' },
  pre_stop: { ...add('pre_stop: [{command: ["true"]}]'), step: '' },
  'deploy.update_config': { ...add('deploy: {update_config: {parallelism: 2}}'), step: '' },
  'deploy.labels': { ...add('deploy: {labels: {tier: a}}'), step: '' },
  'deploy.placement': { ...add('deploy: {placement: {constraints: ["node.role==manager"]}}'), step: '' },
}

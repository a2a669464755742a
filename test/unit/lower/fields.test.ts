// What each attribute becomes: its fields, and the engine's settings. Tables, one case a line of meaning.
import { describe, expect, test } from 'vitest'
import { createBody } from '../../../src/lower/index.ts'
import { fieldLines, lowerOne, type ServiceInput } from './builders.ts'

const body = (service: ServiceInput, rest: Parameters<typeof lowerOne>[1] = {}, apiVersion = '1.45') => {
  const { spec } = lowerOne(service, rest)
  return createBody(spec, {
    apiVersion,
    image: spec.image.reference,
    container: name => `id-of-${name}`,
    links: name => [`shop-${name}-1`, `shop-${name}-2`],
  }) as unknown as { HostConfig: Record<string, unknown>; Labels: Record<string, string> } & Record<
    string,
    unknown
  >
}

/** Fields of a service without those that every service has. */
const fields = (service: ServiceInput, rest: Parameters<typeof lowerOne>[1] = {}) =>
  fieldLines(lowerOne(service, rest).spec).filter(line => !/^(image|networks\.default) = /.test(line))

describe('fields', () => {
  const cases: readonly [name: string, service: ServiceInput, expected: readonly string[]][] = [
    ['nothing asked for', {}, []],
    [
      'command and entrypoint',
      { command: ['a', 'b'], entrypoint: [] },
      ['entrypoint = []', 'command = ["a","b"]'],
    ],
    [
      'environment in stable order, a variable taken away',
      { environment: { B: '2', A: '', C: null } },
      ['environment.A = ""', 'environment.B = "2"', 'environment.C = null'],
    ],
    [
      'ports of one target, a port twice, a range',
      {
        ports: [
          { target: 80, published: '8080', protocol: 'tcp' },
          { target: 80, published: '8080', protocol: 'tcp' },
          { target: 80, published: '8081', protocol: 'tcp', host_ip: '127.0.0.1' },
          { target: 53, published: '5300-5310', protocol: 'udp' },
          { target: 9000 },
        ],
      },
      ['ports.80/tcp = ["127.0.0.1:8081","8080"]', 'ports.53/udp = ["5300-5310"]', 'ports.9000/tcp = [""]'],
    ],
    [
      'exposed ports, a range, one that is published',
      { expose: ['80', '7000-7001/udp'], ports: [{ target: 80, published: '80' }] },
      ['ports.80/tcp = ["80"]', 'expose.7000/udp = true', 'expose.7001/udp = true'],
    ],
    ['on-failure with a count', { restart: 'on-failure:5' }, ['restart = "on-failure:5"']],
    ['no restart', { restart: 'no' }, ['restart = "no"']],
    [
      'deploy.restart_policy over restart',
      { restart: 'always', deploy: { restart_policy: { condition: 'on-failure', max_attempts: 3 } } },
      ['restart = "on-failure:3"'],
    ],
    [
      'a policy without a condition restarts always',
      { deploy: { restart_policy: { max_attempts: 3 } } },
      ['restart = "always"'],
    ],
    [
      'a disabled health check',
      { healthcheck: { disable: true, interval: '5s' } },
      ['healthcheck.test = ["NONE"]'],
    ],
    [
      'health check times',
      { healthcheck: { test: ['CMD', 'x'], interval: '1m30s', retries: 2 } },
      ['healthcheck.test = ["CMD","x"]', 'healthcheck.interval = 90000000000', 'healthcheck.retries = 2'],
    ],
    [
      'signals by number, time to stop in whole seconds',
      { stop_signal: '15', stop_grace_period: '1500ms' },
      ['stop_signal = "SIGTERM"', 'stop_grace_period = 2'],
    ],
    [
      'limits of deploy over the older keys',
      {
        cpus: 2,
        mem_limit: '1',
        pids_limit: 7,
        deploy: {
          resources: {
            limits: { cpus: '0.5', memory: '67108864', pids: 9 },
            reservations: { memory: '1024' },
          },
        },
      },
      ['cpus = 0.5', 'mem_limit = 67108864', 'mem_reservation = 1024', 'pids_limit = 9'],
    ],
    ['capabilities in one form', { cap_add: ['cap_sys_time', 'CHOWN'] }, ['cap_add = ["CHOWN","SYS_TIME"]']],
    [
      'security options in one form',
      { security_opt: ['label:disable', 'no-new-privileges=true'] },
      ['security_opt = ["label=disable","no-new-privileges"]'],
    ],
    [
      'ulimits',
      { ulimits: { nproc: 100, nofile: { soft: 1, hard: 2 } } },
      ['ulimits.nproc = "100:100"', 'ulimits.nofile = "1:2"'],
    ],
    [
      'tmpfs, and a mount of that type',
      {
        tmpfs: ['/run', '/tmp:size=1m,mode=1777'],
        volumes: [{ type: 'tmpfs', target: '/x', tmpfs: { size: '9' } }],
      },
      ['volumes./x = {"type":"tmpfs","size":9}', 'tmpfs./run = ""', 'tmpfs./tmp = "size=1m,mode=1777"'],
    ],
    [
      'namespaces of others',
      { ipc: 'service:db', pid: 'host', network_mode: 'container:x', volumes_from: ['db:ro', 'container:y'] },
      [
        'network_mode = "container:x"',
        'volumes_from.db = "ro"',
        'volumes_from.container:y = "rw"',
        'ipc = "service:db"',
        'pid = "host"',
      ],
    ],
    [
      'extra hosts in either form',
      { extra_hosts: ['b:192.0.2.1', 'a=::1', 'c=[::2]'] },
      ['extra_hosts = ["a:::1","b:192.0.2.1","c:::2"]'],
    ],
    [
      'logging without a driver',
      { logging: { options: { 'max-file': 3 } } },
      ['logging.options.max-file = "3"'],
    ],
  ]
  test.each(cases)('%s', (_name, service, expected) => {
    expect(fields(service)).toEqual(expected)
  })

  test('name a volume as the engine does, and an anonymous one not at all', () => {
    const service: ServiceInput = {
      volumes: [
        { type: 'volume', source: 'data', target: '/data/' },
        { type: 'volume', target: '/cache', read_only: true },
        { type: 'bind', source: '/srv/', target: '/srv', bind: { propagation: 'rprivate', selinux: 'z' } },
      ],
    }
    expect(fields(service, { volumes: { data: {} } })).toEqual([
      'volumes./data = {"type":"volume","source":"shop_data"}',
      'volumes./cache = {"type":"volume","read_only":true,"source":null}',
      'volumes./srv = {"type":"bind","source":"/srv","selinux":"z"}',
    ])
  })
})

describe('secrecy', () => {
  const secretOf = (service: ServiceInput, origins = {}) =>
    lowerOne(service, { origins })
      .spec.fields.filter(field => field.secret)
      .map(field => field.name)

  test('comes from names, env files, the environment, secret variables and credentials in addresses', () => {
    const environment = {
      PORT: '80',
      DB_PASSWORD: 'a',
      API_KEY: 'b',
      FROM_FILE: 'c',
      FROM_SHELL: 'd',
      JOINED: 'e',
      URL: 'redis://user:pass@db',
      MONKEY: 'f',
      KEYBOARD: 'g',
    }
    const origins = {
      'services.web.environment.FROM_FILE': { from: 'env_file' as const },
      'services.web.environment.FROM_SHELL': { from: 'environment' as const },
      'services.web.environment.JOINED': { variables: ['REGISTRY_TOKEN'] },
    }
    expect(secretOf({ environment }, origins)).toEqual([
      'environment.API_KEY',
      'environment.DB_PASSWORD',
      'environment.FROM_FILE',
      'environment.FROM_SHELL',
      'environment.JOINED',
      'environment.URL',
    ])
  })
})

describe('the create body', () => {
  test('carries the labels of Docker Compose and the fingerprints of what was applied', () => {
    const { Labels } = body({
      labels: { tier: 'web' },
      environment: { TOKEN: 'hush' },
      depends_on: {
        redis: { condition: 'service_healthy', required: true },
        db: { condition: 'service_started', restart: true, required: true },
      },
    })
    const { 'io.gantry.applied': applied = '', 'com.docker.compose.config-hash': hash, ...rest } = Labels
    expect(rest).toEqual({
      tier: 'web',
      'com.docker.compose.project': 'shop',
      'com.docker.compose.service': 'web',
      'com.docker.compose.container-number': '1',
      'com.docker.compose.oneoff': 'False',
      'com.docker.compose.depends_on': 'db:service_started:true,redis:service_healthy:false',
      'com.docker.compose.version': '0.1.0',
      'com.docker.compose.project.working_dir': '/srv/shop',
      'com.docker.compose.project.config_files': '/srv/shop/compose.yaml',
      'io.gantry.version': '0.1.0',
    })
    expect(hash).toMatch(/^[0-9a-f]{64}$/)
    const { v, f } = JSON.parse(applied)
    expect(v).toBe(1)
    expect(Object.keys(f)).toEqual(['environment.TOKEN', 'image', 'labels.tier', 'networks.default'])
    expect(f['environment.TOKEN']).toMatch(/^[0-9a-f]{12}!$/)
    expect(applied).not.toContain('hush')
  })

  test('has no fingerprint that an upgrade of gantry changes', () => {
    const labels = (version: string) =>
      lowerOne({ environment: { A: '1' } }, { context: { version } }).spec.labels
    expect(labels('9.9.9')['io.gantry.applied']).toBe(labels('0.1.0')['io.gantry.applied'])
    expect(labels('9.9.9')['com.docker.compose.config-hash']).toBe(
      labels('0.1.0')['com.docker.compose.config-hash'],
    )
  })

  test('gives every network to a new engine, and the first to an old one', () => {
    const service: ServiceInput = {
      networks: {
        back: { aliases: ['front'], mac_address: '02:00:00:00:00:01' },
        default: { priority: 10, ipv4_address: '192.0.2.9' },
      },
      container_name: 'one',
      links: ['redis:db'],
      external_links: ['legacy', 'other:name'],
    }
    const networks = { back: {} }
    const newer = body(service, { networks })
    expect(newer.HostConfig.NetworkMode).toBe('shop_default')
    const links = ['redis:db', 'legacy:legacy', 'other:name']
    expect(newer.NetworkingConfig).toEqual({
      EndpointsConfig: {
        shop_default: { Aliases: ['web', 'one'], Links: links, IPAMConfig: { IPv4Address: '192.0.2.9' } },
        shop_back: { Aliases: ['web', 'one', 'front'], Links: links, MacAddress: '02:00:00:00:00:01' },
      },
    })
    const older = body(
      { ...service, networks: { back: null, default: { priority: 10 } } },
      { networks },
      '1.41',
    )
    expect(Object.keys((older.NetworkingConfig as { EndpointsConfig: object }).EndpointsConfig)).toEqual([
      'shop_default',
    ])
  })

  test('resolves namespaces, volumes of others and links of the default bridge', () => {
    expect(
      body({
        network_mode: 'service:db',
        ipc: 'service:db',
        pid: 'container:x',
        cgroup: 'private',
        volumes_from: ['db:ro'],
      }).HostConfig,
    ).toEqual({
      NetworkMode: 'container:id-of-db',
      IpcMode: 'container:id-of-db',
      PidMode: 'container:x',
      CgroupnsMode: 'private',
      VolumesFrom: ['id-of-db:ro'],
    })
    expect(body({ network_mode: 'bridge', links: ['redis:db'], external_links: ['old'] }).HostConfig).toEqual(
      {
        NetworkMode: 'bridge',
        Links: ['shop-redis-1:db', 'shop-redis-2:db', 'old'],
      },
    )
  })

  test('binds where a host path is to be made, mounts the rest, and keeps anonymous volumes', () => {
    const { spec } = lowerOne(
      {
        volumes: [
          { type: 'bind', source: '/srv', target: '/a', read_only: true },
          { type: 'bind', source: '/srv', target: '/b', bind: { create_host_path: false } },
          { type: 'bind', source: '/with:colon', target: '/c' },
          { type: 'volume', source: 'data', target: '/d', volume: { nocopy: true } },
          { type: 'volume', target: '/e' },
        ],
      },
      { volumes: { data: {} } },
    )
    const anonymousVolumes = new Map([
      ['/e', 'e1'],
      ['/image', 'f2'],
      ['/dropped', 'f3'],
      ['/d', 'old'],
    ])
    const liveImage = { Id: 'x', Config: { Volumes: { '/image/': {} } } }
    const given = { apiVersion: '1.41', image: 'x', liveImage, anonymousVolumes }
    expect(createBody(spec, given).HostConfig).toEqual({
      NetworkMode: 'shop_default',
      Binds: ['/srv:/a:ro'],
      Mounts: [
        { Type: 'bind', Source: '/srv', Target: '/b' },
        { Type: 'bind', Source: '/with:colon', Target: '/c' },
        { Type: 'volume', Source: 'shop_data', Target: '/d', VolumeOptions: { NoCopy: true } },
        { Type: 'volume', Source: 'e1', Target: '/e' },
        { Type: 'volume', Source: 'f2', Target: '/image' },
      ],
    })
  })
})

// The three-way comparison on plain data: what the file says, what was applied, what runs.
import { describe, expect, test } from 'vitest'
import {
  type ContainerSpec,
  compareContainer,
  compareNetwork,
  compareVolume,
  createBody,
  type Difference,
  type LiveContainer,
  type LiveNetwork,
  lowerStack,
} from '../../../src/lower/index.ts'
import { context, lowerOne, projectOf, type ServiceInput } from './builders.ts'

const image = { Id: 'sha256:1', Config: { Env: ['PATH=/bin'], Cmd: ['sh'] } }

/** A container as the engine tells of it after creating it from a spec. */
function liveOf(spec: ContainerSpec): LiveContainer {
  const body = createBody(spec, { apiVersion: '1.45', image: spec.image.reference }) as Record<
    string,
    unknown
  >
  const endpoints = (body.NetworkingConfig as { EndpointsConfig: object } | undefined)?.EndpointsConfig ?? {}
  const env = (body.Env as string[] | undefined) ?? []
  return {
    Id: 'c0ffee'.repeat(10),
    Name: `/${spec.name}`,
    Created: '',
    Image: image.Id,
    State: { Status: 'running', Running: true, Paused: false, Restarting: false, ExitCode: 0 },
    Config: { Cmd: ['sh'], ...body, Env: [...env, 'PATH=/bin'], Image: spec.image.reference } as never,
    HostConfig: { RestartPolicy: { Name: 'no' }, ...(body.HostConfig as object) },
    NetworkSettings: {
      Networks: Object.fromEntries(
        Object.entries(endpoints).map(([name, endpoint]) => [name, { ...endpoint, NetworkID: `id-${name}` }]),
      ),
    },
  }
}

const networkNames = new Map([['id-shop_default', 'shop_default']])

/** What differs when a container of one service is compared with another, one line a difference. */
function compare(
  before: ServiceInput,
  after: ServiceInput,
  change: (live: LiveContainer) => void = () => undefined,
) {
  const live = structuredClone(liveOf(lowerOne(before).spec))
  change(live)
  return compareContainer(lowerOne(after).spec, live, { image, networkNames })
}

const print = (differences: readonly Difference[]) =>
  differences.map(({ field, change, from, to, mend, secret, drift }) =>
    [
      field,
      change,
      secret ? 'secret' : `${JSON.stringify(from)} → ${JSON.stringify(to)}`,
      mend,
      drift ? 'drift' : '',
    ]
      .join(' ')
      .trim(),
  )

describe('a container', () => {
  test('that the file still asks for differs in nothing, however the file is written', () => {
    const before: ServiceInput = {
      environment: { B: '1', A: '2' },
      labels: { b: '1', a: '2' },
      cap_add: ['NET_ADMIN', 'CHOWN'],
      extra_hosts: ['a=192.0.2.1'],
      image: 'redis',
    }
    const after: ServiceInput = {
      image: 'docker.io/library/redis:latest',
      extra_hosts: ['a:192.0.2.1'],
      cap_add: ['CAP_CHOWN', 'net_admin'],
      labels: { a: '2', b: '1' },
      environment: { A: '2', B: '1', PATH: '/bin' },
      restart: 'no',
      tty: false,
      privileged: false,
      stop_grace_period: '10s',
      command: ['sh'],
      pids_limit: -1,
    }
    expect(compare(before, after)).toEqual([])
  })

  test('shows each change with its values and the least mend', () => {
    expect(
      print(
        compare(
          { environment: { A: '1', GONE: '1' }, mem_limit: '64', restart: 'always' },
          { environment: { A: '2', NEW: '1' }, mem_limit: '128', user: '7' },
        ),
      ),
    ).toEqual([
      'user added undefined → "7" recreate',
      'environment.A changed "1" → "2" recreate',
      'environment.NEW added undefined → "1" recreate',
      'mem_limit changed 64 → 128 update',
      'environment.GONE dropped "1" → undefined recreate',
      'restart dropped "always" → undefined update',
    ])
  })

  test('shows no secret, neither new nor dropped', () => {
    const differences = compare(
      { environment: { A_TOKEN: 'x', OLD_PASSWORD: 'y' } },
      { environment: { A_TOKEN: 'z' } },
    )
    expect(print(differences)).toEqual([
      'environment.A_TOKEN changed secret recreate',
      'environment.OLD_PASSWORD dropped secret recreate',
    ])
    expect(JSON.stringify(differences)).not.toMatch(/"[xyz]"/)
  })

  test('keeps a dropped value from an env file secret, whatever its name', () => {
    const origins = { 'services.web.environment.PLAIN': { from: 'env_file' as const } }
    const live = liveOf(lowerOne({ environment: { PLAIN: 'x' } }, { origins }).spec)
    expect(print(compareContainer(lowerOne({}).spec, live, { image, networkNames }))).toEqual([
      'environment.PLAIN dropped secret recreate',
    ])
  })

  test('is not recreated for what the engine wrote in its own way', () => {
    const differences = compare({ group_add: ['staff'] }, { group_add: ['staff'] }, live => {
      live.HostConfig.GroupAdd = ['50']
      live.HostConfig.Ulimits = [{ Name: 'nofile', Soft: 1, Hard: 1 }]
      live.HostConfig.LogConfig = { Type: 'json-file', Config: { 'max-size': '10m' } }
    })
    expect(differences).toEqual([])
  })

  test('updated by hand drifts; a limit that the kernel lacks does not', () => {
    const service: ServiceInput = { restart: 'always', mem_limit: '64', blkio_config: { weight: 300 } }
    expect(
      print(
        compare(service, service, live => {
          live.HostConfig.RestartPolicy = { Name: 'no' }
          live.HostConfig.Memory = 32
          live.HostConfig.MemorySwap = 64
          live.HostConfig.BlkioWeight = 0
          live.HostConfig.CpuShares = 5
        }),
      ),
    ).toEqual([
      'restart changed undefined → "always" update drift',
      'mem_limit changed 32 → 64 update drift',
      'cpu_shares dropped 5 → undefined recreate drift',
    ])
  })

  test('is recreated for a label of another scheme only where what runs differs', () => {
    const relabel = (live: LiveContainer) => {
      live.Config.Labels = { ...live.Config.Labels, 'io.gantry.applied': '{"v":99}' }
    }
    expect(compare({ command: ['a'] }, { command: ['a'] }, relabel)).toEqual([])
    expect(print(compare({ command: ['a'] }, { command: ['b'] }, relabel))).toEqual([
      'command changed ["a"] → ["b"] recreate',
    ])
  })

  test('compared by name when its image is gone, differs in nothing that the image may have set', () => {
    const live = liveOf(lowerOne({ environment: { A: '1' } }).spec)
    const known = { networkNames }
    expect(compareContainer(lowerOne({ environment: { A: '1' } }).spec, live, known)).toEqual([])
    expect(print(compareContainer(lowerOne({}).spec, live, known))).toEqual([
      'environment.A dropped "1" → undefined recreate',
    ])
  })

  test('with an anonymous volume keeps it, and gives it up for a named one', () => {
    const anonymous: ServiceInput = { volumes: [{ type: 'volume', target: '/data' }] }
    const keep = (live: LiveContainer) => {
      live.HostConfig.Mounts = [{ Type: 'volume', Source: 'a'.repeat(64), Target: '/data' }]
    }
    expect(compare(anonymous, anonymous, keep)).toEqual([])
    const named: ServiceInput = { volumes: [{ type: 'volume', source: 'data', target: '/data' }] }
    expect(compare(anonymous, named, keep).map(({ field, change }) => `${field} ${change}`)).toEqual([
      'volumes./data changed',
    ])
    expect(compare(named, anonymous).map(({ field, change }) => `${field} ${change}`)).toEqual([
      'volumes./data changed',
    ])
  })

  test('on the default bridge follows its links by what was applied', () => {
    const linked = (links: readonly string[]): ServiceInput => ({ network_mode: 'bridge', links })
    expect(compare(linked(['db:a']), linked(['db:a']))).toEqual([])
    const lines = (after: ServiceInput) =>
      compare(linked(['db:a']), after).map(d => `${d.field} ${d.change} ${d.mend}`)
    expect(lines(linked(['db:b']))).toEqual(['links changed recreate'])
    expect(lines({ network_mode: 'bridge' })).toEqual(['links dropped recreate'])
  })

  test('is compared ten thousand times without a difference, as an unchanged stack of that size is', () => {
    const services = Object.fromEntries(
      Array.from({ length: 10_000 }, (_, index) => [
        `s${index}`,
        { environment: { A: '1', B: '2' }, restart: 'always', ports: [{ target: 80, published: '80' }] },
      ]),
    )
    const { lowered } = lowerStack(projectOf({ services }), context)
    const first = lowered.services.get('s0')?.container(1) as ContainerSpec
    const live = liveOf(first)
    let differences = 0
    for (const service of lowered.services.values()) {
      const spec = service.container(1)
      const Networks = { shop_default: { Aliases: [spec.service], NetworkID: 'id-shop_default' } }
      const own = { ...live, Name: `/${spec.name}`, NetworkSettings: { Networks } }
      differences += compareContainer(spec, own, { image, networkNames }).length
    }
    expect(differences).toBe(0)
  })
})

describe('networks', () => {
  const spec = (network: object) => {
    const { lowered } = lowerStack(projectOf({ services: {}, networks: { back: network } }), context)
    const found = lowered.networks.get('back')
    if (found === undefined) throw new Error('no network')
    return found
  }
  const live: LiveNetwork = {
    Id: 'n',
    Name: 'shop_back',
    Driver: 'bridge',
    EnableIPv4: true,
    EnableIPv6: false,
    IPAM: { Driver: 'default', Options: null, Config: [{ Subnet: '172.20.0.0/16', Gateway: '172.20.0.1' }] },
    Options: { 'com.docker.network.enable_ipv4': 'true' },
    Labels: { 'com.docker.compose.network': 'back' },
  }
  const lines = (network: object, found: LiveNetwork = live) =>
    compareNetwork(spec(network), found).map(({ field, change }) => `${field} ${change}`)

  test('differ in nothing that the engine chose by itself, or that is written out', () => {
    expect(lines({})).toEqual([])
    expect(lines({ driver: 'bridge', internal: false, attachable: false, enable_ipv6: false })).toEqual([])
    expect(lines({ ipam: { driver: 'default', config: [{ subnet: '172.20.0.0/16' }] } })).toEqual([])
  })

  test('differ in driver, options, pools, flags and labels', () => {
    expect(
      lines({
        driver: 'macvlan',
        driver_opts: { mtu: 1400 },
        internal: true,
        enable_ipv6: true,
        labels: { a: 'b' },
        ipam: { config: [{ subnet: '172.21.0.0/16' }] },
      }),
    ).toEqual([
      'driver changed',
      'driver_opts.mtu added',
      'ipam.config.172.21.0.0/16 added',
      'internal added',
      'enable_ipv6 changed',
      'labels.a added',
      'ipam.config.172.20.0.0/16 dropped',
    ])
  })

  test('lose what the file dropped', () => {
    const labelled = { ...live, Internal: true, Labels: { tier: 'x' }, Options: { mtu: '1' } }
    expect(lines({}, labelled)).toEqual([
      'driver_opts.mtu dropped',
      'internal dropped',
      'labels.tier dropped',
    ])
  })

  test('that Docker Compose 1 made are adopted, though it made them attachable', () => {
    const Labels = { 'com.docker.compose.network': 'back', 'com.docker.compose.version': '1.29.2' }
    expect(lines({}, { ...live, Attachable: true, Labels })).toEqual([])
    const ours = { ...live, Attachable: true, Labels: { ...Labels, 'io.gantry.version': '0.1.0' } }
    expect(lines({}, ours)).toEqual(['attachable dropped'])
  })

  test('have an option of their addresses from Podman, which is nobody’s wish', () => {
    const Options = { driver: 'host-local' }
    const podman = { ...live, IPAM: { ...live.IPAM, Driver: 'default', Options } }
    expect(lines({}, podman)).toEqual([])
    expect(lines({ ipam: { options: { driver: 'dhcp' } } }, podman)).toEqual(['ipam.options.driver changed'])
  })

  test('that are external are not compared', () => {
    expect(lines({ external: true, driver: 'overlay' })).toEqual([])
  })
})

describe('volumes', () => {
  const lines = (volume: object, live: object) => {
    const { lowered } = lowerStack(projectOf({ services: {}, volumes: { data: volume } }), context)
    const spec = lowered.volumes.get('data')
    if (spec === undefined) throw new Error('no volume')
    return compareVolume(spec, { Name: 'shop_data', Driver: 'local', ...live }).map(
      d => `${d.field} ${d.change}`,
    )
  }

  test('differ in driver, options and labels alone', () => {
    expect(lines({}, { Options: null, Labels: { 'com.docker.compose.volume': 'data' } })).toEqual([])
    expect(
      lines({ driver: 'local', driver_opts: { type: 'tmpfs' } }, { Options: { type: 'tmpfs' } }),
    ).toEqual([])
    expect(lines({ driver: 'nfs', labels: { a: 'b' } }, { Options: { type: 'tmpfs' } })).toEqual([
      'driver changed',
      'labels.a added',
      'driver_opts.type dropped',
    ])
  })
})

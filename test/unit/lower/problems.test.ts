// What this engine or platform cannot do: each located, none silent.
import { describe, expect, test } from 'vitest'
import type { LowerContext } from '../../../src/lower/index.ts'
import { problemCodes } from '../../../src/problem/index.ts'
import { lowerOne, type ServiceInput, type StackInput } from './builders.ts'

interface Case {
  readonly service: ServiceInput
  readonly rest?: Omit<StackInput, 'services'> & { readonly context?: Partial<LowerContext> }
  readonly expected: readonly string[]
}

const old = { context: { engine: { apiVersion: '1.41', os: 'linux', version: '20.10.24' } } }
const inline = { configs: { site: { name: 'site', content: 'x' } } }
const token = { secrets: { token: { name: 'token', file: '/srv/token' } } }

const cases: Readonly<Record<string, Case>> = {
  'a name that no image has': {
    service: { image: 'Web' },
    expected: [
      'error bad-image-name services.web.image: "Web" is not the name of an image: repository name "Web" must be lowercase',
    ],
  },
  'start_interval on an old engine': {
    service: { healthcheck: { test: ['CMD', 'x'], start_interval: '1s' } },
    rest: old,
    expected: [
      'error engine-too-old services.web.healthcheck.start_interval: healthcheck.start_interval needs Docker Engine 25.0 (API 1.44); this engine is 20.10.24 (API 1.41)',
    ],
  },
  'start_interval without a period to count in': {
    service: { healthcheck: { test: ['CMD', 'x'], start_interval: '1s' } },
    expected: [
      'error start-period-missing services.web.healthcheck.start_interval: healthcheck.start_interval requires healthcheck.start_period to be set',
    ],
  },
  'an image mount': {
    service: { volumes: [{ type: 'image', source: 'x', target: '/x' }] },
    expected: [
      'error engine-too-old services.web.volumes[0]: a mount of type image needs Docker Engine 28.0 (API 1.48); this engine is 26.1.5 (API 1.45)',
    ],
  },
  'a subpath of a volume on an old engine': {
    service: { volumes: [{ type: 'volume', source: 'data', target: '/x', volume: { subpath: 'a' } }] },
    rest: { ...old, volumes: { data: {} } },
    expected: [
      'error engine-too-old services.web.volumes[0].volume.subpath: volume.subpath needs Docker Engine 26.0 (API 1.45); this engine is 20.10.24 (API 1.41)',
    ],
  },
  'annotations on an old engine': {
    service: { annotations: { a: 'b' } },
    rest: old,
    expected: [
      'error engine-too-old services.web.annotations: annotations needs Docker Engine 24.0 (API 1.43); this engine is 20.10.24 (API 1.41)',
    ],
  },
  'a network without IPv4': {
    service: {},
    rest: { networks: { default: { enable_ipv4: false } } },
    expected: [
      'error engine-too-old networks.default.enable_ipv4: enable_ipv4: false needs Docker Engine 27.2 (API 1.47); this engine has API 1.45',
    ],
  },
  'attributes of Windows engines': {
    service: { cpu_count: 2, isolation: 'hyperv', credential_spec: { file: 'x' } },
    expected: ['cpu_count', 'isolation', 'credential_spec'].map(
      key =>
        `warning attribute-ignored services.web.${key}: ${key} has no effect on this engine: only Windows containers have it`,
    ),
  },
  'a named pipe': {
    service: { volumes: [{ type: 'npipe', source: '//./pipe/x', target: '//./pipe/x' }] },
    expected: ['error platform-only services.web.volumes[0]: named pipes exist only on Windows engines'],
  },
  'a cluster volume': {
    service: { volumes: [{ type: 'cluster', source: 'x', target: '/x' }] },
    expected: ['error swarm-only services.web.volumes[0]: cluster volumes exist only in Swarm'],
  },
  'an external secret': {
    service: { secrets: [{ source: 'token' }] },
    rest: { secrets: { token: { name: 'token', external: true } } },
    expected: [
      'error external-file services.web.secrets[0]: secret token is external: only Swarm services can mount secrets and configs of the engine',
    ],
  },
  'a secret from a variable that is not set': {
    service: { secrets: [{ source: 'token' }] },
    rest: { secrets: { token: { name: 'token', environment: 'TOKEN' } } },
    expected: [
      'error unset-file-variable services.web.secrets[0]: secret token takes its content from TOKEN, which is not set',
    ],
  },
  'a copied config in a read-only container': {
    service: { read_only: true, configs: [{ source: 'site' }] },
    rest: inline,
    expected: [
      "error uncopyable-file services.web.configs[0]: config site cannot be copied to /site: the container's root is read-only",
    ],
  },
  'a copied config under a volume of a read-only container': {
    service: {
      read_only: true,
      configs: [{ source: 'site', target: '/data/site' }],
      volumes: [{ type: 'volume', target: '/data' }],
    },
    rest: inline,
    expected: [],
  },
  'a copied config under a tmpfs': {
    service: { tmpfs: ['/run'], configs: [{ source: 'site', target: '/run/site' }] },
    rest: inline,
    expected: [
      'error uncopyable-file services.web.configs[0]: config site cannot be copied to /run/site: the tmpfs at /run covers it at start',
    ],
  },
  'a mode of a bound secret in a read-only container': {
    service: { read_only: true, secrets: [{ source: 'token', mode: '0400' }] },
    rest: token,
    expected: [
      'warning attribute-ignored services.web.secrets[0]: secret token: uid, gid and mode have no effect in a read-only container: the file is bound as it is',
    ],
  },
  'a seccomp profile that is missing': {
    service: { security_opt: ['seccomp:profile.json'] },
    expected: [
      'error unreadable-profile services.web.security_opt[0]: the seccomp profile /srv/shop/profile.json cannot be read',
    ],
  },
  'a model': {
    service: { models: { llm: null } },
    expected: [
      'error models-unsupported services.web.models.llm: model llm cannot be run: gantry has no model runner',
    ],
  },
  'what Swarm alone does': {
    service: {
      deploy: {
        resources: { reservations: { cpus: 1, generic_resources: [] } },
        restart_policy: { condition: 'any', delay: '5s' },
      },
    },
    expected: [
      'warning attribute-ignored services.web.deploy.restart_policy.delay: deploy.restart_policy.delay has no effect: the engine itself decides how long it waits between restarts',
      'warning attribute-ignored services.web.deploy.resources.reservations.cpus: reserved cpus have no effect: one engine reserves nothing',
      'warning attribute-ignored services.web.deploy.resources.reservations.generic_resources: generic_resources have no effect outside Swarm',
    ],
  },
  'limits that contradict each other': {
    service: {
      cpus: 1,
      cpu_quota: 5000,
      mem_limit: '67108864',
      memswap_limit: '1048576',
      mem_reservation: '134217728',
    },
    expected: [
      'error conflicting-limits services.web.cpu_quota: cpus cannot be used with cpu_period or cpu_quota',
      'error conflicting-limits services.web.memswap_limit: memswap_limit (1MiB) is below mem_limit (64MiB)',
      'error conflicting-limits services.web.mem_reservation: the memory reservation (128MiB) is above the limit (64MiB)',
    ],
  },
}

describe('problems', () => {
  test.each(Object.entries(cases))('%s', (_name, { service, rest, expected }) => {
    const { problems } = lowerOne(service, rest)
    expect(
      problems.map(({ severity, code, path, message }) => `${severity} ${code} ${path}: ${message}`),
    ).toEqual(expected)
    for (const problem of problems) {
      expect(problem.place).toEqual({ file: 'compose.yaml', line: 1, column: 1 })
      expect(problemCodes[problem.code].remedy).not.toBe('')
    }
  })
})

describe('secrets and configs', () => {
  const fileOf = (service: ServiceInput, rest: Parameters<typeof lowerOne>[1] = {}) =>
    lowerOne(service, rest).spec.files[0]

  test('are bound from a local file when nothing is asked of them', () => {
    expect(fileOf({ secrets: [{ source: 'token' }] }, token)).toMatchObject({
      by: 'bind',
      target: '/run/secrets/token',
      content: { kind: 'file', path: '/srv/token' },
    })
  })

  test('are copied with owner and mode, and to a remote engine', () => {
    const asked = { source: 'token', target: 'renamed', uid: '7', gid: '8', mode: '0400' }
    expect(fileOf({ secrets: [asked] }, token)).toMatchObject({
      by: 'copy',
      target: '/run/secrets/renamed',
      uid: 7,
      gid: 8,
      mode: 0o400,
    })
    expect(fileOf({ secrets: [{ source: 'token' }] }, { ...token, context: { local: false } })).toMatchObject(
      {
        by: 'copy',
        mode: 0o444,
      },
    )
  })

  test('are copied from text and variables', () => {
    expect(fileOf({ configs: [{ source: 'site' }] }, inline)).toMatchObject({
      by: 'copy',
      target: '/site',
      content: { kind: 'text', text: 'x' },
    })
    const secrets = { token: { name: 'token', environment: 'TOKEN' } }
    expect(
      fileOf({ secrets: [{ source: 'token' }] }, { secrets, environment: { TOKEN: 'hush' } }),
    ).toMatchObject({ content: { kind: 'text', text: 'hush' } })
  })
})

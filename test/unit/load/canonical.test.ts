import { describe, expect, it } from 'vitest'
import { linesOf, loadFiles, loadText, webText, webWith } from './memory-io.ts'

const forms: Readonly<Record<string, readonly [string, unknown]>> = {
  'command: one two "three four"': ['command', ['one', 'two', 'three four']],
  'command: []': ['command', []],
  'command: ""': ['command', []],
  'entrypoint: ["a", "b c"]': ['entrypoint', ['a', 'b c']],
  'build: .': ['build', { context: '/stack', dockerfile: 'Dockerfile' }],
  'build: {context: https://example.com/repo.git, dockerfile: Other}': [
    'build',
    { context: 'https://example.com/repo.git', dockerfile: 'Other' },
  ],
  'build: {args: [A=1, B=], labels: [c], ssh: {id: ./key}, shm_size: 1g, dockerfile_inline: FROM x}': [
    'build',
    {
      context: '/stack',
      args: { A: '1', B: '' },
      labels: { c: '' },
      ssh: ['id: /stack/key'],
      shm_size: '1073741824',
      dockerfile_inline: 'FROM x',
    },
  ],
  'build: {additional_contexts: [app=docker-image://x, near=../near]}': [
    'build',
    {
      context: '/stack',
      dockerfile: 'Dockerfile',
      additional_contexts: { app: 'docker-image://x', near: '/near' },
    },
  ],
  'environment: [A=1, B, "C=x=y"]': ['environment', { A: '1', B: null, C: 'x=y' }],
  'environment: {A: 1.10, B: 0440, C: true, D: null, E: ""}': [
    'environment',
    { A: '1.1', B: '288', C: 'true', D: null, E: '' },
  ],
  'labels: [a, b=1]': ['labels', { a: '', b: '1' }],
  'labels: {a: 1, b: null}': ['labels', { a: '1', b: '' }],
  'sysctls: {net.core.somaxconn: 1024}': ['sysctls', { 'net.core.somaxconn': '1024' }],
  'expose: [80, "81-82"]': ['expose', ['80', '81-82']],
  'group_add: [1, audio]': ['group_add', ['1', 'audio']],
  'dns: 1.1.1.1': ['dns', ['1.1.1.1']],
  'tmpfs: /run': ['tmpfs', ['/run']],
  'extra_hosts: ["b:::1", "a=1.2.3.4,5.6.7.8", "a=1.2.3.4"]': [
    'extra_hosts',
    ['a=1.2.3.4', 'a=5.6.7.8', 'b=::1'],
  ],
  'extra_hosts: {a: [1.2.3.4, 5.6.7.8]}': ['extra_hosts', ['a=1.2.3.4', 'a=5.6.7.8']],
  'devices: [/dev/a, "/dev/b:/dev/c", "/dev/d:/dev/e:r"]': [
    'devices',
    [
      { source: '/dev/a', target: '/dev/a', permissions: 'rwm' },
      { source: '/dev/b', target: '/dev/c', permissions: 'rwm' },
      { source: '/dev/d', target: '/dev/e', permissions: 'r' },
    ],
  ],
  'gpus: all': ['gpus', [{ count: -1 }]],
  'gpus: [{driver: x}, {count: "2"}, {device_ids: ["0"]}]': [
    'gpus',
    [{ driver: 'x', count: -1 }, { count: 2 }, { device_ids: ['0'] }],
  ],
  'ulimits: {nproc: "5", nofile: {soft: 0, hard: "9"}}': [
    'ulimits',
    { nproc: 5, nofile: { soft: 0, hard: 9 } },
  ],
  'healthcheck: {test: exit 1, interval: 90s, timeout: 0s, retries: 0}': [
    'healthcheck',
    { test: ['CMD-SHELL', 'exit 1'], interval: '1m30s', timeout: '0s', retries: 0 },
  ],
  'mem_limit: 1.5g': ['mem_limit', '1610612736'],
  'memswap_limit: -1': ['memswap_limit', '-1'],
  'cpus: "0.5"': ['cpus', 0.5],
  'stop_grace_period: 1d1h': ['stop_grace_period', '25h0m0s'],
  'logging: {driver: d, options: {a: 1, b: null}}': ['logging', { driver: 'd', options: { a: '1', b: '' } }],
  'provider: {type: p, options: {a: 1, b: [x, true]}}': [
    'provider',
    { type: 'p', options: { a: ['1'], b: ['x', 'true'] } },
  ],
  'pull_policy: if_not_present': ['pull_policy', 'missing'],
  'pre_start: [{command: migrate up}]': ['pre_start', [{ command: ['migrate', 'up'], image: 'nginx' }]],
  'post_start: [{command: [x], environment: [A=1]}]': [
    'post_start',
    [{ command: ['x'], environment: { A: '1' } }],
  ],
  'develop: {watch: [{path: ./a, action: sync, target: /a, ignore: x}]}': [
    'develop',
    { watch: [{ path: '/stack/a', action: 'sync', target: '/a', ignore: ['x'] }] },
  ],
  'deploy: {resources: {limits: {cpus: "0.50", memory: 1m}}, restart_policy: {delay: 60s}}': [
    'deploy',
    { resources: { limits: { cpus: 0.5, memory: '1048576' } }, restart_policy: { delay: '1m0s' } },
  ],
  'blkio_config: {device_read_bps: [{path: /dev/a, rate: 1k}]}': [
    'blkio_config',
    { device_read_bps: [{ path: '/dev/a', rate: '1024' }] },
  ],
}

describe('the canonical form of', () => {
  for (const [line, [key, expected]] of Object.entries(forms)) {
    it(line, async () => {
      const service = await webWith(line)
      expect(service[key as 'image']).toEqual(expected)
    })
  }

  it('what says nothing is nothing', async () => {
    const service = await webWith('hostname: ""\ntty: false\ncpu_shares: 0\nmem_limit: 0\ncap_add: []')
    expect(Object.keys(service).sort()).toEqual(['command', 'entrypoint', 'image', 'name', 'networks'])
  })

  it('what says no or none stays where that means something', async () => {
    const service = await webWith('init: false\nattach: false\nscale: 0\nstop_grace_period: 0s')
    expect(service).toMatchObject({ init: false, attach: false, scale: 0, stop_grace_period: '0s' })
  })
})

const portForms: Readonly<Record<string, readonly object[]>> = {
  '80': [{ target: 80 }],
  '"8080:80/udp"': [{ target: 80, published: '8080', protocol: 'udp' }],
  '"127.0.0.1:8080:80"': [{ target: 80, published: '8080', host_ip: '127.0.0.1' }],
  '"[::1]:8080:80"': [{ target: 80, published: '8080', host_ip: '::1' }],
  '"8000-8001:80-81"': [
    { target: 80, published: '8000' },
    { target: 81, published: '8001' },
  ],
  '"8000-8010:80"': [{ target: 80, published: '8000-8010' }],
  '{target: "80", published: 8080, mode: host, name: web}': [
    { target: 80, published: '8080', mode: 'host', name: 'web' },
  ],
}

describe('ports', () => {
  for (const [written, expected] of Object.entries(portForms)) {
    it(written, async () => {
      const { ports } = await webWith(`ports: [${written}]`)
      expect(ports).toEqual(expected.map(port => ({ mode: 'ingress', protocol: 'tcp', ...port })))
    })
  }
})

const mountForms: Readonly<Record<string, object>> = {
  '/data': { type: 'volume', target: '/data', volume: {} },
  './a:/b': { type: 'bind', source: '/stack/a', target: '/b', bind: {} },
  '~/a:/b/': { type: 'bind', source: '/home/me/a', target: '/b', bind: {} },
  '.:/b:ro': { type: 'bind', source: '/stack', target: '/b', read_only: true, bind: {} },
  './a:/b:rslave,Z': {
    type: 'bind',
    source: '/stack/a',
    target: '/b',
    bind: { propagation: 'rslave', selinux: 'Z' },
  },
  'data:/b:nocopy': { type: 'volume', source: 'data', target: '/b', volume: { nocopy: true } },
  'c:\\a:/b': { type: 'bind', source: 'c:\\a', target: '/b', bind: {} },
  './a:/b:cached': { type: 'bind', source: '/stack/a', target: '/b', bind: {} },
}

describe('mounts', () => {
  for (const [written, expected] of Object.entries(mountForms)) {
    it(written, async () => {
      const { volumes } = await webWith(`volumes: ['${written}']`, 'volumes: {data: }')
      expect(volumes).toEqual([expected])
    })
  }

  it('long forms keep what they say', async () => {
    const lines = [
      'volumes:',
      '  - {type: bind, source: a, target: /a, bind: {create_host_path: false}}',
      '  - {type: bind, source: ./b, target: /b, bind: {create_host_path: true}}',
      '  - {type: tmpfs, target: /c, tmpfs: {size: 10m, mode: 0755}}',
    ]
    const { volumes } = await webWith(lines.join('\n'))
    expect(volumes).toEqual([
      { type: 'bind', source: '/stack/a', target: '/a', bind: { create_host_path: false } },
      { type: 'bind', source: '/stack/b', target: '/b', bind: {} },
      { type: 'tmpfs', target: '/c', tmpfs: { size: '10485760', mode: 493 } },
    ])
  })
})

describe('grants', () => {
  it('names and maps, secrets with their target', async () => {
    const service = await webWith(
      'secrets: [s, {source: s, target: x, mode: 0440, uid: "1"}]\nconfigs: [c]',
      'secrets: {s: {environment: S}}\nconfigs: {c: {content: hello}}',
    )
    expect(service.secrets).toEqual([
      { source: 's', target: '/run/secrets/s' },
      { source: 's', target: 'x', mode: '0440', uid: '1' },
    ])
    expect(service.configs).toEqual([{ source: 'c' }])
  })
})

const faults: Readonly<Record<string, readonly string[]>> = {
  'ports: ["80800:80"]': ['compose.yaml:4:13 host port 80800 is above 65535'],
  'ports: ["localhost:80:80"]': ['compose.yaml:4:13 "localhost" in "localhost:80:80" is not an IP address'],
  'ports: ["80-82:90-91"]': ['compose.yaml:4:13 the ranges 80-82 and 90-91 differ in length'],
  'ports: [{published: "80"}]': ['compose.yaml:4:13 the port has no target'],
  'volumes: [":/data"]': ['compose.yaml:4:15 ":/data" has an empty part between its colons'],
  'volumes: ["aa:bb:cc:dd"]': ['compose.yaml:4:15 "aa:bb:cc:dd" has too many colons'],
  'volumes: [{type: bind, target: /x}]': ['compose.yaml:4:15 a mount of type bind needs a source'],
  'volumes: [{type: volume}]': ['compose.yaml:4:15 the mount has no target'],
  'mem_limit: lots': ['compose.yaml:4:16 "lots" is not a size'],
  'devices: ["a:b:c:d"]': ['compose.yaml:4:15 "a:b:c:d" is not a device'],
  'environment: ["A =1"]': ['compose.yaml:4:19 the variable "A " has a blank at the end of its name'],
  'extra_hosts: [db]': ['compose.yaml:4:19 "db" is not a host and its address'],
  'gpus: [{count: 1, device_ids: [a]}]': ['compose.yaml:4:20 count and device_ids exclude each other'],
}

describe('what cannot be read is told at its place', () => {
  for (const [line, expected] of Object.entries(faults)) {
    it(line, async () => {
      const result = await loadFiles({ 'compose.yaml': webText(line) })
      expect(linesOf(result)).toEqual(expected)
      expect(result.problems.every(problem => problem.hint !== undefined)).toBe(true)
    })
  }

  it('an unset variable is named, with the text as written', async () => {
    const result = await loadFiles({ 'compose.yaml': webText('volumes: ["${DATA_DIR}:/data"]') })
    const fault = result.problems.find(problem => problem.code === 'bad-mount')
    expect(fault?.message).toBe('DATA_DIR is unset or empty, so "${DATA_DIR}:/data" became ":/data"')
    expect(fault?.hint).toContain('${DATA_DIR:-./data}')
  })

  it('warns of what is dropped or taken otherwise than meant', async () => {
    const { problems } = await loadText(
      webText('command: migrate && serve\nvolumes: ["a:/data", "./b:/c:readonly"]'),
    )
    expect(problems.map(problem => problem.code)).toEqual([
      'command-cut',
      'drive-letter',
      'unknown-mount-mode',
    ])
  })
})

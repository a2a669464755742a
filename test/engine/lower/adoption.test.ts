// A stack that Docker Compose brought up carries no label of ours: where what runs is what the file says, nothing differs.
import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, afterEach, describe, expect, test } from 'vitest'
import {
  type ContainerSpec,
  compareContainer,
  compareNetwork,
  compareVolume,
  type LiveContainer,
  lowerStack,
} from '../../../src/lower/index.ts'
import type { Stack } from '../../../src/model/index.ts'
import { context, projectOf, type StackInput } from '../../unit/lower/builders.ts'
import { connect, engineHosts, ownedBy, uniqueName } from '../adapter/engines.ts'
import { contextOf } from './created.ts'

const execute = promisify(execFile)
const peer = process.env.GANTRY_PEER_COMPOSE ?? ''
if (peer === '') console.warn('SKIPPED: adoption from Docker Compose, which needs scripts/engine --newer')
const command = ['sleep', '600']

/** Stacks in canonical form, which is a Compose file too. */
const stacks: Readonly<Record<string, (subnet: string) => Omit<StackInput, 'name'>>> = {
  'a plain service': () => ({ services: { web: { command } } }),
  'a web application with its database': () => ({
    volumes: { data: { labels: { tier: 'data' } } },
    services: {
      redis: {
        command,
        restart: 'unless-stopped',
        healthcheck: { test: ['CMD', 'true'], interval: '10s', retries: 5 },
        volumes: [
          { type: 'volume', source: 'data', target: '/data' },
          { type: 'volume', target: '/cache' },
        ],
      },
      web: {
        command,
        links: ['redis:db'],
        depends_on: { redis: { condition: 'service_started', restart: true, required: true } },
        environment: { MODE: 'production', EMPTY: '' },
        labels: { tier: 'web' },
        ports: [{ target: 80, protocol: 'tcp', mode: 'ingress', host_ip: '127.0.0.1', published: '0' }],
        expose: ['9000'],
        stop_grace_period: '1s',
        user: '7',
        working_dir: '/tmp',
        tmpfs: ['/run:size=1m'],
        volumes: [
          {
            type: 'bind',
            source: '/etc',
            target: '/host',
            read_only: true,
            bind: { create_host_path: true },
          },
        ],
        secrets: [{ source: 'token', target: '/run/secrets/token' }],
      },
    },
    secrets: { token: { name: 'token', file: '/etc/hostname' } },
  }),
  'networks with addresses': subnet => ({
    networks: {
      back: { driver: 'bridge', ipam: { config: [{ subnet: `${subnet}.0/24` }] }, labels: { tier: 'back' } },
    },
    services: {
      web: {
        command,
        hostname: 'north',
        extra_hosts: ['a=192.0.2.1'],
        dns_search: ['example.org'],
        networks: { default: null, back: { ipv4_address: `${subnet}.9`, aliases: ['front'] } },
      },
    },
  }),
  'limits and privileges': () => ({
    services: {
      web: {
        command,
        mem_limit: '67108864',
        cpus: 0.5,
        pids_limit: 100,
        shm_size: '33554432',
        ulimits: { nofile: { soft: 100, hard: 200 } },
        cap_add: ['NET_ADMIN'],
        cap_drop: ['CHOWN'],
        security_opt: ['no-new-privileges:true'],
        sysctls: { 'net.core.somaxconn': '512' },
        read_only: true,
        init: true,
        tty: true,
        stdin_open: true,
        group_add: ['7'],
        devices: [{ source: '/dev/null', target: '/dev/nil', permissions: 'rwm' }],
        logging: { driver: 'json-file', options: { 'max-size': '1m' } },
        stop_signal: 'SIGKILL',
      },
    },
  }),
  'shared namespaces': () => ({
    services: {
      db: { command, ipc: 'shareable' },
      web: {
        command,
        network_mode: 'service:db',
        ipc: 'service:db',
        pid: 'service:db',
        volumes_from: ['db'],
      },
      host: { command, network_mode: 'host', pid: 'host' },
      none: { command, network_mode: 'none' },
    },
  }),
}

/** A service's name is its key there. */
function composeFile({ services, ...rest }: Stack): string {
  const unnamed = Object.entries(services).map(([key, { name: _name, ...service }]) => [key, service])
  return JSON.stringify({ ...rest, services: Object.fromEntries(unnamed) })
}

describe.runIf(peer).each(engineHosts)('what Docker Compose brought up on the %s', async (_name, host) => {
  const engine = await connect(host)
  const owned = ownedBy(engine)
  afterEach(() => owned.cleanUp())
  afterAll(() => engine.close())

  test.each(Object.entries(stacks))('%s', async (_stack, build) => {
    const name = uniqueName('adopt')
    const project = projectOf({ name, ...build(`10.214.${16 + Math.floor(Math.random() * 200)}`) })
    const folder = await mkdtemp(join(tmpdir(), 'gantry-adopt-'))
    owned.later(() => rm(folder, { recursive: true }))
    const file = join(folder, 'compose.yaml')
    await writeFile(file, composeFile(project.stack))
    const compose = (...words: string[]) =>
      execute(peer, ['-f', file, '-p', name, ...words], { env: { ...process.env, DOCKER_HOST: host } })
    owned.later(() => compose('down', '--volumes', '--timeout', '0'))
    await compose('up', '-d')

    const { lowered, problems } = lowerStack(project, { ...context, engine: await engine.info() })
    expect(problems).toEqual([])
    const live: Record<string, LiveContainer> = {}
    for (const service of lowered.services.keys())
      live[service] = await engine.containers.inspect(`${name}-${service}-1`)
    for (const [key, service] of lowered.services) {
      const found = live[key] as LiveContainer
      const known = await contextOf(engine, { live: found, others: live })
      expect(compareContainer(service.container(1) as ContainerSpec, found, known)).toEqual([])
    }
    for (const network of lowered.networks.values()) {
      const found = (await engine.networks.list({ name: [network.name] })).find(
        ({ Name }) => Name === network.name,
      )
      if (found !== undefined) expect(compareNetwork(network, found)).toEqual([])
    }
    for (const volume of lowered.volumes.values())
      expect(compareVolume(volume, await engine.volumes.inspect(volume.name))).toEqual([])
  })
})

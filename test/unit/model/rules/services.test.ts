import { describe, expect, it } from 'vitest'
import type { Project } from '../../../../src/model/index.ts'
import { told } from './told.ts'

describe('names', () => {
  it('of containers: one that a replica gets by itself', () => {
    const named = (container_name: string) => ({ web: { scale: 2 }, proxy: { container_name } })
    expect(told('generated-name-taken', named('shop-web-2')).where).toEqual([
      'services.proxy.container_name: warning',
    ])
    for (const free of ['shop-web-3', 'shop-web', 'web-1', 'shop-proxy-1', 'shop-web-01'])
      expect(told('generated-name-taken', named(free)).where).toEqual([])
  })

  it('of containers: what the engine takes', () => {
    for (const bad of ['my web', '-web', 'w', 'web/1'])
      expect(told('bad-container-name', { web: { container_name: bad } }).where).toHaveLength(1)
    expect(told('bad-container-name', { web: { container_name: 'web_1.a-b' } }).where).toEqual([])
  })

  it('of volumes and networks: one for two keys', () => {
    const mount = (source: string) => ({ type: 'volume', source, target: `/${source}` }) as const
    const services = { web: { volumes: [mount('a'), mount('b')] } }
    const volumes = (external: boolean) => ({
      a: { name: 'data', external: true },
      b: { name: 'data', ...(external && { external }) },
    })
    expect(told('engine-name-twice', services, { volumes: volumes(false) }).where).toEqual([
      'volumes.b.name: warning',
    ])
    expect(told('engine-name-twice', services, { volumes: volumes(true) }).where).toEqual([])
    expect(told('engine-name-twice', { web: {} }, { volumes: volumes(false) }).where).toEqual([])
  })

  it('of images', () => {
    expect(told('bad-image-name', { web: { image: 'Nginx' } }).hints).toEqual(['did you mean nginx?'])
    expect(told('bad-image-name', { web: { image: 'nginx: 1.27' } }).hints).toEqual([
      'did you mean nginx:1.27?',
    ])
    for (const good of ['nginx', 'ghcr.io/a/b:1', `a@sha256:${'0'.repeat(64)}`, '0'.repeat(64)])
      expect(told('bad-image-name', { web: { image: good } }).where).toEqual([])
  })

  it('of images that are built: their own, and their tags', () => {
    expect(told('bad-image-name', { Web: { image: '', build: {} } }).where).toEqual(['services.Web: warning'])
    expect(told('bad-image-name', { Web: { build: {}, image: 'web' } }).where).toEqual([])
    expect(told('bad-image-name', { web: { build: { tags: ['web:v1', 'Web'] } } }).where).toEqual([
      'services.web.build.tags[1]: warning',
    ])
  })
})

describe('conditions of depends_on', () => {
  const waits = (condition: 'service_healthy' | 'service_completed_successfully') => ({
    depends_on: { db: { condition, required: true } },
  })

  it.each([
    [{}, 1],
    [{ healthcheck: { test: ['NONE'] } }, 1],
    [{ healthcheck: { disable: true } }, 1],
    [{ healthcheck: { test: ['CMD', 'true'] } }, 0],
    [{ healthcheck: { interval: '5s' } }, 0],
    [{ provider: { type: 'x' } }, 0],
  ])('healthy, with %o', (db, count) => {
    expect(told('never-healthy', { web: waits('service_healthy'), db }).where).toHaveLength(count)
  })

  it.each([
    [{ restart: 'always' }, 1],
    [{ restart: 'unless-stopped' }, 1],
    [{ restart: 'on-failure:3' }, 0],
    [{}, 0],
    [{ deploy: { restart_policy: {} } }, 1],
    [{ restart: 'always', deploy: { restart_policy: { condition: 'on-failure' } } }, 0],
  ])('completed, with %o', (db, count) => {
    const found = told('never-completes', { web: waits('service_completed_successfully'), db })
    expect(found.where).toHaveLength(count)
  })
})

describe('restart and deploy.restart_policy', () => {
  it.each([
    ['always', 'any', 0],
    ['always', undefined, 0],
    ['no', 'none', 0],
    ['on-failure:3', 'on-failure', 0],
    ['always', 'on-failure', 1],
    ['unless-stopped', 'any', 1],
  ])('%s and %s', (restart, condition, count) => {
    const found = told('restart-overruled', { web: { restart, deploy: { restart_policy: { condition } } } })
    expect(found.where).toHaveLength(count)
  })
})

describe('mounts at one place', () => {
  it.each([
    [{ tmpfs: ['/data:size=1m'] }, 1],
    [{ tmpfs: ['/cache'] }, 0],
    [{ configs: [{ source: 'data' }] }, 1],
    [{ secrets: [{ source: 's', target: '/data' }] }, 1],
    [{ secrets: [{ source: 'data' }] }, 0],
  ])('a volume at /data/ and %o', (rest, count) => {
    const volumes = [{ type: 'bind', source: '/srv', target: '/data/' }] as const
    expect(told('mount-target-twice', { web: { volumes, ...rest } }).where).toHaveLength(count)
  })
})

describe('sizes', () => {
  it('that lack a unit', () => {
    expect(told('size-too-small', { web: { mem_limit: '512' } }).hints).toEqual([
      'a size without a unit is in bytes; did you mean 512m?',
    ])
    expect(told('size-too-small', { web: { shm_size: '64' } }).where).toHaveLength(1)
    const deploy = { resources: { limits: { memory: '1048576' } } }
    expect(told('size-too-small', { web: { deploy } }).where).toEqual([
      'services.web.deploy.resources.limits.memory: warning',
    ])
    expect(told('size-too-small', { web: { mem_limit: '0', shm_size: '65536' } }).where).toEqual([])
  })

  it('reserved above the limit', () => {
    const web = { mem_limit: String(2 ** 29), mem_reservation: String(2 ** 30) }
    expect(told('reservation-above-limit', { web }).messages[0]).toContain(
      'mem_reservation of 1GiB is above mem_limit of 512MiB',
    )
    expect(told('reservation-above-limit', { web: { ...web, mem_limit: String(2 ** 30) } }).where).toEqual([])
  })
})

describe('what is defined and not used', () => {
  it('counts services that are left out, too', () => {
    const shape = { volumes: { data: {}, other: {} } }
    const volumes = [{ type: 'volume', source: 'data', target: '/data' }] as const
    const unused = told('unused', { web: { volumes } }, shape)
    expect(unused.where).toEqual(['volumes.other: warning'])
    const byDisabled = told(
      'unused',
      { web: {} },
      {
        ...shape,
        disabled: ['job'],
        change: project => ({
          ...project,
          disabled: { job: { name: 'job', command: null, entrypoint: null, volumes } },
        }),
      },
    )
    expect(byDisabled.where).toEqual(['volumes.other: warning'])
  })

  it('looks at secrets of builds, configs of credentials and models', () => {
    const services = {
      web: {
        build: { secrets: [{ source: 'token' }] },
        credential_spec: { config: 'spec' },
        models: { llm: null },
      },
    }
    const found = told('unused', services, {
      change: project => ({
        ...project,
        stack: {
          ...project.stack,
          secrets: { token: { name: 't' }, lost: { name: 'l' } },
          configs: { spec: { name: 's' } },
          models: { llm: { model: 'm' }, big: { model: 'b' } },
        },
      }),
    })
    expect(found.where).toEqual(['secrets.lost: warning', 'models.big: warning'])
  })
})

describe('other rules', () => {
  it('a profile that no service has', () => {
    const change = (profiles: string[]) => ({
      change: (project: Project) => ({ ...project, profiles }),
    })
    const services = { web: { profiles: ['tools'] } }
    expect(told('unknown-profile', services, change(['tool'])).hints).toEqual(['did you mean tools?'])
    expect(told('unknown-profile', services, change(['tools', '*'])).messages).toEqual([])
  })

  it('a secret whose variable is not set', () => {
    const services = { web: { secrets: [{ source: 'key' }] } }
    const stack = (environment: Record<string, string>) => ({
      change: (project: Project) => ({
        ...project,
        environment,
        stack: { ...project.stack, secrets: { key: { name: 'k', environment: 'API_KEY' } } },
      }),
    })
    expect(told('unset-file-variable', services, stack({})).where).toEqual([
      'services.web.secrets[0]: warning',
    ])
    expect(told('unset-file-variable', services, stack({ API_KEY: '' })).where).toEqual([])
  })

  it('what only a Swarm acts on, once a service and as a remark', () => {
    const deploy = { mode: 'global', placement: { constraints: ['a==b'] }, update_config: { parallelism: 1 } }
    const found = told('swarm-attribute', {
      web: { deploy },
      db: { deploy: { replicas: 2, mode: 'replicated' } },
    })
    expect(found.where).toEqual(['services.web.deploy.mode: info'])
    expect(found.messages[0]).toMatch(
      /^deploy.mode: global, deploy.placement and deploy.update_config have no effect/,
    )
  })
})

describe('all rules', () => {
  it('say nothing of a plain stack', () => {
    const services = {
      web: { depends_on: { db: { condition: 'service_started' as const, required: true } } },
      db: { restart: 'always' },
    }
    for (const code of ['unused', 'never-completes', 'link-without-network'] as const)
      expect(told(code, services).where).toEqual([])
  })
})

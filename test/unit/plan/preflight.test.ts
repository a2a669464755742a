// Preflight of what this machine says: listeners, the disk; and names that two containers want.
import { describe, expect, it } from 'vitest'
import type { HostFacts, PortListener } from '../../../src/observe/index.ts'
import { type PlanInput, planUp } from '../../../src/plan/index.ts'
import { inputOf, loweredOf, type Services } from '../../builders/input.ts'
import { emptyWorld, upWorld } from '../../builders/world.ts'

function withHost(input: PlanInput, facts: Partial<HostFacts>): PlanInput {
  return { ...input, observed: { ...input.observed, host: { ...input.observed.host, ...facts } } }
}

const codes = (input: PlanInput, policy = {}) => planUp(input, policy).notices.map(one => one.code)
const nginx = { pid: 1234, name: 'nginx' }
const listener = (address: string, protocol: 'tcp' | 'udp' = 'tcp'): PortListener => ({
  port: 8080,
  protocol,
  address,
  process: nginx,
})

describe('host ports of processes', () => {
  const published = (host_ip?: string): Services => ({
    web: { ports: [{ target: 80, published: '8080', protocol: 'tcp', ...(host_ip && { host_ip }) }] },
  })
  const heldBy = (wanted: string | undefined, address: string) =>
    withHost(inputOf(emptyWorld('shop', ['web:1']), published(wanted)), { listeners: [listener(address)] })

  it('are told with the process, once', () => {
    const input = inputOf(emptyWorld('shop', ['web:1']), published())
    const both = withHost(input, { listeners: [listener('0.0.0.0'), listener('::')] })
    expect(planUp(both).notices).toMatchObject([
      {
        code: 'port-held-by-process',
        severity: 'error',
        message: 'host port 8080 is held by nginx (process 1234)',
        hint: 'stop it, or publish another port',
        path: 'services.web.ports',
      },
    ])
    const unseen = withHost(input, { listeners: [{ port: 8080, protocol: 'tcp', address: '0.0.0.0' }] })
    expect(planUp(unseen).notices).toMatchObject([
      { message: 'host port 8080 is held by a process of another user' },
    ])
  })

  it.each([
    [undefined, '127.0.0.1'],
    [undefined, '::'],
    ['0.0.0.0', '127.0.0.1'],
    ['127.0.0.1', '127.0.0.1'],
    ['127.0.0.1', '0.0.0.0'],
    ['::', '::'],
    ['::1', '0:0:0:0:0:0:0:1'],
  ])('wanted at %s are in the way at %s', (wanted, address) =>
    expect(codes(heldBy(wanted, address))).toEqual(['port-held-by-process']),
  )

  it.each([
    ['127.0.0.1', '127.0.0.53'],
    ['127.0.0.1', '::'],
    ['0.0.0.0', '::1'],
    ['::', '0.0.0.0'],
    [undefined, '0:0:0:0:0:0:0:1'],
  ])('wanted at %s may go beside one at %s', (wanted, address) =>
    expect(codes(heldBy(wanted, address))).toEqual([]),
  )

  it('are of no interest for another protocol, for what runs, and for what is only created', () => {
    const input = inputOf(emptyWorld('shop', ['web:1']), published())
    expect(codes(withHost(input, { listeners: [listener('0.0.0.0', 'udp')] }))).toEqual([])
    const held = { listeners: [listener('0.0.0.0')] }
    expect(codes(withHost(input, held), { noStart: true })).toEqual([])
    const running = inputOf(upWorld('shop', loweredOf(published())), published())
    expect(codes(withHost(running, held))).toEqual([])
  })
})

describe('the disk', () => {
  const services: Services = { web: {} }
  it('is warned of where the plan adds to it and little is left', () => {
    const input = withHost(inputOf(emptyWorld('shop', ['web:1']), services), { freeBytes: 150_000_000 })
    expect(planUp(input).notices).toMatchObject([
      { code: 'disk-low', severity: 'warning', message: "the engine's disk has 150MB left" },
    ])
    const enough = withHost(input, { freeBytes: 200_000_000 })
    expect(codes(enough)).toEqual([])
  })

  it('is not looked at where nothing is added', () => {
    const input = inputOf(upWorld('shop', loweredOf(services)), services)
    expect(codes(withHost(input, { freeBytes: 1 }))).toEqual([])
  })
})

describe('a container name', () => {
  const shape = {
    places: { 'services.a.container_name': [3, 5], 'services.b.container_name': [6, 5] },
  } as const

  it('that two services want is an error at both', () => {
    const services = { a: { container_name: 'one' }, b: { container_name: 'one' } }
    const plan = planUp(inputOf(emptyWorld('shop', ['a:1', 'b:1']), services, shape))
    expect(plan.notices).toMatchObject([
      {
        code: 'container-name-twice',
        severity: 'error',
        message: 'container name "one" is already in use: a and b both want it',
        place: { line: 6 },
        related: [{ place: { line: 3 } }],
      },
    ])
  })

  it('of a container that stands is wanted by a new one', () => {
    const before = { a: { container_name: 'one' } }
    const world = upWorld('shop', loweredOf(before))
    world.images.set('b:1', 'sha256:b:1')
    const services = { ...before, b: { container_name: 'one' } }
    expect(codes(inputOf(world, services, shape))).toContain('container-name-twice')
    expect(codes(inputOf(world, { ...before, b: { container_name: 'two' } }))).toEqual([])
  })

  it('that is given by the pattern to another is an error too, and so are two replicas with one', () => {
    const services = { a: {}, b: { container_name: 'shop-a-1' } }
    expect(codes(inputOf(emptyWorld('shop', ['a:1', 'b:1']), services))).toEqual(['container-name-twice'])
    const input = inputOf(emptyWorld('shop', ['a:1']), { a: { container_name: 'one' } })
    expect(planUp(input, { scale: { a: 2 } }).notices).toMatchObject([
      {
        code: 'container-name-twice',
        message: 'container name "one" is already in use: two replicas of a both want it',
      },
    ])
  })
})

describe('a dependency that is not required', () => {
  const services: Services = {
    web: { depends_on: { debug: { condition: 'service_started', required: false } } },
  }
  it('and not enabled is told where something starts without it', () => {
    const shape = { places: { 'services.web.depends_on.debug': [4, 7] } } as const
    const plan = planUp(inputOf(emptyWorld('shop', ['web:1']), services, shape))
    expect(plan.notices).toMatchObject([
      { code: 'dependency-left-out', severity: 'info', place: { line: 4 } },
    ])
    expect(codes(inputOf(upWorld('shop', loweredOf(services)), services))).toEqual([])
  })
})

describe('what another service lends', () => {
  it.each([
    ['network_mode', { network_mode: 'service:db' }, 'network namespace'],
    ['ipc', { ipc: 'service:db' }, 'IPC namespace'],
    ['pid', { pid: 'service:db' }, 'PID namespace'],
    ['volumes_from', { volumes_from: ['db'] }, 'volume'],
  ])('must be there: %s', (key, share, what) => {
    const services = { web: share, db: {} } satisfies Services
    const alone = planUp(inputOf(emptyWorld('shop'), services), { services: ['web'], noDeps: true })
    expect(alone.notices).toMatchObject([
      {
        code: 'owner-missing',
        severity: 'error',
        message: `cannot share ${what} with service db: container missing`,
        path: `services.web.${key}`,
      },
    ])
    expect(planUp(inputOf(emptyWorld('shop'), services)).notices).toEqual([])
  })
})

// Networks, volumes and images of `up`.
import { describe, expect, it } from 'vitest'
import type { Service } from '../../../src/model/index.ts'
import { planUp, renderPlan, type UpPolicy } from '../../../src/plan/index.ts'
import { inputOf, loweredOf, type Services } from '../../builders/input.ts'
import type { ProjectShape } from '../../builders/project.ts'
import { simulate } from '../../builders/simulate.ts'
import { emptyWorld, find, nextId, upWorld } from '../../builders/world.ts'

describe('networks', () => {
  const services = { web: { networks: { front: { aliases: ['www'] } } } } satisfies Services

  it('that differ are rebuilt under the same containers', () => {
    const before: ProjectShape = { networks: { front: {} } }
    const after: ProjectShape = { networks: { front: { internal: true } } }
    const world = upWorld('shop', loweredOf(services, before))
    const id = find(world, 'web').id
    const plan = planUp(inputOf(world, services, after))
    expect(renderPlan(plan)).toContain('~ rebuild network front: internal')
    expect(plan.steps.map(step => step.id)).toEqual([
      'stop:container:web.1',
      'disconnect:front:container:web.1',
      'remove:network:front',
      'create:network:front',
      'connect:front:container:web.1',
      'start:container:web.1',
    ])
    const connect = plan.steps.find(step => step.kind === 'connectNetwork')
    expect(connect?.kind === 'connectNetwork' && connect.endpoint?.aliases).toContain('www')
    simulate(plan, world)
    expect(find(world, 'web').id).toBe(id)
    expect(planUp(inputOf(world, services, after)).steps).toEqual([])
  })

  it('that were renamed are left behind without their containers being made anew', () => {
    const world = upWorld('shop', loweredOf(services, { networks: { front: {} } }))
    const shape = { networks: { front: { name: 'street' } } }
    const plan = planUp(inputOf(world, services, shape))
    expect(plan.steps.map(step => step.id)).toEqual([
      'create:network:front',
      'connect:front:container:web.1',
      'disconnect:shop_front:container:web.1',
      'remove:network:shop_front',
    ])
    simulate(plan, world)
    expect(planUp(inputOf(world, services, shape)).steps).toEqual([])
    expect([...world.networks.keys()]).not.toContain('shop_front')
  })

  it('that are external have to be there', () => {
    const shape = {
      networks: { front: { external: true, name: 'street' } },
      places: { 'networks.front': [9, 3] },
    } as const
    const plan = planUp(inputOf(emptyWorld('shop', ['web:1']), services, shape))
    expect(plan.notices).toMatchObject([{ code: 'external-missing', severity: 'error', place: { line: 9 } }])
  })

  it('of strangers are used as they are', () => {
    const world = upWorld('shop', loweredOf(services, { networks: { front: {} } }))
    const front = world.networks.get('shop_front')
    if (front !== undefined) front.project = 'other'
    const plan = planUp(inputOf(world, services, { networks: { front: { internal: true } } }))
    expect(plan.notices).toMatchObject([{ code: 'name-taken', severity: 'warning' }])
    expect(plan.steps).toEqual([])
  })

  it('may not overlap what is there', () => {
    const shape = { networks: { front: { ipam: { config: [{ subnet: '10.9.0.0/16' }] } } } }
    const input = inputOf(emptyWorld('shop', ['web:1']), services, shape)
    const observed = { ...input.observed, subnets: new Map([['lan', ['10.9.8.0/24']]]) }
    expect(planUp({ ...input, observed }).notices).toMatchObject([
      { code: 'subnet-overlap', severity: 'error' },
    ])
    const apart = { ...input.observed, subnets: new Map([['lan', ['10.10.0.0/16', 'fd00::/8']]]) }
    expect(planUp({ ...input, observed: apart }).notices).toEqual([])
  })

  it('whose key has changed are told how to get their subnet back', () => {
    const world = upWorld('shop', loweredOf(services, { networks: { front: {} } }))
    const shape = { networks: { edge: { ipam: { config: [{ subnet: '10.9.0.0/16' }] } } } }
    const input = inputOf(world, { web: { networks: { edge: null } } }, shape)
    const observed = { ...input.observed, subnets: new Map([['shop_front', ['10.9.0.0/16']]]) }
    const problem = planUp({ ...input, observed }).notices.find(one => one.code === 'subnet-overlap')
    expect(problem?.hint).toContain('no file names shop_front any more: gantry down removes it')
  })
})

describe('volumes', () => {
  const services = {
    db: { volumes: [{ type: 'volume', source: 'data', target: '/data' }] },
  } satisfies Services
  const before: ProjectShape = { volumes: { data: {} } }
  const after: ProjectShape = { volumes: { data: { driver_opts: { type: 'tmpfs' } } } }

  it('that differ are kept, and the way to replace them is told', () => {
    const world = upWorld('shop', loweredOf(services, before))
    const plan = planUp(inputOf(world, services, after), { forceRecreate: false })
    expect(plan.steps).toEqual([])
    expect(plan.notices).toMatchObject([{ code: 'volume-differs', severity: 'warning' }])
    expect(plan.notices[0]?.hint).toContain('--replace-volume data')
  })

  it('are replaced on the word for that very volume', () => {
    const world = upWorld('shop', loweredOf(services, before))
    const old = world.volumes.get('shop_data')?.serial
    expect(planUp(inputOf(world, services, after), { replaceVolumes: ['other'] }).steps).toEqual([])
    const plan = planUp(inputOf(world, services, after), { replaceVolumes: ['data'] })
    expect(plan.steps.filter(step => step.risk === 'data-loss').map(step => step.id)).toEqual([
      'remove:volume:data',
    ])
    simulate(plan, world)
    expect(world.volumes.get('shop_data')?.serial).not.toBe(old)
    expect(planUp(inputOf(world, services, after)).steps).toEqual([])
  })

  it('that were renamed keep the old one', () => {
    const world = upWorld('shop', loweredOf(services, before))
    const plan = planUp(inputOf(world, services, { volumes: { data: { name: 'store' } } }))
    expect(plan.notices).toMatchObject([{ code: 'volume-renamed' }])
    expect(plan.steps.some(step => step.kind === 'removeVolume')).toBe(false)
  })
})

describe('images', () => {
  it('are pulled or built once where they are missing', () => {
    const services = {
      a: { image: 'x:1' },
      b: { image: 'x:1' },
      c: { image: 'c:1', build: { context: '/src' } },
    }
    const plan = planUp(inputOf(emptyWorld('shop'), services))
    expect(plan.steps.filter(step => /Image/.test(step.kind)).map(step => step.id)).toEqual([
      'pull:image:x:1',
      'build:image:c',
    ])
  })

  it('that are missing are no reason to touch what runs', () => {
    const world = upWorld('shop', loweredOf({ web: {} }))
    world.images.clear()
    expect(planUp(inputOf(world, { web: {} })).steps).toEqual([])
  })

  it('that may neither be pulled nor built stop the plan', () => {
    const never = planUp(inputOf(emptyWorld('shop'), { web: { pull_policy: 'never' } }))
    expect(never.notices).toMatchObject([{ code: 'image-unavailable', severity: 'error' }])
    const built = { web: { image: undefined, build: { context: '/src' } } }
    expect(planUp(inputOf(emptyWorld('shop'), built), { noBuild: true }).notices).toMatchObject([
      { code: 'image-unavailable', severity: 'error' },
    ])
  })

  it('that may not be built are pulled where they have a name', () => {
    const built = { web: { build: { context: '/src' } } }
    const plan = planUp(inputOf(emptyWorld('shop'), built), { noBuild: true })
    expect(plan.steps[0]).toMatchObject({ kind: 'pullImage', reference: 'web:1' })
  })

  it('that can be built are pulled first where a policy asks for it', () => {
    const steps = (
      pull_policy: string | undefined,
      policy: UpPolicy = {},
      images: readonly string[] = [],
    ) => {
      const services = { web: { build: { context: '/src' }, platform: 'linux/amd64', pull_policy } }
      return planUp(inputOf(emptyWorld('shop', images), services), policy)
        .steps.filter(step => /Image/.test(step.kind))
        .map(step => `${step.kind}${step.kind === 'buildImage' && step.pullFirst ? ' after a pull' : ''}`)
    }
    expect(steps(undefined)).toEqual(['buildImage'])
    expect(steps('never')).toEqual(['buildImage'])
    expect(steps('build', {}, ['web:1'])).toEqual(['buildImage'])
    expect(steps('missing')).toEqual(['buildImage after a pull'])
    expect(steps('missing', {}, ['web:1'])).toEqual([])
    expect(steps('always', {}, ['web:1'])).toEqual(['buildImage after a pull'])
    expect(steps(undefined, { pull: 'always' }, ['web:1'])).toEqual(['buildImage after a pull'])
    expect(steps('always', { build: true }, ['web:1'])).toEqual(['buildImage'])
  })

  it('are pulled anew when the last pull is as long ago as the policy says', () => {
    const pulls = (service: Pick<Service, 'pull_policy' | 'pull_refresh_after'>, hours: number) => {
      const world = upWorld('shop', loweredOf({ web: {} }))
      const input = inputOf(world, { web: service })
      const now = Date.parse('2026-03-08T12:00:00Z')
      const Metadata = { LastTagTime: new Date(now - hours * 3_600_000).toISOString() }
      const images = new Map(
        [...input.observed.images].map(([name, image]) => [name, image && { ...image, Metadata }]),
      )
      const plan = planUp({ ...input, observed: { ...input.observed, images } }, { now })
      return plan.steps.some(step => step.kind === 'pullImage')
    }
    expect([23, 25].map(hours => pulls({ pull_policy: 'daily' }, hours))).toEqual([false, true])
    expect([167, 169].map(hours => pulls({ pull_policy: 'weekly' }, hours))).toEqual([false, true])
    expect([1, 2].map(hours => pulls({ pull_policy: 'every_1h30m' }, hours))).toEqual([false, true])
    expect([71, 73].map(hours => pulls({ pull_policy: 'every_3d' }, hours))).toEqual([false, true])
    const refresh = { pull_policy: 'refresh', pull_refresh_after: '12h' }
    expect([11, 13].map(hours => pulls(refresh, hours))).toEqual([false, true])
    expect(pulls({ pull_policy: 'refresh' }, 1000)).toBe(false)
  })

  it('that moved under their tag replace the container', () => {
    const world = upWorld('shop', loweredOf({ web: {} }))
    world.images.set('web:1', 'sha256:fedcba9876543210')
    expect(renderPlan(planUp(inputOf(world, { web: {} })))).toContain(
      '~ replace container web-1: web:1 is another image now, web:1 → fedcba987654',
    )
  })

  it('that are pulled by policy replace the container only where they moved', () => {
    const services = { web: { pull_policy: 'always' }, db: {} }
    const still = upWorld('shop', loweredOf(services))
    const id = find(still, 'web').id
    const plan = planUp(inputOf(still, services))
    expect(renderPlan(plan)).toBe(
      [
        '  + pull image web:1: policy always',
        '  ~ replace container web-1 if its image moves: the image may be another one',
        '',
        'Plan: 1 to pull, 1 to replace, 2 unchanged',
      ].join('\n'),
    )
    simulate(plan, still)
    expect(find(still, 'web').id).toBe(id)

    const moving = upWorld('shop', loweredOf(services))
    simulate(planUp(inputOf(moving, services)), moving, { imageAfter: () => 'sha256:new' })
    expect(find(moving, 'web')).toMatchObject({ name: 'shop-web-1', image: 'sha256:new', status: 'running' })
    expect(moving.containers.size).toBe(2)
  })

  it('start what was down, whichever container it is by then', () => {
    const services = { web: {} }
    for (const imageAfter of [() => 'sha256:web:1', () => 'sha256:new']) {
      const world = upWorld('shop', loweredOf(services))
      Object.assign(find(world, 'web'), { status: 'exited', exitCode: 1 })
      simulate(planUp(inputOf(world, services), { pull: 'always' }), world, { imageAfter })
      expect([...world.containers.values()].map(one => [one.name, one.status])).toEqual([
        ['shop-web-1', 'running'],
      ])
    }
  })
})

describe('host ports', () => {
  const port = (published: string) => [{ target: 80, published, protocol: 'tcp' }]

  it('clash between two services, or two replicas of one', () => {
    const world = emptyWorld('shop', ['a:1', 'b:1'])
    const two = planUp(inputOf(world, { a: { ports: port('8080') }, b: { ports: port('8080') } }))
    expect(two.notices).toMatchObject([
      { code: 'port-clash', message: 'shop-a-1 and shop-b-1 both want the host port 8080/tcp' },
    ])
    expect(planUp(inputOf(world, { a: { ports: port('8080'), scale: 2 } })).notices).toMatchObject([
      { code: 'port-clash' },
    ])
    expect(planUp(inputOf(world, { a: { ports: port('8080-8081'), scale: 2 } })).notices).toEqual([])
  })

  it('are looked for among the containers of others', () => {
    const input = inputOf(emptyWorld('shop', ['a:1']), { a: { ports: port('8080') } })
    const held = { port: 8080, protocol: 'tcp', hostIp: '127.0.0.1', container: 'theirs' }
    const plan = planUp({ ...input, observed: { ...input.observed, portsHeld: [held] } })
    expect(plan.notices).toMatchObject([{ code: 'port-taken', severity: 'error' }])
    expect(plan.notices[0]?.message).toContain('theirs')
  })

  it('of a container that has stopped, and is left so, are free', () => {
    const services = { a: { ports: port('8080') }, b: { ports: port('8080') } }
    const world = upWorld('shop', loweredOf({ a: services.a }))
    const alone = { services: ['b'], noDeps: true }
    expect(planUp(inputOf(world, services), alone).notices).toMatchObject([{ code: 'port-clash' }])
    Object.assign(find(world, 'a'), { status: 'exited', exitCode: 0 })
    expect(planUp(inputOf(world, services), alone).notices).toEqual([])
  })

  it('of what runs already are no clash', () => {
    const services = { a: { ports: port('8080') } }
    const input = inputOf(upWorld('shop', loweredOf(services)), services)
    const held = { port: 8080, protocol: 'tcp', hostIp: '', container: 'theirs' }
    expect(planUp({ ...input, observed: { ...input.observed, portsHeld: [held] } }).notices).toEqual([])
  })
})

it('rebuilds a network under one-offs and orphans too', () => {
  const services = { web: {} }
  const world = upWorld('shop', loweredOf({ web: {}, old: {} }))
  const oneoff = {
    ...find(world, 'web'),
    id: nextId(world),
    name: 'shop-web-run-1',
    oneoff: true,
    networks: new Map(find(world, 'web').networks),
  }
  world.containers.set(oneoff.id, oneoff)
  const shape = { networks: { default: { internal: true } } }
  simulate(planUp(inputOf(world, services, shape), { ignoreOrphans: true }), world)
  expect([...world.containers.values()].map(one => [one.name, one.status, one.networks.size])).toEqual([
    ['shop-web-1', 'running', 1],
    ['shop-old-1', 'running', 1],
    ['shop-web-run-1', 'running', 1],
  ])
})

// The planners beside `up`: down, stop, start, restart, rm, kill, pause, pull, build.
import { describe, expect, it } from 'vitest'
import {
  planBuild,
  planDown,
  planKill,
  planPause,
  planPull,
  planRestart,
  planRm,
  planStart,
  planStop,
  planUnpause,
  renderPlan,
  skippedPulls,
} from '../../../src/plan/index.ts'
import { inputOf, loweredOf, type Services } from '../../builders/input.ts'
import { simulate } from '../../builders/simulate.ts'
import { addContainer, emptyWorld, find, observedOf, upWorld } from '../../builders/world.ts'

const stack = {
  web: { depends_on: { db: { condition: 'service_healthy', restart: true, required: true } } },
  db: { volumes: [{ type: 'volume', source: 'data', target: '/data' }] },
} satisfies Services
const shape = { volumes: { data: {} } }
const standing = () => upWorld('shop', loweredOf(stack, shape))
const ids = (plan: { steps: readonly { id: string }[] }) => plan.steps.map(step => step.id)

describe('planDown', () => {
  it('stops dependants first, removes networks, keeps volumes', () => {
    const plan = planDown(inputOf(standing(), stack, shape))
    expect(ids(plan)).toEqual([
      'stop:container:web.1',
      'remove:container:web.1',
      'stop:container:db.1',
      'remove:container:db.1',
      'remove:network:default',
    ])
    expect(plan.steps.some(step => step.risk === 'data-loss')).toBe(false)
  })

  it('takes volumes and images on the word for them', () => {
    const plan = planDown(inputOf(standing(), stack, shape), { volumes: true, rmi: 'all' })
    expect(ids(plan).slice(-3)).toEqual(['remove:volume:data', 'remove:image:db:1', 'remove:image:web:1'])
    expect(renderPlan(plan)).toContain('- remove volume data, what is in it is lost')
  })

  it('never takes an external volume', () => {
    const external = { volumes: { data: { external: true } } }
    expect(ids(planDown(inputOf(standing(), stack, external), { volumes: true }))).not.toContain(
      'remove:volume:data',
    )
  })

  it('takes the anonymous volumes that were handed from container to container, on the same word', () => {
    const handed = 'a'.repeat(64)
    const world = standing()
    const web = find(world, 'web')
    world.containers.set(web.id, { ...web, volumes: [handed] })
    const input = inputOf(world, stack, shape)
    for (const one of input.observed.containers) {
      if (one.service !== 'web') continue
      one.live.HostConfig.Mounts = [{ Type: 'volume', Source: handed, Target: '/kept' }]
    }
    expect(ids(planDown(input, { volumes: true }))).toContain(`remove:volume:${handed}`)
    expect(ids(planDown(input))).not.toContain(`remove:volume:${handed}`)
    // One that the files name is theirs to keep, whatever its name looks like.
    const named = inputOf(world, stack, {
      volumes: { ...shape.volumes, kept: { name: handed, external: true } },
    })
    expect(ids(planDown({ ...named, observed: input.observed }, { volumes: true }))).not.toContain(
      `remove:volume:${handed}`,
    )
  })

  it('works from labels alone, in the same order', () => {
    const world = standing()
    expect(ids(planDown({ observed: observedOf(world) }))).toEqual(
      ids(planDown(inputOf(world, stack, shape))),
    )
    expect(ids(planDown({ observed: observedOf(world) }, { volumes: true }))).toContain('remove:volume:data')
  })

  it('takes the dependants of a named service, and a network only where nothing else is on it', () => {
    expect(ids(planDown(inputOf(standing(), stack, shape), { services: ['db'] }))).toContain(
      'remove:container:web.1',
    )
    const some = planDown(inputOf(standing(), stack, shape), { services: ['web'] })
    expect(ids(some)).toEqual(['stop:container:web.1', 'remove:container:web.1'])
  })

  it('goes on where a container does not stop', () => {
    const world = standing()
    simulate(planDown(inputOf(world, stack, shape)), world, { fail: step => step.kind === 'stopContainer' })
    expect(world.containers.size).toBe(0)
  })
})

describe('planStop and planStart', () => {
  it('stop dependants first, and start them last, under their conditions', () => {
    const world = standing()
    const stop = planStop(inputOf(world, stack, shape))
    expect(ids(stop)).toEqual(['stop:container:web.1', 'stop:container:db.1'])
    simulate(stop, world)
    expect(planStop(inputOf(world, stack, shape)).steps).toEqual([])
    const start = planStart(inputOf(world, stack, shape))
    expect(ids(start)).toEqual([
      'start:container:db.1',
      'wait-healthy:container:db.1',
      'start:container:web.1',
    ])
    simulate(start, world)
    expect(planStart(inputOf(world, stack, shape)).steps).toEqual([])
  })

  it('start one container after pre_start, and the others once it is up', () => {
    const hooked = { web: { pre_start: [{ command: ['migrate'] }], scale: 2 } } satisfies Services
    const world = upWorld('shop', loweredOf(hooked))
    for (const one of world.containers.values()) one.status = 'exited'
    const plan = planStart(inputOf(world, hooked))
    expect(plan.steps).toMatchObject([
      { id: 'start:container:web.1', needs: [], hooks: { preStart: [{ command: ['migrate'] }] } },
      { id: 'start:container:web.2', needs: [{ step: 'start:container:web.1' }], hooks: { preStart: [] } },
    ])
  })

  it('start nothing that does not exist, and say so', () => {
    const plan = planStart(inputOf(emptyWorld('shop'), stack, shape), { services: ['web'] })
    expect(plan.notices).toMatchObject([{ code: 'no-container', severity: 'error' }])
  })

  it('name a service that was probably meant', () => {
    const plan = planStop(inputOf(standing(), stack, shape), { services: ['wep'] })
    expect(plan.notices).toMatchObject([{ code: 'no-such-service', hint: 'did you mean web?' }])
  })
})

describe('planRestart', () => {
  it('restarts what is tied to the named service, after it', () => {
    const plan = planRestart(inputOf(standing(), stack, shape), { services: ['db'] })
    expect(renderPlan(plan)).toBe(
      [
        '  > restart container db-1',
        '  > restart container web-1: follows service db, which is restarted',
        '',
        'Plan: 2 to restart',
      ].join('\n'),
    )
    expect(ids(plan)).toEqual([
      'restart:container:db.1',
      'wait-healthy:container:db.1',
      'restart:container:web.1',
    ])
    expect(ids(planRestart(inputOf(standing(), stack, shape), { services: ['db'], noDeps: true }))).toEqual([
      'restart:container:db.1',
    ])
  })
})

describe('planRm, planKill, planPause', () => {
  it('remove what does not run, and more only with stop', () => {
    const world = standing()
    find(world, 'web').status = 'exited'
    expect(ids(planRm(inputOf(world, stack, shape)))).toEqual(['remove:container:web.1'])
    expect(ids(planRm(inputOf(world, stack, shape), { stop: true }))).toEqual([
      'stop:container:db.1',
      'remove:container:web.1',
      'remove:container:db.1',
    ])
  })

  it('kill what runs with the signal', () => {
    const plan = planKill(inputOf(standing(), stack, shape), { services: ['db'], signal: 'SIGUSR1' })
    expect(plan.steps).toMatchObject([{ kind: 'killContainer', signal: 'SIGUSR1' }])
  })

  it('pause what runs, and wake what sleeps', () => {
    const world = standing()
    find(world, 'db').status = 'paused'
    expect(ids(planPause(inputOf(world, stack, shape)))).toEqual(['pause:container:web.1'])
    expect(ids(planUnpause(inputOf(world, stack, shape)))).toEqual(['unpause:container:db.1'])
    // Named, it is meant: nothing to do is then a mistake.
    const paused = planPause(inputOf(world, stack, shape), { services: ['db'] })
    expect(paused.notices).toMatchObject([
      { severity: 'error', message: 'container shop-db-1 is already paused' },
    ])
    const awake = planUnpause(inputOf(world, stack, shape), { services: ['web'] })
    expect(awake.notices).toMatchObject([
      { severity: 'error', message: 'container shop-web-1 is not paused' },
    ])
  })

  it('leave one-offs alone', () => {
    const world = standing()
    addContainer(world, loweredOf(stack, shape).services.get('web')!.container(1), {
      name: 'shop-web-run-1',
      oneoff: true,
    })
    expect(ids(planStop(inputOf(world, stack, shape)))).toEqual([
      'stop:container:web.1',
      'stop:container:db.1',
    ])
    expect(ids(planDown(inputOf(world, stack, shape)))).toContain('remove:container:shop-web-run-1')
  })
})

describe('planPull and planBuild', () => {
  const services = {
    web: { image: 'web:1', depends_on: { db: { condition: 'service_started', required: true } } },
    db: { image: 'db:1', pull_policy: 'never' },
    app: { build: { context: '/app', additional_contexts: { base: 'service:base' } }, image: undefined },
    base: { image: 'base:1', build: { context: '/base' } },
  } satisfies Services

  it('pull each image once, where the policy allows', () => {
    const plan = planPull(inputOf(emptyWorld('shop'), services))
    expect(plan.steps).toMatchObject([
      { id: 'pull:image:web:1', services: ['web'] },
      { id: 'pull:image:base:1', ignoreFailure: true },
    ])
    expect(ids(planPull(inputOf(emptyWorld('shop'), services), { ignoreBuildable: true }))).toEqual([
      'pull:image:web:1',
    ])
    const present = inputOf(emptyWorld('shop', ['web:1']), services)
    expect(ids(planPull(present, { policy: 'missing', ignoreBuildable: true }))).not.toContain(
      'pull:image:web:1',
    )
  })

  it('say what is not pulled, and why', () => {
    const present = inputOf(emptyWorld('shop', ['web:1']), services)
    expect(skippedPulls(present, { policy: 'missing', ignoreBuildable: true })).toEqual(
      expect.arrayContaining([
        { service: 'web', reference: 'web:1', why: 'Image is already present locally' },
        { service: 'app', why: 'No image to be pulled' },
        { service: 'base', reference: 'base:1', why: 'Image can be built' },
      ]),
    )
    expect(skippedPulls(present, { services: ['db'] })).toEqual([{ service: 'db', reference: 'db:1' }])
  })

  it('push what has a name in the files, and nothing else', () => {
    const { steps } = planBuild(inputOf(emptyWorld('shop'), services), { options: { push: true } })
    expect(steps).toMatchObject([
      { service: 'base', options: { push: true } },
      { service: 'app', options: { push: false } },
    ])
  })

  it('build what another build takes first', () => {
    expect(ids(planBuild(inputOf(emptyWorld('shop'), services), { services: ['app'] }))).toEqual([
      'build:image:base',
      'build:image:app',
    ])
    const { app, base } = services
    const input = inputOf(emptyWorld('shop'), { app })
    const left = { name: 'base', command: null, entrypoint: null, ...base }
    expect(
      planBuild({ ...input, project: { ...input.project, disabled: { base: left } } }).steps,
    ).toMatchObject([{ tag: 'base:1', build: base.build }, { id: 'build:image:app' }])
    const none = planBuild(inputOf(emptyWorld('shop'), services), { services: ['db'] })
    expect(none.notices).toMatchObject([{ code: 'nothing-to-build' }])
  })
})

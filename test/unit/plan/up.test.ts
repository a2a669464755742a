// `up` on small stacks: the plan as text.
import { describe, expect, it } from 'vitest'
import { isContingent, isEmpty, planUp, renderPlan, type UpPolicy } from '../../../src/plan/index.ts'
import { inputOf, loweredOf, type Services } from '../../builders/input.ts'
import type { ProjectShape } from '../../builders/project.ts'
import { simulate } from '../../builders/simulate.ts'
import { addContainer, emptyWorld, find, upWorld, type World } from '../../builders/world.ts'

const webAndDb = {
  web: { image: 'web:1', depends_on: { db: { condition: 'service_healthy', required: true } } },
  db: { image: 'db:1' },
} as const satisfies Services

/** The lines of a plan, trimmed, without the summary's blank line. */
function lines(world: World, services: Services, policy: UpPolicy = {}, shape: ProjectShape = {}): string[] {
  const text = renderPlan(planUp(inputOf(world, services, shape), policy), { directory: '/app' })
  return text.split('\n').flatMap(line => (line === '' ? [] : [line.trim()]))
}

describe('a stack that does not stand', () => {
  it('is created, dependencies first', () => {
    const world = emptyWorld('shop', ['web:1', 'db:1'])
    const plan = planUp(inputOf(world, webAndDb, { places: { 'services.web': [2, 3] } }))
    expect(renderPlan(plan, { directory: '/app' })).toBe(
      [
        '  + create network default',
        '  + create container db-1',
        '  + create container web-1 (compose.yaml:2:3)',
        '',
        'Plan: 3 to create',
      ].join('\n'),
    )
    expect(plan.steps.map(step => step.id)).toEqual([
      'create:network:default',
      'create:container:db.1',
      'start:container:db.1',
      'wait-healthy:container:db.1',
      'create:container:web.1',
      'start:container:web.1',
    ])
  })

  it('is created without a start under noStart', () => {
    const plan = planUp(inputOf(emptyWorld('shop', ['web:1', 'db:1']), webAndDb), { noStart: true })
    expect(plan.steps.map(step => step.kind)).toEqual(['createNetwork', 'createContainer', 'createContainer'])
  })

  it('takes in what the named service needs, and nothing else', () => {
    const services = { ...webAndDb, other: {} }
    const world = emptyWorld('shop', ['web:1', 'db:1', 'other:1'])
    expect(lines(world, services, { services: ['web'] })).toEqual([
      '+ create network default',
      '+ create container db-1',
      '+ create container web-1',
      'Plan: 3 to create',
    ])
    expect(lines(world, services, { services: ['web'], noDeps: true })).toEqual([
      '+ create network default',
      '+ create container web-1',
      'Plan: 2 to create',
    ])
  })
})

describe('a stack that stands', () => {
  it('needs nothing', () => {
    const plan = planUp(inputOf(upWorld('shop', loweredOf(webAndDb)), webAndDb))
    expect(renderPlan(plan)).toBe('Nothing to do: 2 containers and 1 network are as the files say')
    expect(isEmpty(plan)).toBe(true)
    expect(plan.steps).toEqual([])
  })

  it('is replaced where the user forces it: the named services alone', () => {
    const world = upWorld('shop', loweredOf(webAndDb))
    const named = { services: ['web'], forceRecreate: true }
    expect(lines(world, webAndDb, named)).toEqual([
      '~ replace container web-1: --force-recreate',
      'Plan: 1 to replace, 2 unchanged',
    ])
    expect(lines(world, webAndDb, { ...named, alwaysRecreateDeps: true })).toEqual([
      '~ replace container db-1: --always-recreate-deps',
      '~ replace container web-1: --force-recreate',
      'Plan: 2 to replace, 1 unchanged',
    ])
  })

  it('replaces only what changed, and says which field', () => {
    const world = upWorld('shop', loweredOf({ web: { environment: { PORT: '80' } }, db: {} }))
    const after = { web: { environment: { PORT: '8080' } }, db: {} }
    const shape = { places: { 'services.web.environment.PORT': [7, 13] } } as const
    expect(lines(world, after, {}, shape)).toEqual([
      '~ replace container web-1: environment.PORT "80" → "8080" (compose.yaml:7:13)',
      'Plan: 1 to replace, 2 unchanged',
    ])
    simulate(planUp(inputOf(world, after)), world)
    expect(planUp(inputOf(world, after)).steps).toEqual([])
    expect(find(world, 'web').name).toBe('shop-web-1')
  })

  it('is left as it is under noRecreate, but what is missing comes', () => {
    const world = upWorld('shop', loweredOf({ web: { environment: { PORT: '80' } } }))
    const after = { web: { environment: { PORT: '8080' }, scale: 2 } }
    expect(lines(world, after, { noRecreate: true })).toEqual([
      '+ create container web-2: 1 → 2 replicas',
      'Plan: 1 to create, 2 unchanged',
    ])
  })

  it('updates in place what the engine can', () => {
    const world = upWorld('shop', loweredOf({ web: { mem_limit: '67108864' } }))
    expect(lines(world, { web: { mem_limit: '134217728' } })).toEqual([
      '~ update container web-1: mem_limit 67108864 → 134217728',
      'Plan: 1 to change in place, 1 unchanged',
    ])
  })

  it('keeps secret values out of every rendering', () => {
    const world = upWorld('shop', loweredOf({ web: { environment: { DB_PASSWORD: 'oldsecret' } } }))
    const plan = planUp(inputOf(world, { web: { environment: { DB_PASSWORD: 'newsecret' } } }))
    expect(renderPlan(plan)).toContain('~ replace container web-1: environment.DB_PASSWORD changed')
    expect(renderPlan(plan)).not.toMatch(/oldsecret|newsecret/)
  })
})

describe('replicas', () => {
  it('take the numbers after the highest', () => {
    const world = upWorld('shop', loweredOf({ web: { scale: 3 } }))
    world.containers.delete(find(world, 'web', 2).id)
    expect(lines(world, { web: { scale: 3 } })).toEqual([
      '+ create container web-4: 2 → 3 replicas',
      'Plan: 1 to create, 3 unchanged',
    ])
  })

  it('go from the highest number down, obsolete ones first', () => {
    const world = upWorld('shop', loweredOf({ web: { scale: 3 } }))
    expect(lines(world, { web: { scale: 2 } })).toEqual([
      '- remove container web-3: 3 → 2 replicas',
      'Plan: 1 to remove, 3 unchanged',
    ])
    find(world, 'web', 1).fields = []
    expect(lines(world, { web: {} }, { scale: { web: 2 } })[0]).toBe(
      '- remove container web-1: 3 → 2 replicas',
    )
  })

  it('are replaced one after the other', () => {
    const world = upWorld('shop', loweredOf({ web: { scale: 2, environment: { A: '1' } } }))
    const plan = planUp(inputOf(world, { web: { scale: 2, environment: { A: '2' } } }))
    const second = plan.steps.find(step => step.id === 'create:container:web.2')
    expect(second?.needs).toContainEqual({ step: 'start:container:web.1', on: 'done' })
  })
})

describe('what was done by hand', () => {
  const services = { web: { networks: { default: null, front: null } } } satisfies Services
  const shape = { networks: { front: {} } }

  it('is mended by the least step', () => {
    const world = upWorld('shop', loweredOf(services, shape))
    const web = find(world, 'web')
    Object.assign(web, { status: 'exited', exitCode: 137 })
    expect(lines(world, services, {}, shape)).toContain('> start container web-1: exited (137)')
    web.status = 'paused'
    expect(lines(world, services, {}, shape)).toContain('> unpause container web-1: paused')
    web.status = 'running'
    web.networks.delete('shop_front')
    const plan = planUp(inputOf(world, services, shape))
    expect(plan.steps.map(step => step.id)).toEqual(['connect:front:container:web.1'])
  })

  it('makes a removed network anew and reconnects', () => {
    const world = upWorld('shop', loweredOf(services, shape))
    Object.assign(find(world, 'web'), { status: 'exited', exitCode: 1 })
    world.networks.delete('shop_front')
    const plan = planUp(inputOf(world, services, shape))
    expect(plan.steps.map(step => step.id)).toEqual([
      'create:network:front',
      'disconnect:front:container:web.1',
      'connect:front:container:web.1',
      'start:container:web.1',
    ])
    simulate(plan, world)
    expect(planUp(inputOf(world, services, shape)).steps).toEqual([])
  })
})

describe('one-shots', () => {
  it('run again, which is no change', () => {
    const services = { task: { image: 'task:1' } }
    const world = upWorld('shop', loweredOf(services))
    Object.assign(find(world, 'task'), { status: 'exited', exitCode: 0 })
    const plan = planUp(inputOf(world, services))
    expect(renderPlan(plan)).toContain('> run again container task-1: exited (0)')
    expect(isEmpty(plan)).toBe(true)
  })

  it('are told from servers that were stopped: those offer a port', () => {
    const services = {
      web: { ports: [{ target: 80, published: '8080', protocol: 'tcp' }] },
    } satisfies Services
    const world = upWorld('shop', loweredOf(services))
    Object.assign(find(world, 'web'), { status: 'exited', exitCode: 0 })
    const plan = planUp(inputOf(world, services))
    expect(renderPlan(plan)).toContain('> start container web-1: exited (0)')
    expect(isEmpty(plan)).toBe(false)
  })
})

describe('orphans', () => {
  const services = { web: {} }
  const standing = (): World => {
    const world = upWorld('shop', loweredOf({ web: {}, old: {} }))
    return world
  }

  it('are named, and stay', () => {
    const plan = planUp(inputOf(standing(), services))
    expect(plan.notices.map(notice => notice.message)).toEqual([
      'Found orphan containers ([shop-old-1]) for this project, which belong to no service of the files',
    ])
    expect(plan.steps).toEqual([])
    expect(planUp(inputOf(standing(), services), { ignoreOrphans: true }).notices).toEqual([])
  })

  it('go when asked', () => {
    expect(lines(standing(), services, { removeOrphans: true })).toEqual([
      '- remove container old-1: no service of the files stands for it',
      'Plan: 1 to remove, 2 unchanged',
    ])
  })

  it('are none where a profile only leaves the service out', () => {
    expect(planUp(inputOf(standing(), services, { disabled: ['old'] })).notices).toEqual([])
  })

  it('go before a container that needs their name', () => {
    const world = upWorld('shop', loweredOf({ old: { container_name: 'front' } }))
    const after = { web: { container_name: 'front', image: 'old:1' } }
    const plan = planUp(inputOf(world, after), { removeOrphans: true })
    simulate(plan, world)
    expect([...world.containers.values()].map(one => [one.service, one.name])).toEqual([['web', 'front']])
    const blocked = planUp(inputOf(upWorld('shop', loweredOf({ old: { container_name: 'front' } })), after))
    expect(blocked.notices.map(notice => [notice.code, notice.severity])).toContainEqual([
      'name-taken',
      'error',
    ])
  })
})

describe('waiting', () => {
  it('is added by wait for what is not ready, with its time limit', () => {
    const world = emptyWorld('shop', ['web:1', 'db:1'])
    const plan = planUp(inputOf(world, webAndDb), { wait: true, waitTimeout: 5000 })
    const waits = plan.steps.filter(step => step.kind === 'waitContainer' && step.until.kind === 'ready')
    expect(waits.map(step => step.id)).toEqual(['wait-ready:container:db.1', 'wait-ready:container:web.1'])
    expect(waits).toEqual(waits.map(step => ({ ...step, timeout: 5000, effect: 'wait' })))
    expect(planUp(inputOf(upWorld('shop', loweredOf(webAndDb)), webAndDb), { wait: true }).steps).toEqual([])
  })

  it('waits for a standing dependency only where the dependant starts', () => {
    const world = upWorld('shop', loweredOf(webAndDb))
    find(world, 'db').health = 'starting'
    expect(planUp(inputOf(world, webAndDb)).steps).toEqual([])
    world.containers.delete(find(world, 'web').id)
    expect(planUp(inputOf(world, webAndDb)).steps.map(step => step.id)).toEqual([
      'wait-healthy:container:db.1',
      'create:container:web.1',
      'start:container:web.1',
    ])
  })

  it('goes on without a dependency that is not required', () => {
    const services = {
      web: { depends_on: { db: { condition: 'service_healthy', required: false } } },
      db: {},
    } satisfies Services
    const plan = planUp(inputOf(emptyWorld('shop', ['web:1', 'db:1']), services))
    const start = plan.steps.find(step => step.id === 'start:container:web.1')
    expect(start?.needs).toContainEqual({ step: 'wait-healthy:container:db.1', on: 'settled' })
    expect(plan.steps.find(step => step.kind === 'waitContainer')).toMatchObject({ required: false })
  })
})

describe('those that follow', () => {
  it('restart after what they are tied to was replaced, also by an earlier run', () => {
    const tied = { condition: 'service_started', restart: true, required: true } as const
    const services = (value: string): Services => ({
      web: { depends_on: { db: tied } },
      db: { environment: { A: value } },
    })
    const world = upWorld('shop', loweredOf(services('1')))
    // Dependencies start first; this world's containers come in the order of the file.
    find(world, 'web').startedAt = world.clock += 1000
    const plan = planUp(inputOf(world, services('2')))
    expect(renderPlan(plan)).toContain('> restart container web-1: follows container db.1, which is replaced')
    const until = plan.steps.filter(step => !isContingent(step)).length - 1
    simulate(plan, world, { until })
    expect(planUp(inputOf(world, services('2'))).steps.map(step => step.kind)).toContain('restartContainer')
    simulate(planUp(inputOf(world, services('2'))), world)
    expect(planUp(inputOf(world, services('2'))).steps).toEqual([])
  })

  it('restart with the replica that leads after the plan, not with one that it drops', () => {
    const tied = { condition: 'service_started', restart: true, required: true } as const
    const services = (scale: number): Services => ({ web: { depends_on: { db: tied } }, db: { scale } })
    const world = upWorld('shop', loweredOf(services(1)))
    find(world, 'web').startedAt = world.clock += 1000
    addContainer(world, loweredOf(services(2)).services.get('db')!.container(2))
    find(world, 'db', 1).fields = []
    expect(lines(world, services(1))).toContain(
      '> restart container web-1: follows container db.2, which is replaced',
    )
    simulate(planUp(inputOf(world, services(1))), world)
    expect(planUp(inputOf(world, services(1))).steps).toEqual([])
  })

  it('are replaced with the owner of their namespace', () => {
    const services = (value: string): Services => ({
      side: { network_mode: 'service:db' },
      db: { environment: { A: value } },
    })
    const world = upWorld('shop', loweredOf(services('1')))
    find(world, 'side').startedAt = world.clock += 1000
    expect(lines(world, services('2'))).toEqual([
      '~ replace container db-1: environment.A "1" → "2"',
      '~ replace container side-1: follows container db.1, which is replaced',
      'Plan: 2 to replace, 1 unchanged',
    ])
    find(world, 'db').startedAt = world.clock += 1000
    expect(lines(world, services('1'))).toContain(
      '> restart container side-1: follows container db.1, which is restarted',
    )
  })
})

describe('a replacement that was cut short', () => {
  const before = { web: { environment: { A: '1' } } }
  const after = { web: { environment: { A: '2' } } }

  it('is finished with the container that is there already', () => {
    const world = upWorld('shop', loweredOf(before))
    simulate(planUp(inputOf(world, after)), world, { until: 1 })
    const plan = planUp(inputOf(world, after))
    expect(plan.steps.map(step => step.id)).toEqual([
      'stop:container:web.1',
      'start:container:web.1',
      'discard:container:web.1',
      'revive:container:web.1',
      'remove:container:web.1',
      'rename:container:web.1',
    ])
    simulate(plan, world)
    expect(planUp(inputOf(world, after)).steps).toEqual([])
  })

  it('is dropped where the file was changed back', () => {
    const world = upWorld('shop', loweredOf(before))
    simulate(planUp(inputOf(world, after)), world, { until: 1 })
    const plan = planUp(inputOf(world, before))
    expect(plan.steps.map(step => step.kind)).toEqual(['removeContainer'])
    simulate(plan, world)
    expect(planUp(inputOf(world, before)).steps).toEqual([])
  })

  it('brings the old container back where the new one does not start', () => {
    const world = upWorld('shop', loweredOf(before))
    const old = find(world, 'web').id
    const plan = planUp(inputOf(world, after))
    const endings = simulate(plan, world, { fail: step => step.id === 'start:container:web.1' })
    expect(endings.get('revive:container:web.1')).toBe('done')
    expect([...world.containers.values()].map(one => [one.id, one.name, one.status])).toEqual([
      [old, 'shop-web-1', 'running'],
    ])
  })
})

describe('names', () => {
  it('that foreign containers hold stop the plan', () => {
    const world = emptyWorld('shop', ['web:1'])
    addContainer(world, loweredOf({ web: {} }).services.get('web')!.container(1), { project: 'other' })
    const plan = planUp(inputOf(world, { web: {} }))
    expect(plan.notices).toMatchObject([
      { code: 'name-taken', severity: 'error', resource: 'container shop-web-1' },
    ])
  })
})

describe('a scale for a service that the stack does not have', () => {
  it('is an error, with the name that was meant', () => {
    const plan = planUp(inputOf(emptyWorld('shop', ['web:1', 'db:1']), webAndDb), { scale: { wb: 2 } })
    expect(plan.notices).toMatchObject([
      {
        code: 'no-such-service',
        severity: 'error',
        message: 'no such service: wb',
        hint: 'did you mean web?',
      },
    ])
  })
})

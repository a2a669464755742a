// `up` on small stacks: the plan as text.
import { describe, expect, it } from 'vitest'
import { isEmpty, planUp, renderPlan } from '../../../src/plan/index.ts'
import { inputOf, loweredOf } from '../../builders/input.ts'
import { simulate } from '../../builders/simulate.ts'
import { emptyWorld, find, upWorld } from '../../builders/world.ts'

const webAndDb = {
  web: { image: 'web:1', depends_on: { db: { condition: 'service_healthy', required: true } } },
  db: { image: 'db:1' },
} as const

describe('planUp', () => {
  it('creates everything on an empty engine, dependencies first', () => {
    const plan = planUp(
      inputOf(emptyWorld('shop', ['web:1', 'db:1']), webAndDb, { places: { 'services.web': [2, 3] } }),
    )
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

  it('finds nothing to do where everything stands', () => {
    const plan = planUp(inputOf(upWorld('shop', loweredOf(webAndDb)), webAndDb))
    expect(renderPlan(plan)).toBe('Nothing to do: 2 containers and 1 network are as the files say')
    expect(isEmpty(plan)).toBe(true)
    expect(plan.steps).toEqual([])
  })

  it('replaces only what changed, and says which field', () => {
    const before = { web: { environment: { PORT: '80' } }, db: {} }
    const after = { web: { environment: { PORT: '8080' } }, db: {} }
    const world = upWorld('shop', loweredOf(before))
    const plan = planUp(inputOf(world, after, { places: { 'services.web.environment.PORT': [7, 13] } }))
    expect(renderPlan(plan, { directory: '/app' })).toBe(
      [
        '  ~ replace container web-1: environment.PORT "80" → "8080" (compose.yaml:7:13)',
        '',
        'Plan: 1 to replace, 2 unchanged',
      ].join('\n'),
    )
    simulate(plan, world)
    expect(planUp(inputOf(world, after)).steps).toEqual([])
    expect(find(world, 'web').name).toBe('shop-web-1')
  })
})

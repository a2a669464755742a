// Names that move between services: each is free when it is taken, and a run that is killed on the way can be finished.
import { describe, expect, it } from 'vitest'
import { isEmpty, planUp, renderPlan, type UpPolicy } from '../../../src/plan/index.ts'
import { inputOf, loweredOf, type Services } from '../../builders/input.ts'
import { simulate } from '../../builders/simulate.ts'
import { upWorld } from '../../builders/world.ts'

const one = { image: 'one:1', container_name: 'first' }
const two = { image: 'two:1', container_name: 'second' }

const moves: readonly (readonly [what: string, before: Services, after: Services])[] = [
  [
    'swap',
    { a: one, b: two },
    { a: { ...one, container_name: 'second' }, b: { ...two, container_name: 'first' } },
  ],
  [
    'go round',
    { a: one, b: two, c: { image: 'c:1', container_name: 'third' } },
    {
      a: { ...one, container_name: 'second' },
      b: { ...two, container_name: 'third' },
      c: { image: 'c:1', container_name: 'first' },
    },
  ],
  [
    'pass from one to another',
    { a: one, b: { image: 'two:1' } },
    { a: { image: 'one:1' }, b: { ...two, container_name: 'first' } },
  ],
  [
    'pass while the other is replaced',
    { a: one, b: two },
    { a: { ...one, container_name: 'second', user: 'app' }, b: { ...two, container_name: 'first' } },
  ],
  [
    'swap while both are replaced, one after the other',
    { a: one, b: two },
    {
      a: { ...one, container_name: 'second', user: 'app' },
      b: {
        ...two,
        container_name: 'first',
        user: 'app',
        depends_on: { a: { condition: 'service_started', required: true } },
      },
    },
  ],
  [
    'go with a replica that is dropped',
    { a: one, b: two },
    { a: { ...one, scale: 0 }, b: { ...two, container_name: 'first' } },
  ],
]

function namesOf(world: ReturnType<typeof upWorld>): readonly (readonly [string, string])[] {
  return [...world.containers.values()].map(one => [one.service, one.name] as const).sort()
}

describe.each(moves)('names that %s', (_what, before, after) => {
  const policy: UpPolicy = {}
  const wanted = Object.entries(after)
    .filter(([, service]) => service.scale !== 0)
    .map(([name, service]) => [name, service.container_name ?? `shop-${name}-1`])

  it('are free when they are taken', () => {
    const world = upWorld('shop', loweredOf(before))
    simulate(planUp(inputOf(world, after), policy), world)
    expect(namesOf(world)).toEqual(wanted)
    expect(isEmpty(planUp(inputOf(world, after), policy))).toBe(true)
  })

  it('come right by the next run, wherever this one is killed', () => {
    const steps = planUp(inputOf(upWorld('shop', loweredOf(before)), after), policy).steps.length
    for (let until = 0; until < steps; until += 1) {
      const world = upWorld('shop', loweredOf(before))
      simulate(planUp(inputOf(world, after), policy), world, { until })
      simulate(planUp(inputOf(world, after), policy), world)
      expect(namesOf(world), `killed after ${until}`).toEqual(wanted)
      expect(isEmpty(planUp(inputOf(world, after), policy)), `killed after ${until}`).toBe(true)
    }
  })
})

it('one line tells all that is done to a container that stays', () => {
  const shape = { networks: { front: {} } }
  const before = { a: { ...one, mem_limit: '1', networks: { default: null } } }
  const after = {
    a: { ...one, container_name: 'other', mem_limit: '2', networks: { default: null, front: null } },
  }
  const plan = planUp(inputOf(upWorld('shop', loweredOf(before, shape)), after, shape))
  const text = renderPlan(plan, { directory: '/app' })
  for (const field of ['container_name', 'mem_limit', 'networks.front']) expect(text).toContain(field)
})

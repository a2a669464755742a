// Whatever stands, whatever the files ask for, wherever a run is killed or fails: one plain `up` after it brings the stack to
// what the files say, the plan after that is empty, and no volume was ever made anew.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Plan, planDown, planUp, type UpPolicy } from '../../../src/plan/index.ts'
import { inputOf, loweredOf, type Services } from '../../builders/input.ts'
import type { ProjectShape, ServiceShape } from '../../builders/project.ts'
import { simulate } from '../../builders/simulate.ts'
import { upWorld, type World } from '../../builders/world.ts'

interface ServiceSketch {
  readonly port: number
  readonly memory: number
  readonly replicas: number
  readonly front: boolean
  readonly volume: boolean
  readonly dependsOn: readonly number[]
  readonly condition: 'service_started' | 'service_healthy' | 'service_completed_successfully'
  readonly restart: boolean
  readonly required: boolean
  readonly moving: boolean
}

const names = ['a', 'b', 'c', 'd']

const sketches: fc.Arbitrary<readonly ServiceSketch[]> = fc.array(
  fc.record({
    port: fc.integer({ min: 1, max: 2 }),
    memory: fc.integer({ min: 1, max: 2 }),
    replicas: fc.integer({ min: 0, max: 3 }),
    front: fc.boolean(),
    volume: fc.boolean(),
    dependsOn: fc.uniqueArray(fc.integer({ min: 0, max: 3 }), { maxLength: 2 }),
    condition: fc.constantFrom('service_started', 'service_healthy', 'service_completed_successfully'),
    restart: fc.boolean(),
    required: fc.boolean(),
    moving: fc.boolean(),
  }),
  { minLength: 1, maxLength: 4 },
)

function servicesOf(sketch: readonly ServiceSketch[]): Services {
  return Object.fromEntries(
    sketch.map((one, at): readonly [string, ServiceShape] => {
      const needed = one.dependsOn.filter(index => index < at)
      const edge = { condition: one.condition, restart: one.restart, required: one.required }
      return [
        names[at] as string,
        {
          image: one.moving ? 'moving:1' : 'fixed:1',
          environment: { PORT: String(one.port) },
          mem_limit: String(one.memory * 67_108_864),
          scale: one.replicas,
          networks: one.front ? { default: null, front: null } : { default: null },
          ...(one.volume && { volumes: [{ type: 'volume' as const, source: 'data', target: '/data' }] }),
          ...(needed.length > 0 && {
            depends_on: Object.fromEntries(needed.map(index => [names[index] as string, edge])),
          }),
        },
      ]
    }),
  )
}

function shapeOf(internal: boolean): ProjectShape {
  return { networks: { front: { internal } }, volumes: { data: {} } }
}

type Hand = readonly ['stop' | 'finish' | 'pause' | 'remove' | 'disconnect' | 'move-image', number]

const hands: fc.Arbitrary<readonly Hand[]> = fc.array(
  fc.tuple(
    fc.constantFrom('stop', 'finish', 'pause', 'remove', 'disconnect', 'move-image'),
    fc.integer({ min: 0, max: 9 }),
  ),
  { maxLength: 3 },
)

/** Changes a world as somebody with `docker` would. */
function meddle(world: World, [what, index]: Hand): void {
  const all = [...world.containers.values()]
  const one = all[index % Math.max(1, all.length)]
  if (what === 'move-image') world.images.set('moving:1', `sha256:moved${index}`)
  if (one === undefined) return
  if (what === 'stop') Object.assign(one, { status: 'exited', exitCode: 137 })
  if (what === 'finish') Object.assign(one, { status: 'exited', exitCode: 0 })
  if (what === 'pause' && one.status === 'running') one.status = 'paused'
  if (what === 'remove') world.containers.delete(one.id)
  if (what === 'disconnect') one.networks.delete(`${world.project}_front`)
}

function up(world: World, services: Services, shape: ProjectShape, policy: UpPolicy = {}): Plan {
  return planUp(inputOf(world, services, shape), policy)
}

function changes(plan: Plan): readonly string[] {
  return plan.steps.filter(step => step.effect === 'change').map(step => step.id)
}

const scenario = fc.record({
  before: sketches,
  after: sketches,
  internalBefore: fc.boolean(),
  internalAfter: fc.boolean(),
  hands,
  cut: fc.integer({ min: 0, max: 40 }),
  failing: fc.boolean(),
  force: fc.boolean(),
})

describe('up', () => {
  it('converges after a run that was killed or failed anywhere', () => {
    fc.assert(
      fc.property(
        scenario,
        ({ before, after, internalBefore, internalAfter, hands, cut, failing, force }) => {
          const world = upWorld('shop', loweredOf(servicesOf(before), shapeOf(internalBefore)))
          for (const hand of hands) meddle(world, hand)
          for (const image of ['moving:1', 'fixed:1']) {
            if (!world.images.has(image)) world.images.set(image, `sha256:${image}`)
          }
          const volume = world.volumes.get('shop_data')?.serial
          const services = servicesOf(after)
          const shape = shapeOf(internalAfter)

          const first = up(world, services, shape, { removeOrphans: true, forceRecreate: force })
          let count = 0
          simulate(first, world, failing ? { fail: () => count++ === cut } : { until: cut })
          const second = up(world, services, shape, { removeOrphans: true })
          simulate(second, world)
          const third = up(world, services, shape, { removeOrphans: true })

          expect(changes(third)).toEqual([])
          const standing = [...world.containers.values()]
          for (const [name, service] of Object.entries(services)) {
            expect(standing.filter(one => one.service === name)).toHaveLength(service.scale ?? 1)
          }
          expect(standing.filter(one => !/^shop-[a-d]-\d+$/.test(one.name))).toEqual([])
          if (volume !== undefined) expect(world.volumes.get('shop_data')?.serial).toBe(volume)
        },
      ),
      { numRuns: 500 },
    )
  })

  it('plans the same twice, whatever the order of what was observed', () => {
    fc.assert(
      fc.property(scenario, ({ before, after, internalBefore, internalAfter, hands }) => {
        const world = upWorld('shop', loweredOf(servicesOf(before), shapeOf(internalBefore)))
        for (const hand of hands) meddle(world, hand)
        const input = inputOf(world, servicesOf(after), shapeOf(internalAfter))
        const turned = {
          ...input,
          observed: { ...input.observed, containers: [...input.observed.containers].reverse() },
        }
        expect(
          planUp(input)
            .steps.map(step => step.id)
            .sort(),
        ).toEqual(
          planUp(turned)
            .steps.map(step => step.id)
            .sort(),
        )
      }),
      { numRuns: 200 },
    )
  })
})

describe('down', () => {
  it('leaves nothing but volumes after an up that was killed anywhere', () => {
    fc.assert(
      fc.property(scenario, ({ before, after, internalBefore, internalAfter, hands, cut }) => {
        const world = upWorld('shop', loweredOf(servicesOf(before), shapeOf(internalBefore)))
        for (const hand of hands) meddle(world, hand)
        const services = servicesOf(after)
        for (const image of ['moving:1', 'fixed:1']) world.images.set(image, `sha256:${image}`)
        const volumes = [...world.volumes.keys()]
        simulate(up(world, services, shapeOf(internalAfter)), world, { until: cut })
        simulate(planDown(inputOf(world, services, shapeOf(internalAfter)), { removeOrphans: true }), world)
        expect([...world.containers.values()]).toEqual([])
        expect([...world.networks.keys()]).toEqual([])
        expect([...world.volumes.keys()]).toEqual(expect.arrayContaining(volumes))
      }),
      { numRuns: 200 },
    )
  })
})

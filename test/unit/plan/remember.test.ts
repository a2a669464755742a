import { describe, expect, it } from 'vitest'
import { type PlanInput, planDown, planUp, remember, type Step } from '../../../src/plan/index.ts'
import { inputOf, loweredOf, type Services } from '../../builders/input.ts'
import { emptyWorld, upWorld } from '../../builders/world.ts'

const services = { web: { scale: 2 }, db: {} } satisfies Services
const all = () => true

function up(input: PlanInput, done: (step: Step) => boolean = all) {
  return remember(planUp(input), done, input)
}

describe('what is remembered', () => {
  it('are the replicas that were created, and those that stand', () => {
    expect(up(inputOf(emptyWorld('shop', ['web:1', 'db:1']), services))?.replicas).toEqual({
      db: [1],
      web: [1, 2],
    })
    const standing = inputOf(upWorld('shop', loweredOf(services)), { ...services, late: {} })
    expect(up(standing)?.replicas).toEqual({ db: [1], late: [1], web: [1, 2] })
    expect(up(standing, () => false)?.replicas).toEqual({ db: [1], web: [1, 2] })
  })

  it('is not what was removed, and nothing once all is', () => {
    const fewer = inputOf(upWorld('shop', loweredOf(services)), { ...services, web: { scale: 1 } })
    expect(up(fewer)?.replicas).toEqual({ db: [1], web: [1] })
    const input = inputOf(upWorld('shop', loweredOf(services)), services)
    expect(remember(planDown(input), all, input)).toBeUndefined()
  })

  it('are replicas that somebody removed by hand, until they are made again', () => {
    const input = inputOf(upWorld('shop', loweredOf({ web: { scale: 2 } })), services)
    const memory = { replicas: { db: [1], web: [1, 2] }, later: {} }
    const seen = { ...input, observed: { ...input.observed, memory } }
    expect(up(seen, () => false)?.replicas).toEqual({ db: [1], web: [1, 2] })
  })

  it('are the fields that were changed in place, as long as the container stands', () => {
    const world = upWorld('shop', loweredOf({ web: { mem_limit: '1' } }))
    const [id] = [...world.containers.values()].map(one => one.id)
    const memory = {
      replicas: { web: [1] },
      later: { gone: { mem_limit: 'x' }, [id as string]: { restart: 'y' } } as Record<
        string,
        Record<string, string>
      >,
    }
    const input = inputOf(world, { web: { mem_limit: '2' } })
    const after = up({ ...input, observed: { ...input.observed, memory } })
    expect(Object.keys(after?.later ?? {})).toEqual([id])
    expect(Object.keys(after?.later[id as string] ?? {}).sort()).toEqual(['mem_limit', 'restart'])
  })
})

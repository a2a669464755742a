import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createAsyncQueue, deferred, mergeAsync } from '../../../../src/support/index.ts'

const collect = async <T>(source: AsyncIterable<T>): Promise<T[]> => {
  const values: T[] = []
  for await (const value of source) values.push(value)
  return values
}

async function* emit<T>(...values: readonly T[]): AsyncGenerator<T> {
  for (const value of values) {
    await Promise.resolve()
    yield value
  }
}

/** Lets everything run that waits for nothing but promises. */
const turn = () => new Promise(resolve => setImmediate(resolve))

describe('createAsyncQueue', () => {
  it('hands values on in order, and ends when closed', async () => {
    const queue = createAsyncQueue<number>(10)
    expect(await queue.push(1)).toBe(true)
    expect(await queue.push(2)).toBe(true)
    queue.close()
    expect(await queue.push(3)).toBe(false)
    expect(await collect(queue)).toEqual([1, 2])
  })

  it('wakes a reader that came first', async () => {
    const queue = createAsyncQueue<string>(1)
    const reading = collect(queue)
    await queue.push('a')
    await queue.push('b')
    queue.close()
    expect(await reading).toEqual(['a', 'b'])
  })

  it('holds a producer back while it is full', async () => {
    const queue = createAsyncQueue<number>(2)
    const steps: string[] = []
    const producing = (async () => {
      for (const value of [1, 2, 3]) {
        await queue.push(value)
        steps.push(`pushed ${value}`)
      }
      queue.close()
    })()
    await turn()
    expect(steps).toEqual(['pushed 1'])
    const reader = queue[Symbol.asyncIterator]()
    expect(await reader.next()).toEqual({ done: false, value: 1 })
    await turn()
    // The third value is in, but its push waits for room again.
    expect(steps).toEqual(['pushed 1', 'pushed 2'])
    expect(await reader.next()).toEqual({ done: false, value: 2 })
    expect(await reader.next()).toEqual({ done: false, value: 3 })
    expect(await reader.next()).toEqual({ done: true, value: undefined })
    await producing
    expect(steps).toEqual(['pushed 1', 'pushed 2', 'pushed 3'])
  })

  it('throws what made it fail, after what was queued', async () => {
    const queue = createAsyncQueue<number>(5)
    await queue.push(1)
    queue.fail(new Error('lost'))
    queue.close()
    const reader = queue[Symbol.asyncIterator]()
    expect(await reader.next()).toEqual({ done: false, value: 1 })
    await expect(reader.next()).rejects.toThrow('lost')
  })

  it('lets a held producer go when the reader leaves', async () => {
    const queue = createAsyncQueue<number>(1)
    const held = queue.push(1).then(() => queue.push(2))
    for await (const value of queue) {
      expect(value).toBe(1)
      break
    }
    expect(await held).toBe(false)
    expect(await queue.push(3)).toBe(false)
  })

  it('lets a held producer go when it is closed, and keeps what it pushed', async () => {
    const queue = createAsyncQueue<number>(1)
    const held = queue.push(1)
    queue.close()
    expect(await held).toBe(false)
    expect(await collect(queue)).toEqual([1])
  })

  it('refuses a capacity below one', () => {
    expect(() => createAsyncQueue(0)).toThrow(RangeError)
    expect(() => createAsyncQueue(Number.NaN)).toThrow(RangeError)
  })

  it('loses and reorders nothing, and never holds more than its capacity', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 5 }),
        fc.array(fc.nat(), { maxLength: 40 }),
        async (capacity, values) => {
          const queue = createAsyncQueue<number>(capacity)
          let pushed = 0
          const producing = (async () => {
            for (const value of values) {
              pushed += 1
              await queue.push(value)
            }
            queue.close()
          })()
          const seen: number[] = []
          for await (const value of queue) {
            expect(pushed - seen.length).toBeLessThanOrEqual(capacity + 1)
            seen.push(value)
          }
          await producing
          expect(seen).toEqual(values)
        },
      ),
    )
  })

  it('stays fast over a hundred thousand values', async () => {
    const queue = createAsyncQueue<number>(1000)
    const producing = (async () => {
      for (let value = 0; value < 100_000; value += 1) await queue.push(value)
      queue.close()
    })()
    let next = 0
    for await (const value of queue) {
      if (value !== next) throw new Error(`${value} came where ${next} was due`)
      next += 1
    }
    await producing
    expect(next).toBe(100_000)
  })
})

describe('mergeAsync', () => {
  it('yields all, each source in its own order', async () => {
    const merged = await collect(mergeAsync([emit('a1', 'a2', 'a3'), emit('b1', 'b2'), emit<string>()], 2))
    expect(merged.filter(value => value.startsWith('a'))).toEqual(['a1', 'a2', 'a3'])
    expect(merged.filter(value => value.startsWith('b'))).toEqual(['b1', 'b2'])
    expect(merged).toHaveLength(5)
  })

  it('does not wait for a slow source to yield from another', async () => {
    const gate = deferred()
    const slow = (async function* () {
      await gate.promise
      yield 'slow'
    })()
    const merged = mergeAsync([slow, emit('fast')])
    expect((await merged.next()).value).toBe('fast')
    gate.resolve()
    expect((await merged.next()).value).toBe('slow')
    expect((await merged.next()).done).toBe(true)
  })

  it('throws what a source throws, and stops the others', async () => {
    const stopped = deferred()
    const endless = (async function* () {
      try {
        for (;;) yield 'x'
      } finally {
        stopped.resolve()
      }
    })()
    const failing = (async function* () {
      yield 'y'
      throw new Error('broken')
    })()
    await expect(collect(mergeAsync([failing, endless]))).rejects.toThrow('broken')
    await stopped.promise
  })

  it('stops every source when the reader leaves', async () => {
    const stopped = [deferred(), deferred()]
    const sources = stopped.map((end, index) =>
      (async function* () {
        try {
          for (;;) yield index
        } finally {
          end.resolve()
        }
      })(),
    )
    for await (const value of mergeAsync(sources, 1)) {
      expect([0, 1]).toContain(value)
      break
    }
    await Promise.all(stopped.map(end => end.promise))
  })

  it('ends at once without sources', async () => {
    expect(await collect(mergeAsync([]))).toEqual([])
  })
})

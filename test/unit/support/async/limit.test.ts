import { getEventListeners } from 'node:events'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Deferred, deferred, limit } from '../../../../src/support/index.ts'

/** Lets everything run that waits for nothing but promises. */
const turn = () => new Promise(resolve => setImmediate(resolve))

describe('limit', () => {
  it('starts tasks in order, as others end', async () => {
    const run = limit(2)
    const started: number[] = []
    const gates = Array.from({ length: 4 }, () => deferred())
    const ends = gates.map((gate, index) =>
      run(() => {
        started.push(index)
        return gate.promise
      }),
    )
    await turn()
    expect(started).toEqual([0, 1])
    gates[1]?.resolve()
    await ends[1]
    gates[0]?.resolve()
    await ends[0]
    gates[2]?.resolve()
    await ends[2]
    expect(started).toEqual([0, 1, 2, 3])
    gates[3]?.resolve()
    await Promise.all(ends)
  })

  it('passes on values and errors, also of tasks that throw at once, and goes on', async () => {
    const run = limit(1)
    await expect(run(() => 1)).resolves.toBe(1)
    await expect(
      run(() => {
        throw new Error('at once')
      }),
    ).rejects.toThrow('at once')
    await expect(run(async () => Promise.reject(new Error('later')))).rejects.toThrow('later')
    await expect(run(async () => 2)).resolves.toBe(2)
  })

  it('takes a waiting task out of the line when its signal aborts', async () => {
    const run = limit(1)
    const gate = deferred()
    const first = run(() => gate.promise)
    const controller = new AbortController()
    let ran = false
    const second = run(() => {
      ran = true
    }, controller.signal)
    const third = run(() => 'third')
    controller.abort(new Error('gone'))
    await expect(second).rejects.toThrow('gone')
    gate.resolve()
    await first
    await expect(third).resolves.toBe('third')
    expect(ran).toBe(false)
  })

  it('refuses at once where the signal had aborted, and keeps no listeners', async () => {
    const run = limit(1)
    await expect(run(() => 1, AbortSignal.abort(new Error('before')))).rejects.toThrow('before')
    const { signal } = new AbortController()
    const gate = deferred()
    const first = run(() => gate.promise, signal)
    const second = run(() => 2, signal)
    gate.resolve()
    await Promise.all([first, second])
    expect(getEventListeners(signal, 'abort')).toEqual([])
  })

  it.each([0, -1, 1.5, Number.NaN])('refuses a concurrency of %d', concurrency => {
    expect(() => limit(concurrency)).toThrow(RangeError)
  })

  it('knows no bound at Infinity', async () => {
    const run = limit(Number.POSITIVE_INFINITY)
    const gate = deferred()
    let running = 0
    const all = Array.from({ length: 50 }, () =>
      run(() => {
        running += 1
        return gate.promise
      }),
    )
    await turn()
    expect(running).toBe(50)
    gate.resolve()
    await Promise.all(all)
  })

  it('never runs more at once than allowed, and runs all, in whatever order they end', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 4 }),
        fc.array(fc.nat(), { minLength: 1, maxLength: 12 }),
        async (n, picks) => {
          const run = limit(n)
          const open: Deferred<void>[] = []
          let peak = 0
          let done = 0
          const tasks = picks.map(async () => {
            await run(() => {
              const gate = deferred()
              open.push(gate)
              peak = Math.max(peak, open.length)
              return gate.promise
            })
            done += 1
          })
          for (const [index, pick] of picks.entries()) {
            await turn()
            expect(open).toHaveLength(Math.min(n, picks.length - index))
            open.splice(pick % open.length, 1)[0]?.resolve()
          }
          await Promise.all(tasks)
          expect(done).toBe(picks.length)
          expect(peak).toBe(Math.min(n, picks.length))
        },
      ),
    )
  })
})

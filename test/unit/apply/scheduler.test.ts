import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Outcome } from '../../../src/apply/index.ts'
import { type ScheduleOptions, schedule, type Task } from '../../../src/apply/scheduler.ts'
import type { Need } from '../../../src/plan/index.ts'
import { errorProblem } from '../../../src/problem/index.ts'

const failure: Outcome = { state: 'failed', problem: errorProblem('step-failed', 'no') }
const options = (rest: Partial<ScheduleOptions> = {}): ScheduleOptions => ({
  concurrency: 4,
  onFailure: 'continue',
  onUnrun: () => {},
  ...rest,
})

function task(
  id: string,
  needs: Need[] = [],
  run: () => Promise<Outcome> = async () => ({ state: 'done' }),
): Task {
  return { id, needs, waits: false, run }
}

const need = (step: string, on: Need['on'] = 'done'): Need => ({ step, on })
const states = (outcomes: ReadonlyMap<string, Outcome>) =>
  Object.fromEntries([...outcomes].map(([id, outcome]) => [id, outcome.state]))

describe('needs', () => {
  it('runs a task after what it needs', async () => {
    const order: string[] = []
    const note = (id: string) => async (): Promise<Outcome> => {
      order.push(id)
      return { state: 'done' }
    }
    await schedule([task('b', [need('a')], note('b')), task('a', [], note('a'))], options())
    expect(order).toEqual(['a', 'b'])
  })

  it('skips what needs a failed task, all the way down, and names the cause', async () => {
    const unrun: string[] = []
    const outcomes = await schedule(
      [task('a', [], async () => failure), task('b', [need('a')]), task('c', [need('b')]), task('d')],
      options({ onUnrun: id => unrun.push(id) }),
    )
    expect(states(outcomes)).toEqual({ a: 'failed', b: 'skipped', c: 'skipped', d: 'done' })
    expect(outcomes.get('c')).toEqual({ state: 'skipped', because: 'a' })
    expect(unrun.sort()).toEqual(['b', 'c'])
  })

  it('runs what needs an end, however it came', async () => {
    const outcomes = await schedule(
      [task('a', [], async () => failure), task('b', [need('a', 'settled')])],
      options(),
    )
    expect(states(outcomes)).toEqual({ a: 'failed', b: 'done' })
  })

  it('mends a failure, and only a failure', async () => {
    const mend = task('mend', [need('stop'), need('start', 'failed')])
    const bad = await schedule(
      [task('stop'), task('start', [need('stop')], async () => failure), mend],
      options(),
    )
    expect(states(bad)).toEqual({ stop: 'done', start: 'failed', mend: 'done' })
    const good = await schedule([task('stop'), task('start', [need('stop')]), mend], options())
    expect(states(good)).toEqual({ stop: 'done', start: 'done', mend: 'not-needed' })
    const early = await schedule(
      [task('stop', [], async () => failure), task('start', [need('stop')]), mend],
      options(),
    )
    expect(states(early)).toEqual({ stop: 'failed', start: 'skipped', mend: 'not-needed' })
  })
})

describe('stopping', () => {
  it('begins nothing after an abort, but mends', async () => {
    const abort = new AbortController()
    const outcomes = await schedule(
      [
        task('a', [], async () => {
          abort.abort()
          return { state: 'done' }
        }),
        task('b', [need('a')]),
        task('mend', [need('a'), need('b', 'failed')]),
      ],
      options({ signal: abort.signal }),
    )
    expect(states(outcomes)).toEqual({ a: 'done', b: 'cancelled', mend: 'done' })
  })

  it('begins nothing at all after a forced abort', async () => {
    const abort = new AbortController()
    abort.abort()
    const outcomes = await schedule([task('a'), task('b')], options({ forceSignal: abort.signal }))
    expect(states(outcomes)).toEqual({ a: 'cancelled', b: 'cancelled' })
  })

  it('stops at the first failure where that is asked for', async () => {
    const outcomes = await schedule(
      [task('a', [], async () => failure), task('b', [need('a', 'settled')])],
      options({ onFailure: 'stop' }),
    )
    expect(states(outcomes)).toEqual({ a: 'failed', b: 'cancelled' })
  })
})

describe('concurrency', () => {
  it('never exceeds the limit, and lets waits pass', async () => {
    let running = 0
    let most = 0
    const busy = async (): Promise<Outcome> => {
      running += 1
      most = Math.max(most, running)
      await new Promise(resolve => setImmediate(resolve))
      running -= 1
      return { state: 'done' }
    }
    let release = () => {}
    const gate = new Promise<void>(resolve => {
      release = resolve
    })
    const waits: Task[] = Array.from({ length: 5 }, (_, index) => ({
      id: `w${index}`,
      needs: [],
      waits: true,
      run: async () => {
        await gate
        return { state: 'done' }
      },
    }))
    const works = Array.from({ length: 20 }, (_, index) => task(`t${index}`, [], busy))
    // The waits end only once all the work is done: a wait that took a place would hang this.
    const last = task(
      'last',
      works.map(one => need(one.id)),
      async () => {
        release()
        return { state: 'done' }
      },
    )
    const outcomes = await schedule([...waits, ...works, last], options({ concurrency: 2 }))
    expect(most).toBe(2)
    expect([...outcomes.values()].every(outcome => outcome.state === 'done')).toBe(true)
  })
})

describe('any graph', () => {
  const graphs = fc
    .integer({ min: 1, max: 12 })
    .chain(size =>
      fc.tuple(
        fc.array(fc.tuple(fc.nat(size - 1), fc.nat(size - 1)), { maxLength: 25 }),
        fc.array(fc.boolean(), { minLength: size, maxLength: size }),
      ),
    )

  it('settles every task once, in the order of needs, and runs only what its needs allow', async () => {
    await fc.assert(
      fc.asyncProperty(graphs, async ([pairs, fails]) => {
        const edges = pairs.filter(([from, to]) => from < to)
        const ran: number[] = []
        const tasks = fails.map((fail, index) =>
          task(
            String(index),
            edges.filter(([, to]) => to === index).map(([from]) => need(String(from))),
            async () => {
              ran.push(index)
              return fail ? failure : { state: 'done' }
            },
          ),
        )
        const outcomes = await schedule(tasks, options({ concurrency: 3 }))
        expect(outcomes.size).toBe(fails.length)
        expect(new Set(ran).size).toBe(ran.length)
        for (const [from, to] of edges) {
          if (!ran.includes(to)) continue
          expect(ran.indexOf(from)).toBeGreaterThanOrEqual(0)
          expect(ran.indexOf(from)).toBeLessThan(ran.indexOf(to))
          expect(fails[from]).toBe(false)
        }
        for (const [index, fail] of fails.entries()) {
          const state = outcomes.get(String(index))?.state
          expect(state).toBe(ran.includes(index) ? (fail ? 'failed' : 'done') : 'skipped')
        }
      }),
      { numRuns: 200 },
    )
  })
})

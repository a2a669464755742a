// The engine itself is killed while gantry works, and started again, at once or after gantry has ended: one plain up mends what
// is left, one plain down leaves nothing, and no data is lost. At every changing call with GANTRY_TEST_FULL=1, else at a few.
import process from 'node:process'
import { afterAll, describe, expect, test } from 'vitest'
import { noPrivateEngine, type PrivateEngine, startPrivateEngine } from './private-engine.ts'
import type { Fault } from './proxy.ts'

const full = process.env.GANTRY_TEST_FULL === '1'
const unless = noPrivateEngine()
if (unless !== undefined) console.warn(`SKIPPED: the engine killed while gantry works: ${unless}`)

/** Which changing calls of an operation are disturbed: all, or one. */
function chosen(calls: number, at: number): readonly number[] {
  const all = Array.from({ length: calls }, (_, call) => call + 1)
  return full ? all : [1 + ((at * 3 + Math.floor(calls / 2)) % calls)]
}
const faults: readonly Fault[] = ['kill-before', 'kill-after', 'kill-during']

describe.skipIf(unless !== undefined)('the engine is killed', async () => {
  if (unless !== undefined) return
  const engine: PrivateEngine = await startPrivateEngine()
  afterAll(() => engine.close())
  try {
    await addTests(engine)
  } catch (error) {
    await engine.close()
    throw error
  }
})

async function addTests(engine: PrivateEngine): Promise<void> {
  // What trials are made of talks to the engine that this names when it is loaded.
  process.env.DOCKER_HOST = engine.host
  const { runTrial } = await import('./trial.ts')
  const { operations } = await import('./operations.ts')
  const returns = ['afterwards', 'at once'] as const
  let turn = 0
  for (const [at, operation] of operations.entries()) {
    const calls = await runTrial({ operation })
    test(`there are calls of ${operation.name} to disturb`, () => {
      expect(calls).toBeGreaterThan(3)
    })
    for (const call of chosen(calls, at)) {
      const fault = faults[turn % faults.length] as Fault
      const killed = { engine, returns: returns[turn % returns.length] as (typeof returns)[number] }
      turn += 1
      const what = `${String(fault).replace('kill-', '')} changing call ${call} and comes back ${killed.returns}`
      // One after the other: all of them are on this engine.
      test(`during ${operation.name}: ${what}`, async () => {
        await runTrial({ operation, call, fault, killed })
      })
    }
  }
}

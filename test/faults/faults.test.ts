// Whatever happens to the calls of an up, a recreation, a scaling or a down: one plain up mends it, one plain down
// leaves nothing, and no data is lost. All of it with GANTRY_TEST_FULL=1, else a sample that is the same every time.
import { afterAll, describe, expect, test } from 'vitest'
import { operations } from './operations.ts'
import { allFaults } from './proxy.ts'
import { runTrial, type Trial, trialName } from './trial.ts'

const full = process.env.GANTRY_TEST_FULL === '1'
const sampleSize = Number(process.env.GANTRY_FAULTS_SAMPLE ?? 3)
const seed = Number(process.env.GANTRY_FAULTS_SEED ?? 20)

let tried = 0
let survived = 0

/** Mulberry32: the same numbers from the same seed, everywhere. */
function randomFrom(start: number): () => number {
  let state = start
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

function sample<T>(all: readonly T[], size: number, random: () => number): readonly T[] {
  const left = [...all]
  const chosen: T[] = []
  while (chosen.length < size && left.length > 0) {
    chosen.push(...left.splice(Math.floor(random() * left.length), 1))
  }
  return chosen
}

// How many calls there are to disturb is counted on an undisturbed run, which is a trial of its own.
const counted = await Promise.all(
  operations.map(async (operation, index) => ({
    operation,
    index,
    name: operation.name,
    calls: await runTrial({ operation }),
  })),
)

describe.each(counted)('faults during $name', ({ operation, index, calls }) => {
  const all: readonly Trial[] = Array.from({ length: calls }, (_, call) => call + 1).flatMap(call =>
    allFaults.map(fault => ({ operation, call, fault })),
  )
  const chosen = full ? all : sample(all, sampleSize, randomFrom(seed + index))

  test('there are calls to disturb', () => {
    expect(calls).toBeGreaterThan(3)
  })

  for (const trial of chosen) {
    test.concurrent(trialName(trial), async () => {
      tried += 1
      await runTrial(trial)
      survived += 1
    })
  }

  afterAll(() => {
    console.log(
      `${operation.name}: ${calls} changing calls, ${all.length} faults possible, ${chosen.length} chosen; so far ${tried} tried, ${survived} survived`,
    )
  })
})

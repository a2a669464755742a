// Plan, apply, plan again: nothing is left to do. For every reference case whose parts the engine here can create.
// A sample by seed in a normal run (GANTRY_CORPUS_SEED repeats one), all with GANTRY_TEST_FULL=1.
import { describe, expect, it } from 'vitest'
import { nodeContext } from '../../../src/index.ts'
import { findCases, type ReferenceCase, readCases } from '../../conformance/cases.ts'
import { runCase } from './run-case.ts'
import { sampleOf } from './sample.ts'

const folder = findCases()
const full = process.env.GANTRY_TEST_FULL === '1'
const seed = Number(process.env.GANTRY_CORPUS_SEED ?? Math.floor(Math.random() * 2 ** 31))
const sampleSize = 60
/** At the same moment; more would use up the engine's address pools, which other tests share. */
const lanes = 2

describe.skipIf(folder === undefined)('the plan of what was just created', () => {
  it('is empty, for every reference case', async () => {
    const all = (await readCases(folder as string)).filter(one => one.expect.ok)
    expect(all.length).toBeGreaterThan(400)
    const only = process.env.GANTRY_CORPUS_ONLY
    const chosen = only
      ? all.filter(one => one.id.includes(only))
      : full
        ? all
        : sampleOf(all, sampleSize, seed)
    const engine = await nodeContext({ environment: process.env as Record<string, string> }).engine()

    let ran = 0
    let containers = 0
    const leftOut = new Map<string, string[]>()
    const failed: string[] = []
    const queue = [...chosen]
    const work = async (_: unknown, lane: number) => {
      for (let one = queue.shift(); one !== undefined; one = queue.shift()) await tell(one, lane)
    }
    const tell = async (one: ReferenceCase, lane: number) => {
      const result = await runCase(engine, one, 140 + 30 * lane)
      if (result.kind === 'left-out')
        leftOut.set(result.reason, [...(leftOut.get(result.reason) ?? []), one.id])
      else ran += 1
      if (result.kind === 'idempotent') containers += result.containers
      if (result.kind === 'failed') failed.push(`${one.id}\n${result.why}`)
    }
    await Promise.all(Array.from({ length: lanes }).map(work))

    const reasons = [...leftOut].map(
      ([reason, ids]) => `  ${ids.length} left out, ${reason}: ${ids.join(', ')}`,
    )
    const which = full ? 'all' : `a sample by GANTRY_CORPUS_SEED=${seed}`
    console.log(
      [
        `idempotence: ${all.length} cases load, ${which}: ${chosen.length} looked at, ${ran} run with ${containers} containers, ${failed.length} not idempotent`,
        ...reasons.sort(),
      ].join('\n'),
    )
    expect(failed).toEqual([])
    if (!only) expect(ran).toBeGreaterThan(chosen.length / 2)
  }, 1_800_000)
})

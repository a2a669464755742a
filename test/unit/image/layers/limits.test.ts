// The limits of --ci, as they are written and as they are held.
import { expect, test } from 'vitest'
import { checkLimits, parseLimit } from '../../../../src/image/layers/limits.ts'

test.each([
  ['lowestEfficiency', '0.95', 0.95],
  ['lowestEfficiency', '95%', 0.95],
  ['highestUserWastedPercent', '.2', 0.2],
  ['highestUserWastedPercent', 'disabled', undefined],
  ['highestWastedBytes', '20MB', 20_000_000],
  ['highestWastedBytes', '1.5 GiB', 1.5 * 1024 ** 3],
  ['highestWastedBytes', '512', 512],
  ['highestWastedBytes', '10k', 10_000],
  ['highestWastedBytes', 'disabled', undefined],
] as const)('%s %s', (rule, text, limit) => {
  expect(parseLimit(rule, text)).toEqual({ limit })
})

test.each([
  ['lowestEfficiency', '1.5'],
  ['lowestEfficiency', 'high'],
  ['lowestEfficiency', '-0.1'],
  ['highestUserWastedPercent', '10'],
  ['highestWastedBytes', '20XB'],
  ['highestWastedBytes', ''],
] as const)('%s %j is refused', (rule, text) => {
  expect(parseLimit(rule, text)).toHaveProperty('wanted')
})

test('a value at its limit passes; what has no limit is not judged', () => {
  const image = { efficiency: 0.9, wastedBytes: 21, userWastedRatio: 0.3, wasteful: [] }
  const limits = { lowestEfficiency: 0.9, highestWastedBytes: 20 }
  expect(checkLimits(image, limits)).toEqual([
    { rule: 'lowestEfficiency', limit: 0.9, value: 0.9, passed: true },
    { rule: 'highestWastedBytes', limit: 20, value: 21, passed: false },
  ])
})

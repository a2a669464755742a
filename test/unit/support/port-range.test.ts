import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  collectIntegerRanges,
  formatIntegerRange,
  integerRangeSize,
  integersInRange,
  parseIntegerRange,
} from '../../../src/support/index.ts'

describe('integer ranges', () => {
  it('reads a number or two', () => {
    expect(parseIntegerRange('80')).toEqual({ first: 80, last: 80 })
    expect(parseIntegerRange('8000-8010')).toEqual({ first: 8000, last: 8010 })
  })

  it.each(['', '-', '80-', '-80', '81-80', '1-2-3', ' 80', '8 0', '1.5', '0x10', '9007199254740993'])(
    'refuses %j',
    text => {
      expect(parseIntegerRange(text)).toBeUndefined()
    },
  )

  it('counts and lists what is in a range', () => {
    expect(integerRangeSize({ first: 8000, last: 8010 })).toBe(11)
    expect([...integersInRange({ first: 3, last: 5 })]).toEqual([3, 4, 5])
  })

  it('reads back what it prints', () => {
    fc.assert(
      fc.property(fc.nat(), fc.nat(100_000), (first, length) => {
        const range = { first, last: first + length }
        expect(parseIntegerRange(formatIntegerRange(range))).toEqual(range)
      }),
    )
  })

  it('joins neighbours, and nothing else', () => {
    expect(collectIntegerRanges([7, 3, 1, 2, 2])).toEqual([
      { first: 1, last: 3 },
      { first: 7, last: 7 },
    ])
    fc.assert(
      fc.property(fc.array(fc.nat(50)), values => {
        const ranges = collectIntegerRanges(values)
        expect(ranges.flatMap(range => [...integersInRange(range)])).toEqual(
          [...new Set(values)].sort((a, b) => a - b),
        )
        ranges.slice(1).forEach((range, index) => {
          expect(range.first).toBeGreaterThan((ranges[index]?.last ?? 0) + 1)
        })
      }),
    )
  })
})

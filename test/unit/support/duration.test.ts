import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  formatDuration,
  formatDurationMs,
  parseDuration,
  parseDurationMs,
} from '../../../src/support/index.ts'

const SECOND = 1e9

describe('parseDuration', () => {
  it.each([
    ['1h30m', 5400 * SECOND],
    ['1m30s', 90 * SECOND],
    ['500ms', 0.5 * SECOND],
    ['1.5s', 1.5 * SECOND],
    ['.5s', 0.5 * SECOND],
    ['5.s', 5 * SECOND],
    ['3us', 3000],
    ['3µs', 3000],
    ['3μs', 3000],
    ['7ns', 7],
    ['1.9ns', 1],
    ['1d', 86_400 * SECOND],
    ['2w', 14 * 86_400 * SECOND],
    ['1d12h', 36 * 3600 * SECOND],
    ['-2m', -120 * SECOND],
    ['+2m', 120 * SECOND],
    ['0', 0],
    ['-0', 0],
    ['0s', 0],
    ['30m1h', 5400 * SECOND],
    ['0.100000000000000000000s', 0.1 * SECOND],
  ])('reads %s', (text, nanoseconds) => {
    expect(parseDuration(text)).toBe(nanoseconds)
  })

  it.each([
    '',
    '5',
    '1.5',
    's',
    '.s',
    '-',
    '+',
    '.',
    '1x',
    '1S',
    '1 s',
    ' 1s',
    '1s ',
    '1hm',
    '1.2.3s',
    '--1s',
    '1y',
    '300000w',
    '1constructor',
  ])('refuses %j', text => {
    expect(parseDuration(text)).toBeUndefined()
    expect(parseDurationMs(text)).toBeUndefined()
  })

  it('refuses a number that no 64 bits hold, however long it is', () => {
    expect(parseDuration(`${'9'.repeat(100_000)}s`)).toBeUndefined()
  })

  it('gives milliseconds too', () => {
    expect(parseDurationMs('1.5s')).toBe(1500)
    expect(parseDurationMs('1us')).toBe(0.001)
  })
})

describe('formatDuration', () => {
  it.each([
    [0, '0s'],
    [1, '1ns'],
    [1100, '1.1µs'],
    [2_200_000, '2.2ms'],
    [500_000_000, '500ms'],
    [1.5 * SECOND, '1.5s'],
    [60 * SECOND, '1m0s'],
    [90 * SECOND, '1m30s'],
    [3600 * SECOND, '1h0m0s'],
    [86_400 * SECOND, '24h0m0s'],
    [245_000_000_001, '4m5.000000001s'],
    [-90 * SECOND, '-1m30s'],
  ])('prints %d as %s', (nanoseconds, text) => {
    expect(formatDuration(nanoseconds)).toBe(text)
  })

  it('prints milliseconds too', () => {
    expect(formatDurationMs(10_000)).toBe('10s')
  })

  it('is read back as the same number', () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), nanoseconds => {
        expect(parseDuration(formatDuration(nanoseconds))).toBe(nanoseconds)
      }),
    )
  })
})

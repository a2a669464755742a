import { describe, expect, it } from 'vitest'
import { formatHumanDuration, formatTimeAgo, parseTimestamp } from '../../../src/support/index.ts'

const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

describe('formatHumanDuration', () => {
  it.each([
    [0, 'Less than a second'],
    [-5 * SECOND, 'Less than a second'],
    [999, 'Less than a second'],
    [SECOND, '1 second'],
    [59_999, '59 seconds'],
    [MINUTE, 'About a minute'],
    [2 * MINUTE - 1, 'About a minute'],
    [2 * MINUTE, '2 minutes'],
    [59.9 * MINUTE, '59 minutes'],
    [HOUR, 'About an hour'],
    [89 * MINUTE, 'About an hour'],
    [90 * MINUTE, '2 hours'],
    [47 * HOUR, '47 hours'],
    [48 * HOUR, '2 days'],
    [13 * DAY, '13 days'],
    [14 * DAY, '2 weeks'],
    [59 * DAY, '8 weeks'],
    [60 * DAY, '2 months'],
    [729 * DAY, '24 months'],
    [730 * DAY, '2 years'],
    [3650 * DAY, '10 years'],
  ])('of %d ms is %s', (milliseconds, words) => {
    expect(formatHumanDuration(milliseconds)).toBe(words)
  })

  it('tells how long ago a time is', () => {
    expect(formatTimeAgo(10 * MINUTE, 12 * MINUTE)).toBe('2 minutes ago')
  })
})

describe('parseTimestamp', () => {
  const now = Date.UTC(2024, 0, 31, 12, 0, 0, 900)
  const seconds = Math.floor(now / 1000)

  it.each([
    ['10m', `${seconds - 600}.900`],
    ['1h30m', `${seconds - 5400}.900`],
    ['-10m', `${seconds + 600}.900`],
    ['0s', `${seconds}.900`],
    ['1.5s', `${seconds - 1}.400`],
    ['0', '0'],
    ['1700000000', '1700000000'],
    ['1700000000.123456789', '1700000000.123456789'],
    ['2024-01-31T11:59:00Z', `${seconds - 60}.000000000`],
    ['2024-01-31T11:59:00.25Z', `${seconds - 60}.250000000`],
    ['2024-01-31T11:59:00.1234567891z', `${seconds - 60}.123456789`],
    ['2024-01-31T13:59:00+02:00', `${seconds - 60}.000000000`],
    ['2024-01-31T06:29:00-05:30', `${seconds - 60}.000000000`],
    ['2024-01-31T11Z', `${seconds - 3600}.000000000`],
    ['2024-01-31T11:59Z', `${seconds - 60}.000000000`],
    ['2024-01-31Z', `${seconds - 12 * 3600}.000000000`],
    ['2024-01-31+01:00', `${seconds - 13 * 3600}.000000000`],
  ])('reads %s', (text, timestamp) => {
    expect(parseTimestamp(text, now)).toBe(timestamp)
  })

  it('takes a time without a zone as local', () => {
    const local = new Date(2024, 5, 15, 10, 30, 15).getTime() / 1000
    expect(parseTimestamp('2024-06-15T10:30:15', now)).toBe(`${local}.000000000`)
    expect(parseTimestamp('2024-06-15T10:30:15.5', now)).toBe(`${local}.500000000`)
    expect(parseTimestamp('2024-06-15T10:30', now)).toBe(`${local - 15}.000000000`)
    expect(parseTimestamp('2024-06-15', now)).toBe(`${new Date(2024, 5, 15).getTime() / 1000}.000000000`)
  })

  it.each([
    '',
    'yesterday',
    '10 m',
    '-5',
    '2024-13-01',
    '2024-02-30',
    '2023-02-29T00:00:00Z',
    '2024-01-01T24:00:00Z',
    '2024-01-01T10:60Z',
    '24-01-01',
    '2024-01-01 10:00',
    '1.2.3',
    '2024-01-01T10:00:00+2',
  ])('refuses %j', text => {
    expect(parseTimestamp(text, now)).toBeUndefined()
  })
})

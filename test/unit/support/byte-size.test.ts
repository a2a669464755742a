import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatBinarySize, formatHumanSize, parseByteSize } from '../../../src/support/index.ts'

describe('parseByteSize', () => {
  it.each([
    ['0', 0],
    ['32', 32],
    ['32b', 32],
    ['32B', 32],
    ['32k', 32 * 1024],
    ['32kb', 32 * 1024],
    ['32Kb', 32 * 1024],
    ['32 KiB', 32 * 1024],
    ['32M', 32 * 1024 ** 2],
    ['32mib', 32 * 1024 ** 2],
    ['1.5g', 1.5 * 1024 ** 3],
    ['.5g', 512 * 1024 ** 2],
    ['2tb', 2 * 1024 ** 4],
    ['2PB', 2 * 1024 ** 5],
    ['1e3k', 1000 * 1024],
    ['0.3k', 307],
    ['+1k', 1024],
    ['-0', 0],
  ])('reads %s', (text, bytes) => {
    expect(parseByteSize(text)).toBe(bytes)
  })

  it.each([
    '',
    `${'1'.repeat(50_000)}x`,
    'k',
    'mb',
    '-1',
    '-1k',
    '1  k',
    ' 1k',
    '1k ',
    '1kk',
    '1bb',
    '1bi',
    '1ib',
    '1kbi',
    '1e',
    '1.2.3k',
    'hello',
    '0x10k',
    '9e9p',
    'Infinity',
  ])('refuses %j', text => {
    expect(parseByteSize(text)).toBeUndefined()
  })
})

describe('formatting sizes', () => {
  it.each([
    [0, '0B'],
    [999, '999B'],
    [1000, '1kB'],
    [1024, '1.024kB'],
    [1_093_000, '1.093MB'],
    [1_093_456, '1.093MB'],
    [1_000_000_000, '1GB'],
    [999_999, '1000kB'],
  ])('prints %d as %s in powers of 1000', (bytes, text) => {
    expect(formatHumanSize(bytes)).toBe(text)
  })

  it('takes fewer digits where asked', () => {
    expect(formatHumanSize(1_093_456, 3)).toBe('1.09MB')
    expect(formatHumanSize(7_340_000, 3)).toBe('7.34MB')
    expect(formatHumanSize(123_400_000, 3)).toBe('123MB')
  })

  it.each([
    [0, '0B'],
    [1000, '1000B'],
    [1024, '1KiB'],
    [64 * 1024 ** 2, '64MiB'],
    [1.5 * 1024 ** 3, '1.5GiB'],
    [1023 * 1024 + 1000, '1024KiB'],
  ])('prints %d as %s in powers of 1024', (bytes, text) => {
    expect(formatBinarySize(bytes)).toBe(text)
  })

  it('stays within half a unit of the fourth digit when read back', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 52 }), bytes => {
        const back = parseByteSize(formatBinarySize(bytes)) as number
        expect(Math.abs(back - bytes)).toBeLessThanOrEqual(Math.max(1, bytes * 0.0006))
      }),
    )
  })
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cellWidth, padText, stripAnsi, truncateText, wrapText } from '../../../src/support/index.ts'

const RED = '\x1b[31m'
const RESET = '\x1b[0m'
const anyText = fc.string({
  unit: fc.oneof(
    fc.constantFrom('a', 'b', ' ', '日', 'é', 'e\u0301', '👍🏽', '🇩🇪', RED, RESET),
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 }),
  ),
  maxLength: 30,
})

describe('stripAnsi', () => {
  it.each([
    [`${RED}a${RESET}b`, 'ab'],
    ['\x1b[38;5;12mx\x1b[2K\x1b[1A', 'x'],
    ['\x1b]0;title\x07x', 'x'],
    ['\x1b]8;;https://example.org\x1b\\link\x1b]8;;\x1b\\', 'link'],
    ['\x1b7x\x1b8\x1b(B', 'x'],
    ['plain [31m', 'plain [31m'],
  ])('strips %j', (text, plain) => {
    expect(stripAnsi(text)).toBe(plain)
  })
})

describe('cellWidth', () => {
  it.each([
    ['', 0],
    ['abc', 3],
    [`${RED}abc${RESET}`, 3],
    ['日本', 4],
    ['한글', 4],
    ['ｆｕｌｌ', 8],
    ['é', 1],
    ['e\u0301', 1],
    ['👍', 2],
    ['👍🏽', 2],
    ['👨‍👩‍👧', 2],
    ['🇩🇪', 2],
    ['✔', 1],
    ['❤️', 2],
    ['a\u200bb', 2],
    ['a\r\n\x07b', 2],
    ['⠋ │', 3],
  ])('of %j is %d', (text, width) => {
    expect(cellWidth(text)).toBe(width)
  })
})

describe('truncateText', () => {
  it('leaves what fits', () => {
    expect(truncateText('abcd', 4)).toBe('abcd')
  })

  it('ends what it cuts with an ellipsis', () => {
    expect(truncateText('abcdef', 4)).toBe('abc…')
    expect(truncateText('abcdef', 5, '...')).toBe('ab...')
  })

  it('never cuts a wide character in two', () => {
    expect(truncateText('日本語', 4)).toBe('日…')
    expect(truncateText('👨‍👩‍👧👨‍👩‍👧', 3)).toBe('👨‍👩‍👧…')
  })

  it('switches off colours that the cut part would have switched off', () => {
    expect(truncateText(`${RED}abcdef${RESET}`, 4)).toBe(`${RED}abc…${RESET}`)
  })

  it('is empty where there is no room even for the ellipsis', () => {
    expect(truncateText('abc', 0)).toBe('')
  })

  it('never takes more cells than it is given', () => {
    fc.assert(
      fc.property(anyText, fc.nat(20), (text, width) => {
        expect(cellWidth(truncateText(text, width))).toBeLessThanOrEqual(width)
      }),
    )
  })
})

describe('padText', () => {
  it('fills up at the end or the start, by cells', () => {
    expect(padText('日', 4)).toBe('日  ')
    expect(padText(`${RED}a${RESET}`, 3, 'start')).toBe(`  ${RED}a${RESET}`)
    expect(padText('abc', 2)).toBe('abc')
  })
})

describe('wrapText', () => {
  it('breaks at spaces', () => {
    expect(wrapText('the quick brown fox', 10)).toEqual(['the quick', 'brown fox'])
  })

  it('keeps line breaks, empty lines and indentation of lines that fit', () => {
    expect(wrapText('  a\n\nb\r\nc', 10)).toEqual(['  a', '', 'b', 'c'])
  })

  it('breaks words that are too wide alone, and goes on after them', () => {
    expect(wrapText('abcdefgh ij', 3)).toEqual(['abc', 'def', 'gh', 'ij'])
    expect(wrapText('日本語', 4)).toEqual(['日本', '語'])
  })

  it('loses no word, and is never wider than asked except for one wide character', () => {
    fc.assert(
      fc.property(anyText, fc.integer({ min: 1, max: 20 }), (text, width) => {
        const lines = wrapText(text, width)
        for (const line of lines) expect(cellWidth(line)).toBeLessThanOrEqual(Math.max(2, width))
        expect(lines.join('').replaceAll(' ', '')).toBe(text.replace(/\r?\n/g, '').replaceAll(' ', ''))
      }),
    )
  })
})

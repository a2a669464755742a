import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { editDistance, suggestName } from '../../../src/support/index.ts'

describe('suggestName', () => {
  const keys = [
    'image',
    'build',
    'command',
    'container_name',
    'depends_on',
    'environment',
    'ports',
    'volumes',
    'tty',
  ]

  it.each([
    ['imagee', 'image'],
    ['iamge', 'image'],
    ['Image', 'image'],
    ['port', 'ports'],
    ['enviroment', 'environment'],
    ['contianer_nmae', 'container_name'],
    ['dependson', 'depends_on'],
    ['ty', 'tty'],
  ])('takes %s for %s', (written, meant) => {
    expect(suggestName(written, keys)).toBe(meant)
  })

  it.each(['foo', 'x', '', 'replicas', 'networking'])('has nothing for %j', written => {
    expect(suggestName(written, keys)).toBeUndefined()
  })

  it('prefers the nearest, then the first', () => {
    expect(suggestName('cat', ['cart', 'cats', 'coat'])).toBe('cart')
    expect(suggestName('volume', ['columns', 'volumes'])).toBe('volumes')
  })

  it('never suggests what was written', () => {
    expect(suggestName('image', ['image'])).toBeUndefined()
  })
})

describe('editDistance', () => {
  it.each([
    ['', '', 0],
    ['', 'abc', 3],
    ['kitten', 'sitting', 3],
    ['ab', 'ba', 1],
    ['ca', 'abc', 3],
  ])('between %j and %j is %d', (a, b, distance) => {
    expect(editDistance(a, b)).toBe(distance)
  })

  it('is symmetric, zero only for equals, and bounded by the longer text', () => {
    const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 8 })
    fc.assert(
      fc.property(word, word, (a, b) => {
        const distance = editDistance(a, b)
        expect(distance).toBe(editDistance(b, a))
        expect(distance === 0).toBe(a === b)
        expect(distance).toBeLessThanOrEqual(Math.max(a.length, b.length))
        expect(distance).toBeGreaterThanOrEqual(Math.abs(a.length - b.length))
      }),
    )
  })
})

import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { canonicalJson, digestJson, sha256Hex, shortDigestJson } from '../../../src/support/index.ts'

/** The same value, with the members of every object put in the opposite order. */
const turnRound = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(turnRound)
  if (typeof value !== 'object' || value === null) return value
  // defineProperty, since assigning __proto__ would not make a member.
  const turned = {}
  for (const [key, member] of Object.entries(value).reverse()) {
    Object.defineProperty(turned, key, { value: turnRound(member), enumerable: true, configurable: true })
  }
  return turned
}

describe('canonicalJson', () => {
  it('sorts keys at every depth and leaves lists in order', () => {
    expect(canonicalJson({ b: [{ d: 1, c: 2 }, 0], a: 'é"' })).toBe('{"a":"é\\"","b":[{"c":2,"d":1},0]}')
  })

  it('does with undefined, functions and toJSON what JSON.stringify does', () => {
    const value = {
      z: undefined,
      list: [undefined, () => 1, null, Number.NaN],
      when: new Date(0),
      boxed: [Object('s'), Object(1), Object(false)],
      nested: { toJSON: (key: string) => ({ key }) },
    }
    expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)))
    expect(canonicalJson(undefined)).toBe('null')
  })

  it('refuses what has no JSON', () => {
    const loop: Record<string, unknown> = {}
    loop.self = loop
    expect(() => canonicalJson({ big: 1n })).toThrow(TypeError)
    expect(() => canonicalJson(loop)).toThrow(RangeError)
  })

  it('means the same as JSON.stringify, and ignores the order of keys', () => {
    fc.assert(
      fc.property(fc.jsonValue(), value => {
        expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)))
        expect(canonicalJson(turnRound(value))).toBe(canonicalJson(value))
      }),
    )
  })
})

describe('digests', () => {
  it('are SHA-256 in hex', () => {
    expect(sha256Hex('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad')
    expect(sha256Hex(new Uint8Array([97, 98, 99]))).toBe(sha256Hex('abc'))
    expect(digestJson({ b: 1, a: 2 })).toBe(createHash('sha256').update('{"a":2,"b":1}').digest('hex'))
  })

  it('have a short form', () => {
    expect(shortDigestJson({ a: 1 })).toBe(digestJson({ a: 1 }).slice(0, 12))
    expect(shortDigestJson({ a: 1 }, 7)).toHaveLength(7)
  })
})

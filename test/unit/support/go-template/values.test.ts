import { describe, expect, it } from 'vitest'
import { formatGoValue } from '../../../../src/support/index.ts'
import { run } from './run.ts'

class Point {
  readonly x: number
  readonly name: string

  constructor(x: number, name: string) {
    this.x = x
    this.name = name
  }
}

describe('formatGoValue', () => {
  it.each<[unknown, string]>([
    ['text', 'text'],
    ['', ''],
    [0, '0'],
    [-0, '0'],
    [1e6, '1000000'],
    [2 ** 60, '1152921504606846976'],
    [10n ** 20n, '100000000000000000000'],
    [1.5, '1.5'],
    [123456.25, '123456.25'],
    [1234567.5, '1.2345675e+06'],
    [0.0001, '0.0001'],
    [0.00001, '1e-05'],
    [Number.NaN, 'NaN'],
    [Number.POSITIVE_INFINITY, '+Inf'],
    [true, 'true'],
    [null, '<nil>'],
    [undefined, '<nil>'],
    [[], '[]'],
    [['a', 1, null], '[a 1 <nil>]'],
    [{}, 'map[]'],
    [[new Point(1, 'b')], '[{1 b}]'],
    [{ b: [1], a: { c: 'x' } }, 'map[a:map[c:x] b:[1]]'],
    [
      new Map([
        [10, 'x'],
        [9, 'y'],
      ]),
      'map[9:y 10:x]',
    ],
    [new Uint8Array([1, 2]), '[1 2]'],
    [new Date(Date.UTC(2024, 0, 2, 3, 4, 5)), '2024-01-02 03:04:05 +0000 UTC'],
    [new Date(Number.NaN), '0001-01-01 00:00:00 +0000 UTC'],
  ])('prints %o as %s', (value, text) => {
    expect(formatGoValue(value)).toBe(text)
  })
})

describe('truth', () => {
  it.each<[unknown, boolean]>([
    [false, false],
    [true, true],
    [0, false],
    [0n, false],
    [1, true],
    ['', false],
    ['x', true],
    [null, false],
    [undefined, false],
    [[], false],
    [[0], true],
    [{}, false],
    [{ a: undefined }, true],
    [new Map(), false],
    [new Map([[1, 1]]), true],
    [new Date(0), true],
  ])('of %o is %s', (value, truth) => {
    expect(run('{{if .V}}true{{else}}false{{end}}', { V: value })).toBe(String(truth))
  })
})

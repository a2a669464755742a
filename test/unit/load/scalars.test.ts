// What plain scalars mean and how they print.
import { describe, expect, it } from 'vitest'
import { printScalar, resolvePlain } from '../../../src/load/scalars.ts'

const origin = { place: { file: 'compose.yaml', line: 1, column: 1 } }
const printed = (text: string): string =>
  printScalar({ kind: 'scalar', value: resolvePlain(text), text, origin })

describe('plain scalars', () => {
  it.each([
    ['0440', 288],
    ['0o17', 15],
    ['0O17', 15],
    ['0x1F', 31],
    ['0b101', 5],
    ['-0b101', -5],
    ['-017', -15],
    ['1_000', 1000],
    ['+7', 7],
    ['0', 0],
    ['089', 89],
    ['1.10', 1.1],
    ['1.', 1],
    ['.5', 0.5],
    ['-1.5e3', -1500],
    ['1e3', 1000],
    ['.inf', Number.POSITIVE_INFINITY],
    ['-.INF', Number.NEGATIVE_INFINITY],
    ['.nan', Number.NaN],
  ])('reads %s as the number %d', (text, value) => {
    expect(resolvePlain(text)).toBe(value)
  })

  it.each([
    ['true', true],
    ['True', true],
    ['FALSE', false],
    ['', null],
    ['~', null],
    ['null', null],
    ['NULL', null],
  ])('reads %s as the word it is', (text, value) => {
    expect(resolvePlain(text)).toBe(value)
  })

  it.each([
    'yes',
    'y',
    'on',
    'No',
    'tRUE',
    '1:30',
    '0xZZ',
    '0o9',
    '1.2.3',
    '-',
    '+',
    '.',
    '._5',
    '2024-01-02',
    '12px',
  ])('leaves %s text', text => {
    expect(resolvePlain(text)).toBe(text)
  })
})

describe('scalars as text', () => {
  it.each([
    ['0440', '288'],
    ['0o17', '15'],
    ['1_000', '1000'],
    ['1.10', '1.1'],
    ['2.0', '2'],
    ['089', '89'],
    ['1000000.0', '1e+06'],
    ['999999.5', '999999.5'],
    ['0.00001', '1e-05'],
    ['0.0001', '0.0001'],
    ['12345678901234567890', '12345678901234567890'],
    ['123456789012345678', '123456789012345678'],
    ['10000000', '10000000'],
    ['true', 'true'],
    ['TRUE', 'true'],
    ['~', ''],
    ['yes', 'yes'],
    ['.inf', '+Inf'],
    ['-0.0', '-0'],
  ])('prints %s as %s', (text, wanted) => {
    expect(printed(text)).toBe(wanted)
  })
})

import { describe, expect, it } from 'vitest'
import { run } from './run.ts'

describe('printf', () => {
  it.each([
    ['"%5d|%-5d|%05d|%+d|% d" 42 42 42 42 7', '   42|42   |00042|+42| 7'],
    ['"%x|%X|%#x|%o|%b|%c|%U|%q" 255 255 255 8 5 65 65 65', "ff|FF|0xff|10|101|A|U+0041|'A'"],
    ['"%d|%x|%05d" -5 -255 -7', '-5|-ff|-0007'],
    [
      '"%s|%10s|%-10s|%q|%.2s|%x|%X" "ab" "ab" "ab" "a\\"b" "日本語" "hi" "hi"',
      'ab|        ab|ab        |"a\\"b"|日本|6869|6869',
    ],
    ['"%q" "\\x01\\u00e9\\U0001F44D\\n\\u200b"', '"\\x01é👍\\n\\u200b"'],
    [
      '"%f|%.2f|%8.3f|%08.3f|%e|%E" 1.5 1.005 3.14159 -3.5 123456.789 0.5',
      '1.500000|1.00|   3.142|-003.500|1.234568e+05|5.000000E-01',
    ],
    ['"%g|%G|%.3g|%.2g|%v" 1.5 0.00001234 3.14159 123456.789 2.5', '1.5|1.234E-05|3.14|1.2e+05|2.5'],
    ['"%t|%v" true false', 'true|false'],
    ['"%5v|%-7v|%05v|%6.3v|%.3v|%#v" "a" true 7 "abcdef" 3.14159 "q"', '    a|true   |00007|   abc|3.14|"q"'],
    ['"%v %s %d" .L .L .N', '[a b] [a b] [1 2]'],
    ['"%v %s" .M .When', 'map[k:v] 2024-01-02 03:04:05.25 +0000 UTC'],
    ['"%T %T %T %T %T %T %T" 1 1.5 "a" true nil .L .M', 'int float64 string bool <nil> slice map'],
    ['"%5.1f%%" 99.55', ' 99.5%'],
    ['"%99999999d" 1 | len', '10000'],
  ])('printf %s', (args, text) => {
    const values = {
      L: ['a', 'b'],
      N: [1, 2],
      M: { k: 'v' },
      When: new Date(Date.UTC(2024, 0, 2, 3, 4, 5, 250)),
    }
    expect(run(`{{printf ${args}}}`, values)).toBe(text)
  })

  it.each([
    ['"%d" "x"', '%!d(string=x)'],
    ['"%s" 5', '%!s(int=5)'],
    ['"%t" 1', '%!t(int=1)'],
    ['"%d" 1.5', '%!d(float64=1.5)'],
    ['"%s %d" nil nil', '%!s(<nil>) %!d(<nil>)'],
    ['"%d"', '%!d(MISSING)'],
    ['"a" 1 "b"', 'a%!(EXTRA int=1, string=b)'],
    ['"%z" 1', '%!z(int=1)'],
    ['"50%"', '50%!(NOVERB)'],
    ['"%%%"', '%%!(NOVERB)'],
    ['"%%"', '%'],
  ])('marks what does not fit in %s', (args, text) => {
    expect(run(`{{printf ${args}}}`)).toBe(text)
  })
})

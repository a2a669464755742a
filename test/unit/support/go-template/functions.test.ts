import { describe, expect, it } from 'vitest'
import { run } from './run.ts'

const data = {
  List: ['a', 'b', 'c'],
  Labels: { 'com.x': 'y' },
  Mixed: { a: 1 },
  Map: new Map<unknown, unknown>([
    [1, 'one'],
    ['k', 2],
  ]),
  When: new Date(Date.UTC(2024, 0, 2, 3, 4, 5)),
  Big: 2n ** 50n,
  None: null,
}

describe('functions', () => {
  it.each([
    [
      '{{eq 1 1}} {{eq 1 2 3 1}} {{eq "a" "b"}} {{ne "a" "b"}} {{eq true true}} {{eq nil nil}}',
      'true true false true true true',
    ],
    ['{{eq .None nil}} {{eq .Missing nil}} {{eq "" nil}} {{eq .Big .Big}}', 'true true false true'],
    [
      '{{lt 1 2}} {{le 2 2}} {{gt "b" "a"}} {{ge 1.5 1.5}} {{lt .Big 1}} {{le .When .When}}',
      'true true true true false true',
    ],
    ['{{not 0}} {{not "x"}}', 'true false'],
    [
      '{{index .List 1}} {{index .Labels "com.x"}} {{index .Labels "none"}}| {{index .Mixed "none"}}',
      'b y | <no value>',
    ],
    ['{{index .Map 1}} {{index .Map "k"}} {{index "abc" 1}} {{index .List}}', 'one 2 98 [a b c]'],
    ['{{slice "abcdef" 1 3}} {{slice .List 1}} {{slice .List}}', 'bc [b c] [a b c]'],
    ['{{len .List}} {{len .Labels}} {{len .Map}} {{len "日本"}}', '3 1 2 6'],
    ['{{print 1 2 "a" "b" 3 true nil}}', '1 2ab3 true <nil>'],
    ['{{println 1 "a"}}', '1 a\n'],
    [
      '{{json .List}} {{json .Labels}} {{json "<&>"}} {{json .None}} {{json .Missing}}',
      '["a","b","c"] {"com.x":"y"} "<&>" null null',
    ],
    [
      '{{json .Map}} {{json .Big}} {{json .When}}',
      '{"1":"one","k":2} 1125899906842624 "2024-01-02T03:04:05.000Z"',
    ],
    [
      '{{join .List "-"}} {{join .None "-"}}| {{split "a,b" ","}} {{split "日本" ""}}',
      'a-b-c | [a b] [日 本]',
    ],
    [
      '{{upper "aß"}} {{lower "ÀB"}} {{title "hello wORLD foo-bar x_y 1a"}}',
      'Aß àb Hello WORLD Foo-Bar X_y 1a',
    ],
    ['{{pad "ab" 1 2}}|{{pad "" 1 2}}|', ' ab  ||'],
    ['{{truncate "abcdef" 3}} {{truncate "ab" 3}}', 'abc ab'],
  ])('%s', (source, text) => {
    expect(run(source, data)).toBe(text)
  })

  it.each([
    ['{{eq 1}}', 'error calling eq: missing argument for comparison'],
    ['{{eq 1 "a"}}', 'error calling eq: incompatible types for comparison: int and string'],
    ['{{eq .List .List}}', 'error calling eq: non-comparable type slice'],
    ['{{eq 1 .Labels}}', 'error calling eq: non-comparable type map'],
    ['{{lt true false}}', 'error calling lt: invalid type for comparison'],
    ['{{lt 1 "a"}}', 'error calling lt: incompatible types for comparison: int and string'],
    ['{{lt nil 1}}', 'error calling lt: invalid type for comparison'],
    ['{{ne 1 2 3}}', 'error calling ne: wrong number of args: want 2 got 3'],
    ['{{index .List 3}}', 'error calling index: index out of range: 3'],
    ['{{index .List -1}}', 'error calling index: index out of range: -1'],
    ['{{index .List "x"}}', 'error calling index: expected integer; found x'],
    ['{{index .Labels 1}}', 'error calling index: wrong type for value; expected string; got int'],
    ['{{index .Missing "x"}}', 'error calling index: index of untyped nil'],
    ['{{index 5 1}}', "error calling index: can't index item of type int"],
    ['{{slice 5}}', "error calling slice: can't slice item of type int"],
    ['{{slice "abc" 2 1}}', 'error calling slice: invalid slice index: 2 > 1'],
    ['{{slice "abc" 4}}', 'error calling slice: index out of range: 4'],
    ['{{slice "abc" 0 1 2}}', 'error calling slice: cannot 3-index slice a string'],
    ['{{len 3}}', 'error calling len: len of type int'],
    ['{{len .None}}', 'error calling len: len of untyped nil'],
    ['{{upper 1}}', 'error calling upper: wrong type for value; expected string; got int'],
    ['{{join "a" ","}}', 'error calling join: wrong type for value; expected []string; got string'],
    ['{{printf}}', 'error calling printf: wrong number of args: want at least 1 got 0'],
  ])('%s is a fault', (source, message) => {
    expect(run(source, data)).toBe(`fault at 2: ${message}`)
  })
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { executeTemplate, parseTemplate } from '../../../../src/support/index.ts'
import { run } from './run.ts'

describe('text and trimming', () => {
  it.each([
    ['', ''],
    ['plain } }} text', 'plain } }} text'],
    ['a {{- "b" -}} c', 'abc'],
    ['a {{- "b"}} c', 'ab c'],
    ['a\n\t{{- /* why */ -}}\n b', 'ab'],
    ['a{{/* }} */}}b', 'ab'],
    ['{{- 3}}{{-3}} {{3 -}} x', '3-3 3x'],
    ['{{"}}"}}', '}}'],
    ['{{\n"a"\n}}', 'a'],
  ])('%j prints %j', (source, text) => {
    expect(run(source)).toBe(text)
  })

  it('leaves text without actions as it is', () => {
    fc.assert(
      fc.property(fc.string(), text => {
        fc.pre(!text.includes('{{'))
        expect(run(text)).toBe(text)
      }),
    )
  })
})

describe('literals', () => {
  it.each([
    ['{{1}} {{-3}} {{+5}} {{1.5}} {{.5}}', '1 -3 5 1.5 0.5'],
    ['{{0x1F}} {{0o17}} {{0b11}} {{1_000}}', '31 15 3 1000'],
    ["{{'a'}} {{'\\n'}}", '97 10'],
    ['{{9007199254740993}} {{-9007199254740993}}', '9007199254740993 -9007199254740993'],
    ['{{"a\\tb\\\\\\"\\x41\\101\\u65e5\\U0001F44D"}}', 'a\tb\\"AA日👍'],
    ['{{`raw \\n "x"\n}}`}}', 'raw \\n "x"\n}}'],
    ['{{true}} {{false}}', 'true false'],
  ])('%s prints %j', (source, text) => {
    expect(run(source)).toBe(text)
  })
})

describe('faults of syntax', () => {
  it.each([
    ['ab {{.A', 'fault at 3: unclosed action'],
    ['{{/* x', 'fault at 2: unclosed comment'],
    ['{{/* x */ y}}', 'fault at 7: comment ends before closing delimiter'],
    ['{{"x}}', 'fault at 2: unterminated quoted string'],
    ['{{`x}}', 'fault at 2: unterminated raw quoted string'],
    ["{{'xy'}}", 'fault at 2: malformed character constant'],
    ["{{'x}}", 'fault at 2: unterminated character constant'],
    ['{{"\\z"}}', 'fault at 3: unknown escape sequence'],
    ['{{"\\U00110000"}}', 'fault at 3: unknown escape sequence'],
    ['{{0x}}', 'fault at 3: unexpected <x> in operand'],
    ['{{.A ! .B}}', 'fault at 5: unexpected "!" in an action'],
    ['{{}}', 'fault at 2: missing value for command'],
    ['{{if}}x{{end}}', 'fault at 4: missing value for if'],
    ['{{.A | }}', 'fault at 7: missing value for command'],
    ['{{if .A}}x', 'fault at 0: unexpected end of the template: {{end}} is missing'],
    ['{{if .A}}x{{else}}y{{else}}z{{end}}', 'fault at 25: expected {{end}}; found {{else}}'],
    ['x{{end}}', 'fault at 1: unexpected {{end}}'],
    ['{{else}}', 'fault at 0: unexpected {{else}}'],
    ['{{end .A}}', 'fault at 0: unexpected {{end}}'],
    ['{{if .A}}{{end .A}}', 'fault at 15: unexpected <.A> in end'],
    ['{{foo .A}}', 'fault at 2: function "foo" not defined'],
    ['{{constructor}}', 'fault at 2: function "constructor" not defined'],
    ['{{$x}}', 'fault at 2: undefined variable "$x"'],
    ['{{$x = 1}}', 'fault at 2: undefined variable "$x"'],
    ['{{$x := $x}}', 'fault at 8: undefined variable "$x"'],
    ['{{if true}}{{$x := 1}}{{end}}{{$x}}', 'fault at 31: undefined variable "$x"'],
    ['{{with $x := 1}}{{end}}{{$x}}', 'fault at 25: undefined variable "$x"'],
    ['{{$a, $b := 1}}', 'fault at 2: undefined variable "$a"'],
    ['{{(.A}}', 'fault at 2: unclosed left paren'],
    ['{{.A)}}', 'fault at 4: unexpected ")" in command'],
    ['{{"a" "b"}}', 'fault at 2: cannot give an argument to a non-function'],
    ['{{print "a""b"}}', 'fault at 11: unexpected "b" in operand'],
    ['{{"a".b}}', 'fault at 5: unexpected <.b> in operand'],
    ['{{nil}}', 'fault at 2: nil is not a command'],
    ['{{.A | 1}}', 'fault at 7: a value cannot take the result of what stands before the "|"'],
    ['{{break}}', 'fault at 2: {{break}} outside {{range}}'],
    ['{{range .A}}{{else}}{{continue}}{{end}}', 'fault at 22: {{continue}} outside {{range}}'],
    ['{{template "x"}}', 'fault at 0: {{template}} is not supported'],
    [`{{${'('.repeat(100_000)}`, 'fault at 0: unclosed action'],
    [`{{${'('.repeat(100_000)}}}`, 'fault at 202: nested too deeply'],
  ])('%.60s', (source, fault) => {
    expect(run(source)).toBe(fault)
  })

  it('are values, whatever the source', () => {
    const source = fc
      .array(
        fc
          .constantFrom(
            '{{',
            '}}',
            '-',
            ' ',
            '.',
            '.A',
            '$',
            '$x',
            ':=',
            '=',
            '|',
            '(',
            ')',
            '"',
            '`',
            "'",
            ',',
            'x',
            '1',
            '/*',
            '*/',
          )
          .map(String),
      )
      .map(parts => parts.join(''))
    const words = fc
      .array(
        fc.constantFrom(
          '{{if .A}}',
          '{{else}}',
          '{{end}}',
          '{{range $i, $e := .L}}',
          '{{$i}}',
          '{{with .M}}',
          '{{else if .B}}',
          '{{break}}',
          '{{.A.B}}',
          '{{index .L 0}}',
          '{{len .}}',
        ),
      )
      .map(parts => parts.join(' '))
    fc.assert(
      fc.property(fc.oneof(source, words, fc.string()), text => {
        const parsed = parseTemplate(text)
        const result = parsed.ok ? executeTemplate(parsed.value, { A: { B: 1 }, L: [1, 2], M: null }) : parsed
        if (result.ok) return
        expect(result.error.message).not.toBe('')
        expect(result.error.offset).toBeGreaterThanOrEqual(0)
        expect(result.error.offset).toBeLessThanOrEqual(text.length)
      }),
      { numRuns: 1000 },
    )
  })
})

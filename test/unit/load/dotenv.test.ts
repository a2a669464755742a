// The dialect of env files, and what is said of lines that it does not have.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseDotenv, parseRawDotenv } from '../../../src/load/dotenv.ts'

const caller: Readonly<Record<string, string>> = { HOME: '/root', BOTH: 'caller' }
const lookup = (name: string): string | undefined => (Object.hasOwn(caller, name) ? caller[name] : undefined)

const read = (text: string, reader = parseDotenv) => {
  const { variables, problems } = reader(text, '.env', lookup)
  return {
    values: Object.fromEntries([...variables].map(([name, variable]) => [name, variable.value])),
    said: problems.map(
      ({ place, severity, message, hint }) =>
        `${place?.line}:${place?.column} ${severity}: ${message}; ${hint}`,
    ),
    variables,
  }
}

const values = (text: string) => {
  const { values: found, said } = read(text)
  expect(said).toEqual([])
  return found
}

describe('env files', () => {
  it.each([
    ['A=1\nB=two words\n', { A: '1', B: 'two words' }],
    ['A=1', { A: '1' }],
    ['A=\nB=""\n', { A: '', B: '' }],
    ['# comment\n\n  A = 1  \n', { A: '1' }],
    ['A=a#b # c\n', { A: 'a#b' }],
    ['A="a # b" # c\n', { A: 'a # b' }],
    ['export A=1\nexport\tB=2\n', { A: '1', B: '2' }],
    ['A: 1\n', { A: '1' }],
    ['A.B=1\nC-D=2\nE[0]=3\n', { 'A.B': '1', 'C-D': '2', 'E[0]': '3' }],
    ['HOME\nNONE\nA=1', { HOME: '/root', NONE: undefined, A: '1' }],
    ['HOME', { HOME: '/root' }],
    ['A=1\nA=2\n', { A: '2' }],
    ["A='$HOME \\n'\n", { A: '$HOME \\n' }],
    ["A='it\\'s'\n", { A: "it's" }],
    ['A="a\\nb\\tc\\\\d\\"e"\n', { A: 'a\nb\tc\\d"e' }],
    ['A="\\0101"\n', { A: 'A' }],
    ['A="\\q"\n', { A: '\\q' }],
    ['A=a\\nb\n', { A: 'a\\nb' }],
    ['A="one\ntwo"\nB=3\n', { A: 'one\ntwo', B: '3' }],
    ["A='one\n\ntwo'\nB=3\n", { A: 'one\n\ntwo', B: '3' }],
    ['A=x\nB=$A ${A} ${NONE:-d}\n', { A: 'x', B: 'x x d' }],
    ['A="${HOME}/x"\n', { A: '/root/x' }],
    ['A="\\$HOME"\nB=$$HOME\n', { A: '$HOME', B: '$HOME' }],
    ['BOTH=file\nA=$BOTH\n', { BOTH: 'file', A: 'caller' }],
    ['A="x"\r\nB=y\r\n', { A: 'x', B: 'y' }],
    ['\ufeffA=1\n', { A: '1' }],
    ['A={"a": "b"}\n', { A: '{"a": "b"}' }],
    ['A=b=c\n', { A: 'b=c' }],
    ['__proto__=x\n', Object.fromEntries([['__proto__', 'x']])],
    ['', {}],
  ])('reads %j', (text, wanted) => {
    expect(values(text)).toEqual(wanted)
  })

  it('knows where each variable stands, and what it was made of', () => {
    const { variables } = read('A="x\ny"\n  B=$HOME/b\nHOME\n')
    expect(variables.get('A')?.origin).toEqual({
      from: 'env_file',
      place: { file: '.env', line: 1, column: 1, endLine: 1, endColumn: 2 },
    })
    expect(variables.get('B')?.origin).toMatchObject({
      place: { line: 3, column: 3 },
      variables: ['HOME'],
      raw: '$HOME/b',
    })
    expect(variables.get('HOME')?.origin).toMatchObject({ from: 'environment', place: { line: 4 } })
  })

  it.each([
    ['A B=1\n', '1:1 error: "A B" is no name: it has a space in it; write A_B=…'],
    [
      'some text\n',
      '1:1 error: "some text" is no name: it has a space in it; write some=text, or # before a comment',
    ],
    ['=1\n', '1:1 error: a name is missing before the =; write NAME=value'],
    [
      'A!=1\n',
      '1:1 error: "A!" is no name: it has "!" in it; names have letters, digits, underscores, dots and dashes; a comment starts with #',
    ],
    [
      'B=1\nA="x\n',
      '2:3 error: the quote " that opens the value of A is never closed; add the closing "; a quote within the value is written \\"',
    ],
    [
      'A="x" y\n',
      '1:7 warning: "y" after the closing " is ignored; put the whole value in quotes, or # before a comment',
    ],
    [
      'A=$NONE\n',
      '1:3 warning: The "NONE" variable is not set. Defaulting to a blank string.; set it above, or put single quotes around the value if the $ belongs to it',
    ],
    [
      'A=${x.y}\n',
      '1:3 error: "${x.y}" is no variable: a name has letters, digits and underscores; write ${x_y}, or $$ for a dollar, or put single quotes around the value',
    ],
    [
      'A=${X:?no}\n',
      '1:3 error: required variable X is missing a value: no; set it in the environment or in .env: X=value',
    ],
  ])('says of %j', (text, wanted) => {
    expect(read(text).said).toEqual([wanted])
  })

  it('goes on after a bad line', () => {
    const { values: found, said } = read('A B=1\nC=2\nD E=3\nF=4\n')
    expect(found).toEqual({ C: '2', F: '4' })
    expect(said).toHaveLength(2)
  })

  it('gives single-quoted text back as it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), text => {
        const clean = text.replace(/['\\\r]/g, '')
        expect(read(`A='${clean}'\nB=1\n`).values).toEqual({ A: clean, B: '1' })
      }),
    )
  })

  it('answers whatever it is given, with places within the text', () => {
    const piece = fc.constantFrom(
      'A',
      '=',
      '"',
      "'",
      '\\',
      '$',
      '{',
      '}',
      '\n',
      ' ',
      '#',
      'export ',
      ':',
      '\0',
      '\r\n',
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 25 }), pieces => {
        const text = pieces.join('')
        const { problems } = parseDotenv(text, '.env', lookup)
        for (const { place } of problems) {
          expect(place?.line).toBeLessThanOrEqual(text.split('\n').length)
          expect(place?.column).toBeGreaterThan(0)
        }
      }),
      { numRuns: 2000 },
    )
  })
})

describe('env files of format raw', () => {
  it.each([
    ['A=1\nB=two words # c\n', { A: '1', B: 'two words # c' }],
    ['A=$HOME ${X} \\n  \n', { A: '$HOME ${X} \\n  ' }],
    ['# c\n\n  A=1\r\nHOME\nNONE\n', { A: '1', HOME: '/root', NONE: undefined }],
  ])('reads %j', (text, wanted) => {
    expect(read(text, parseRawDotenv).values).toEqual(wanted)
  })

  it('says what the quotes do, and where a name is none', () => {
    expect(read('A="x"\nB C=1\n=1\n', parseRawDotenv).said).toEqual([
      '1:1 warning: the quotes around the value of A are part of it in format raw; remove them, or leave out format: raw',
      '2:1 error: "B C" is no name: it has a space in it; write NAME=value, without spaces around the =',
      '3:1 error: a name is missing before the =; write NAME=value, without spaces around the =',
    ])
  })
})

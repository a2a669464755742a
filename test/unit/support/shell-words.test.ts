import { execFileSync } from 'node:child_process'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { joinShellWords, quoteShellWord, splitShellWords } from '../../../src/support/index.ts'

const wordsOf = (text: string) => {
  const result = splitShellWords(text)
  if (!result.ok) throw new Error(result.error.message)
  return result.value.words
}

describe('splitShellWords', () => {
  it.each<[string, string[]]>([
    ['', []],
    ['  \t\r\n ', []],
    ['echo hello world', ['echo', 'hello', 'world']],
    ['  npm   run\tdev\n', ['npm', 'run', 'dev']],
    [`sh -c 'echo "hi there"'`, ['sh', '-c', 'echo "hi there"']],
    [`sh -c "echo 'hi there'"`, ['sh', '-c', "echo 'hi there'"]],
    [`a"b c"d'e f'g`, ['ab cde fg']],
    [`"" ''`, ['', '']],
    [`a ""b`, ['a', 'b']],
    ['a\\ b', ['a b']],
    ['a\\"b \\\\', ['a"b', '\\']],
    [`'a\\b'`, ['a\\b']],
    [`"a\\"b"`, ['a"b']],
    [`"a\\$b"`, ['a$b']],
    ['a\\nb \\t', ['anb', 't']],
    ['`a\\b` $(a\\b)', ['`ab`', '$(ab)']],
    ['x `a"b c"d` $(a "b) y', ['x', '`ab cd`', '$(a "b)', 'y']],
    ['echo :) and :) x', ['echo', ':) and :)', 'x']],
    ['"(a)" `(a)`', ['(a)', '`(a)`']],
    ['echo $HOME ${X:-y}', ['echo', '$HOME', '${X:-y}']],
    ['echo # no comment', ['echo', '#', 'no', 'comment']],
    [`sh -c "a && b; c | d > e"`, ['sh', '-c', 'a && b; c | d > e']],
    ['a\\;b \\& \\|', ['a;b', '&', '|']],
    ['echo `date -u` x', ['echo', '`date -u`', 'x']],
    ['echo $(date -u; id) x', ['echo', '$(date -u; id)', 'x']],
    ['echo "$(id)"', ['echo', '$(id)']],
    ['日本 "語 👍"', ['日本', '語 👍']],
  ])('splits %j', (text, words) => {
    expect(wordsOf(text)).toEqual(words)
  })

  it.each([
    ['npm start && npm test', ['npm', 'start'], 10, '&'],
    ['a | b', ['a'], 2, '|'],
    ['a;b', ['a'], 1, ';'],
    ['cat < in', ['cat'], 4, '<'],
    ['run >out', ['run'], 4, '>'],
    ['run 2>&1', ['run'], 4, '>'],
    ['run v2>x', ['run', 'v2'], 6, '>'],
    ['run "2" 2\\2x>y', ['run', '2'], 8, '>'],
    ['run 2<x', ['run', '2'], 5, '<'],
    ['&', [], 0, '&'],
    ['"é👍" &', ['é👍'], 6, '&'],
  ])('stops at the operator in %j', (text, words, offset, character) => {
    expect(splitShellWords(text)).toEqual({ ok: true, value: { words, cut: { offset, character } } })
  })

  it('tells which backslashes a shell would have kept', () => {
    expect(splitShellWords(`sh -c "printf 'a\\tb\\n' \\$X \\\\" \\n '\\n'`)).toEqual({
      ok: true,
      value: { words: ['sh', '-c', "printf 'atbn' $X \\", 'n', '\\n'], lostBackslashes: [16, 19] },
    })
  })

  it('has no cut where nothing was lost', () => {
    expect(splitShellWords('a "b;c"')).toEqual({ ok: true, value: { words: ['a', 'b;c'] } })
  })

  it.each([
    [`a 'b`, 2, 'unterminated single quote'],
    [`a "b\\"`, 2, 'unterminated double quote'],
    ['a `b', 2, 'unterminated backquote'],
    ['a $(b', 2, 'unterminated "$("'],
    ['a \\', 2, 'a backslash at the end escapes nothing'],
    ['a (b)', 2, 'an unquoted "(" is not part of a word'],
    ['a b)', 3, 'an unquoted ")" is not part of a word'],
    ['$(a $(b))', 5, 'an unquoted "(" is not part of a word'],
    ['`a "b`', 3, 'unterminated double quote'],
  ])('reports what is wrong in %j', (text, offset, message) => {
    expect(splitShellWords(text)).toEqual({ ok: false, error: { offset, message } })
  })
})

describe('quoteShellWord', () => {
  it.each([
    ['plain', 'plain'],
    ['--flag=/a/b:c', '--flag=/a/b:c'],
    ['', "''"],
    ['a b', "'a b'"],
    ["it's", `'it'"'"'s'`],
    ['$HOME', "'$HOME'"],
    ['*', "'*'"],
    ['~', "'~'"],
  ])('quotes %j as %s', (word, quoted) => {
    expect(quoteShellWord(word)).toBe(quoted)
  })

  const words = fc.array(
    fc.string({ unit: fc.constantFrom('a', ' ', "'", '"', '\\', '$', '`', '\n', '&', '(', '*', '日') }),
    {
      maxLength: 6,
    },
  )

  it('is read back as the same words', () => {
    fc.assert(
      fc.property(words, list => {
        expect(splitShellWords(joinShellWords(list))).toEqual({ ok: true, value: { words: list } })
      }),
    )
  })

  it('is read back by a POSIX shell', () => {
    const [list] = fc.sample(
      words.filter(sample => sample.length > 3),
      { numRuns: 1, seed: 7 },
    ) as [string[]]
    const all = [...list, "it's", '\\', '$x', '~', '#', '*', '=']
    const output = execFileSync('sh', ['-c', `printf '%s\\0' ${joinShellWords(all)}`], { encoding: 'utf8' })
    expect(output.split('\0').slice(0, -1)).toEqual(all)
  })
})

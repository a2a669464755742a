// The quick reader against the YAML library: where it answers at all, values, texts and places are the same.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Node } from '../../../src/load/node.ts'
import { readWithLibrary } from '../../../src/load/parse/library.ts'
import { normalizeText } from '../../../src/load/parse/scan.ts'
import { readQuickly } from '../../../src/load/quick.ts'
import { commonLines, hostileTexts } from './stack-texts.ts'

/** A node as plain data: maps as lists of entries, so that their order counts. */
function flat(node: Node): unknown {
  const { kind, tag, origin } = node
  if (kind === 'scalar') return { value: node.value, text: node.text, tag, place: origin.place }
  if (kind === 'list') return { items: node.items.map(flat), tag, place: origin.place }
  const entries = [...node.entries].map(([key, entry]) => [key, entry.key.place, flat(entry.value)])
  return { entries, tag, place: origin.place }
}

/** Whether the quick reader answered; fails where its answer differs. */
function compare(text: string): boolean {
  const quick = readQuickly(text, 'compose.yaml')
  if (quick === undefined) return false
  const library = readWithLibrary(text, 'compose.yaml')
  expect(library.problems).toEqual([])
  expect(quick.map(flat)).toEqual(library.documents.map(flat))
  return true
}

/** Lines at random depths: mostly nonsense, with the odd valid file. */
const looseText = fc
  .array(fc.tuple(fc.nat(3), fc.constantFrom(...commonLines)), { maxLength: 14 })
  .map(lines => `${lines.map(([depth, line]) => '  '.repeat(depth) + line).join('\n')}\n`)

const word = fc.constantFrom('web', 'image', 'a', 'x-y', 'FOO', 'depends_on', 'k.e.y', '"q k"', "'s'")
const scalar = fc.constantFrom(
  'nginx',
  '8080:80',
  '"a b"',
  "'it''s'",
  '0440',
  '1.10',
  'true',
  '~',
  'yes',
  '[a, "b", 3]',
  '{a: b, c: [d]}',
  '[]',
  'http://h/#x',
  '${A:-b} c',
  '-1',
  'a # c',
)

type Tree = { map: [string, Tree][] } | { list: Tree[] } | { text: string }

const { tree } = fc.letrec<{ tree: Tree }>(tie => ({
  tree: fc.oneof(
    { maxDepth: 5, withCrossShrink: true },
    fc.oneof(
      scalar.map(text => ({ text })),
      fc.constantFrom('|', '|-', '>', '>-', '|+').map(text => ({ text })),
    ),
    fc
      .uniqueArray(fc.tuple(word, tie('tree')), { minLength: 1, maxLength: 4, selector: ([key]) => key })
      .map(map => ({ map })),
    fc.array(tie('tree'), { minLength: 1, maxLength: 3 }).map(list => ({ list })),
  ),
}))

/** Well-formed block style. */
function write(value: Tree, indent: string): string {
  if ('text' in value) {
    if (!/^[|>]/.test(value.text)) return ` ${value.text}\n`
    return ` ${value.text}\n${indent}one line\n\n${indent}and two\n${value.text.endsWith('+') ? '\n' : ''}`
  }
  const lines =
    'list' in value
      ? value.list.map(item => `${indent}-${write(item, `${indent}  `)}`)
      : value.map.map(([key, item]) => `${indent}${key}:${write(item, `${indent}  `)}`)
  return `\n${lines.join('')}`
}

const orderlyText = fc
  .uniqueArray(fc.tuple(word, tree), { minLength: 1, maxLength: 4, selector: ([key]) => key })
  .map(map => write({ map }, '').slice(1))

describe('the quick reader', () => {
  it('reads the common style by itself', () => {
    const text = [
      '# a stack',
      'name: shop',
      'x-base: &base',
      '  restart: always',
      '  labels: {a: "1", b: two}',
      'services:',
      '  web:',
      '    <<: *base',
      '    image: nginx:1.27 # pinned',
      '    command: ["sh", "-c", \'echo "$$HOME"\']',
      '    environment:',
      '    - A=1',
      '    - "B=2"',
      '    ports:',
      '      - target: 80',
      '        published: 8080',
      '    healthcheck:',
      '      test: |',
      '        curl -f http://localhost/',
      '          --silent',
      '',
      '    volumes:',
      '    empty: ',
      'volumes:',
      '  data:',
      '',
    ].join('\n')
    expect(compare(text)).toBe(true)
  })

  it.each([
    ['several documents', 'a: 1\n---\nb: 2\n'],
    ['tags', 'a: !reset null\n'],
    ['text over several lines', 'a: one\n  two\n'],
    ['a quoted text over several lines', 'a: "one\n  two"\n'],
    ['brackets over several lines', 'a: [1,\n  2]\n'],
    ['duplicate keys', 'a: 1\na: 2\n'],
    ['keys that are no text', '1: a\n'],
    ['tabs', 'a:\tb\n'],
    ['an unknown alias', 'a: *b\n'],
    ['an error', 'a: b: c\n'],
    ['a block text without a line end', 'a: |\n  b'],
  ])('leaves %s to the library', (_, text) => {
    expect(readQuickly(text, 'compose.yaml')).toBeUndefined()
  })

  it('agrees with the library on orderly files, and reads most of them', () => {
    let answered = 0
    let runs = 0
    fc.assert(
      fc.property(orderlyText, text => {
        runs += 1
        if (compare(text)) answered += 1
      }),
      { numRuns: 300 },
    )
    expect(answered / runs).toBeGreaterThan(0.9)
  })

  it('agrees with the library on loose lines wherever it answers', () => {
    fc.assert(
      fc.property(looseText, text => {
        compare(text)
      }),
      { numRuns: 1500 },
    )
  })

  it('agrees with the library on orderly files with one character changed', () => {
    const change = fc.constantFrom(
      '',
      ' ',
      '\n',
      ':',
      '-',
      '#',
      '"',
      "'",
      '[',
      ']',
      '{',
      '}',
      ',',
      '&',
      '*',
      '|',
      '>',
      '%',
      '\t',
      'x',
    )
    fc.assert(
      fc.property(orderlyText, fc.nat(), change, fc.boolean(), (text, at, insert, replace) => {
        const offset = at % (text.length + 1)
        compare(text.slice(0, offset) + insert + text.slice(offset + (replace ? 1 : 0)))
      }),
      { numRuns: 1500 },
    )
  })

  it.each(Object.keys(hostileTexts).filter(name => !/without end|deep/.test(name)))(
    'agrees with the library on %s',
    name => {
      const text = normalizeText(hostileTexts[name] as string)
      const quick = readQuickly(text, 'compose.yaml')
      if (quick !== undefined) compare(text)
      else expect(readWithLibrary(text, 'compose.yaml')).toBeDefined()
    },
  )
})

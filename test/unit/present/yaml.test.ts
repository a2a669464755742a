import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { renderYaml } from '../../../src/present/index.ts'

describe('renderYaml', () => {
  it('prints blocks with two spaces and quotes only where they are needed', () => {
    const value = {
      name: 'shop',
      services: {
        web: {
          command: ['sh', '-c', 'a: b'],
          ports: [{ target: 80, published: '8080' }],
          environment: { A: 'yes', B: null },
        },
      },
      volumes: {},
    }
    expect(renderYaml(value)).toBe(`name: shop
services:
  web:
    command:
      - sh
      - "-c"
      - "a: b"
    ports:
      - target: 80
        published: "8080"
    environment:
      A: "yes"
      B: null
volumes: {}
`)
  })

  it('keeps texts of several lines as blocks', () => {
    expect(renderYaml({ a: 'one\ntwo\n', b: 'one\ntwo' })).toBe('a: |\n  one\n  two\nb: |-\n  one\n  two\n')
  })

  it('adds comments by path', () => {
    const comment = (path: readonly (string | number)[]) => (path.join('.') === 'a.b' ? 'here' : undefined)
    expect(renderYaml({ a: { b: 1 } }, { comment })).toBe('a:\n  b: 1 # here\n')
  })

  it.each([
    '1.2',
    'on',
    'No',
    '0x10',
    '1:30',
    '~',
    '',
    ' a',
    'a ',
    '- a',
    'a #b',
    '2024-01-01',
    '.5',
    '1_000',
    '=',
    '<<',
    '@a',
    '\t',
    '\u2028',
  ])('gives %j back as the text that it was, to readers of YAML 1.1 and 1.2', text => {
    const printed = renderYaml({ value: text, [text]: 1 })
    for (const version of ['1.1', '1.2'] as const)
      expect(parse(printed, { version })).toEqual({ value: text, [text]: 1 })
  })

  it('gives every value back', () => {
    const leaf = fc.oneof(
      fc.string(),
      fc.string({ unit: 'grapheme' }),
      fc.integer(),
      fc.boolean(),
      fc.constant(null),
      fc.constantFrom('a\nb', 'a\n\nb\n', '\n', 'x\n\n'),
    )
    const { tree } = fc.letrec(tie => ({
      tree: fc.oneof(
        { maxDepth: 4 },
        leaf,
        fc.array(tie('tree'), { maxLength: 4 }),
        fc.dictionary(
          fc.string().filter(key => key !== '__proto__'),
          tie('tree'),
          { maxKeys: 4, noNullPrototype: true },
        ),
      ),
    }))
    fc.assert(
      fc.property(tree, value => {
        expect(parse(renderYaml({ value }), { maxAliasCount: -1 })).toEqual({ value })
      }),
      { numRuns: 500 },
    )
  })
})

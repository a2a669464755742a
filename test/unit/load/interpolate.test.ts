// Variables in text: the dialect, what is said of faults, and the casts.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { castStepAt } from '../../../src/load/cast-paths.ts'
import { interpolate } from '../../../src/load/interpolate.ts'
import { type Node, type NodePath, nodeAt, toPlain } from '../../../src/load/node.ts'
import { parseDocuments } from '../../../src/load/parse.ts'
import { evaluateTemplate, listTemplateVariables } from '../../../src/load/template-value.ts'

const variables: Readonly<Record<string, string>> = {
  A: 'a',
  EMPTY: '',
  N: '3',
  YES: 'yes',
  _x1: 'u',
  TAG: '1',
}
const lookup = (name: string) =>
  Object.hasOwn(variables, name)
    ? ({ value: variables[name] as string, from: 'environment' } as const)
    : undefined

const value = (text: string): string => {
  const result = evaluateTemplate(text, lookup)
  expect(result.faults).toEqual([])
  return result.value
}

async function run(text: string, path: NodePath = []) {
  const { documents } = await parseDocuments(text, 'compose.yaml')
  const root = documents[0] as Node
  const { node, problems } = interpolate(root, {
    lookup,
    path,
    sourceOf: () => text,
    names: () => Object.keys(variables),
  })
  const said = problems.map(
    ({ place, code, message, hint }) => `${place?.line}:${place?.column} ${code}: ${message}; ${hint}`,
  )
  return { root, node, problems, said }
}

describe('templates', () => {
  it.each([
    ['$A', 'a'],
    ['${A}', 'a'],
    ['x${A}y$A-z', 'xaya-z'],
    ['$_x1.', 'u.'],
    ['$$A', '$A'],
    ['$$$A', '$a'],
    ['$${A}', '${A}'],
    ['$1 a$ $} $(date) 100$', '$1 a$ $} $(date) 100$'],
    ['${A:-d}', 'a'],
    ['${EMPTY:-d}', 'd'],
    ['${EMPTY-d}', ''],
    ['${NONE-d}', 'd'],
    ['${NONE:-}', ''],
    ['${A:+d}', 'd'],
    ['${EMPTY:+d}', ''],
    ['${EMPTY+d}', 'd'],
    ['${NONE+d}', ''],
    ['${A:?no}', 'a'],
    ['${EMPTY?no}', ''],
    ['${NONE:-${A}}', 'a'],
    ['${NONE:-${NONE2:-x$A}}z', 'xaz'],
    ['${NONE:-a:-b}', 'a:-b'],
    ['${NONE-a:-b}', 'a:-b'],
    ['${NONE:-a}}', 'a}'],
    ['${NONE:-{}}', '{}'],
    ['${NONE:-a$$b}', 'a$b'],
    ['${NONE:-$${A}}', '${A}'],
    ['${NONE:-http://h:80/?q=-1}', 'http://h:80/?q=-1'],
    ['${NONE:-line\nline}', 'line\nline'],
    // A branch that is not taken is not looked at.
    ['${A:-${}}', 'a'],
    ['${A:-${NONE:?never}}', 'a'],
  ])('makes %j into %j', (text, wanted) => {
    expect(value(text)).toBe(wanted)
  })

  it('leaves text without a dollar alone, and turns doubled dollars into single ones', () => {
    fc.assert(
      fc.property(fc.string(), text => {
        expect(value(text.replaceAll('$', '$$$$'))).toBe(text)
      }),
    )
  })

  it('answers whatever stands in braces', () => {
    const piece = fc.constantFrom('$', '{', '}', '${', 'A', ':-', '?', '-', '+', ':', '.', ' ', '1', '$$')
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 20 }), pieces => {
        const text = pieces.join('')
        const { value: result, faults } = evaluateTemplate(text, lookup)
        expect(typeof result).toBe('string')
        for (const { start, end } of faults)
          expect(start >= 0 && start < end && end <= text.length).toBe(true)
      }),
      { numRuns: 2000 },
    )
  })

  it('gives up on defaults nested without end', () => {
    const deep = `${'${X:-'.repeat(10_000)}x${'}'.repeat(10_000)}`
    expect(evaluateTemplate(deep, lookup).faults[0]?.message).toBe(
      'variables are nested more than 50 deep here',
    )
  })
})

describe('interpolation', () => {
  it('replaces values, not keys, and keeps what was written', async () => {
    const { node } = await run('$A:\n  b: x-$A\n  c: plain\n')
    expect(toPlain(node)).toEqual({ $A: { b: 'x-a', c: 'plain' } })
    expect(nodeAt(node, ['$A', 'b'])?.origin).toMatchObject({ raw: 'x-$A', variables: ['A'] })
  })

  it('says where a value came from that is one variable', async () => {
    const { node } = await run('b: ${A}\nc: x${A}\nd: ${NONE:-x}\n')
    expect(['b', 'c', 'd'].map(key => nodeAt(node, [key])?.origin.from)).toEqual([
      'environment',
      undefined,
      undefined,
    ])
  })

  it('returns untouched parts as they are', async () => {
    const { root, node } = await run('a: {x: $A}\nb: {y: 1}\nc: [1, 2]\n')
    expect(nodeAt(node, ['b'])).toBe(nodeAt(root, ['b']))
    expect(nodeAt(node, ['c'])).toBe(nodeAt(root, ['c']))
    const same = await run('a: {x: 1}\n')
    expect(same.node).toBe(same.root)
  })

  it('keeps the order of keys', async () => {
    const { node } = await run('a: 1\nb: $A\nc: 2\n')
    expect(Object.keys(toPlain(node) as object)).toEqual(['a', 'b', 'c'])
  })

  it.each([
    ['a: x${}\n', '1:5 bad-template: "${}" names no variable; write ${NAME}, or $$ for a dollar'],
    [
      'a: "${1}"\n',
      '1:5 bad-template: "${1}" is no variable: a name has letters, digits and underscores, and starts with no digit; correct the name, or write $$ for a dollar that is left to the container',
    ],
    [
      'a: b ${a.b}\n',
      '1:6 bad-template: "${a.b}" is no variable: a name has letters, digits and underscores; write ${a_b}, or $$ for a dollar',
    ],
    ['a: ${A\n', '1:4 bad-template: the brace of "${A" is never closed; add the closing }'],
    ['a: ${ A }\n', '1:4 bad-template: "${ A }" has spaces around the name; write ${A}'],
    [
      'a: ${A:=1}\n',
      '1:4 bad-template: "${A:=1}" would set a variable, which a stack file cannot; write ${A:-1} for a default',
    ],
    [
      'a: ${A/x/y}\n',
      '1:4 bad-template: what follows A in "${A/x/y}" is no operator; after the name come :- - :+ + :? or ?; $$ is a dollar that is left to the container',
    ],
    [
      'a: ${#A}\n',
      '1:4 bad-template: "${#A}" is the shell\'s, and means nothing here; correct the name, or write $$ for a dollar that is left to the container',
    ],
    [
      'a: x ${NONE:?set it, $A}\n',
      '1:6 variable-required: required variable NONE is missing a value: set it, a; set it in the environment or in .env: NONE=value',
    ],
    [
      'a: ${EMPTY:?}\n',
      '1:4 variable-required: required variable EMPTY is missing a value; set it in the environment or in .env: EMPTY=value',
    ],
    [
      'a: ${TAGG}\n',
      '1:4 variable-unset: The "TAGG" variable is not set. Defaulting to a blank string.; did you mean TAG?',
    ],
    [
      'a: ${XYZZY}\n',
      '1:4 variable-unset: The "XYZZY" variable is not set. Defaulting to a blank string.; set it, or give a default: ${XYZZY:-value}; ${XYZZY:-} if empty is meant',
    ],
  ])('says of %j', async (text, wanted) => {
    expect((await run(text)).said).toEqual([wanted])
  })

  it('points into texts of many lines, folded, escaped and repeated', async () => {
    const text =
      "a: |\n  echo ${1}\n  echo ok\n    ${2} ${1}\nb: >\n  folded\n  ${3}\nc: \"\\t\\t${4}\"\nd:\n  - 'it''s ${5}'\n"
    const { problems } = await run(text)
    expect(problems.map(({ place }) => `${place?.line}:${place?.column}-${place?.endColumn}`)).toEqual([
      '2:8-12',
      '4:5-9',
      '4:10-14',
      '7:3-7',
      '8:9-13',
      '10:12-16',
    ])
  })

  it('tells every fault of a text, and warns of a variable once', async () => {
    expect((await run('a: ${1} ${2}\n')).said).toHaveLength(2)
    expect((await run('a: $NONE\nb: $NONE $NONE\n')).said).toHaveLength(1)
  })

  it('tells a fault of a shared value once', async () => {
    expect((await run('x: &x {a: "${1}"}\nb: *x\nc: *x\n')).said).toHaveLength(1)
  })
})

describe('casts', () => {
  const service = (line: string) => `services:\n  web:\n    ${line}\n`
  const cast = async (line: string, ...path: (string | number)[]) => {
    const { node, said } = await run(service(line))
    const found = nodeAt(node, ['services', 'web', ...path])
    return { value: found && toPlain(found), said }
  }

  it('knows 42 paths', () => {
    const count = (step: ReturnType<typeof castStepAt>): number =>
      step === undefined
        ? 0
        : (step.kind === undefined ? 0 : 1) +
          [...step.keys.values()].reduce((sum, below) => sum + count(below), 0) +
          count(step.anyKey) +
          count(step.anyItem)
    expect(count(castStepAt([]))).toBe(42)
  })

  it.each([
    ['privileged: "true"', ['privileged'], true],
    ['privileged: ${YES}x', ['privileged'], false],
    ['scale: ${N}', ['scale'], 3],
    ['scale: "${N}"', ['scale'], 3],
    ['cpus: "0.5"', ['cpus'], 0.5],
    ['secrets: [{mode: "0440"}]', ['secrets', 0, 'mode'], 288],
    ['ulimits: {nofile: {soft: "${N}"}}', ['ulimits', 'nofile', 'soft'], 3],
    ['ports: [{target: "80", published: "80"}]', ['ports', 0], { target: 80, published: '80' }],
    ['volumes: [{volume: {nocopy: "off"}}]', ['volumes', 0, 'volume', 'nocopy'], false],
    ['environment: {A: "true", B: "3"}', ['environment'], { A: 'true', B: '3' }],
    ['init: true', ['init'], true],
  ] as const)('%s', async (line, path, wanted) => {
    expect((await cast(line, ...path)).value).toEqual(wanted)
  })

  it('casts below a path that it is told of', async () => {
    const { node } = await run('privileged: "true"\n', ['services', 'web'])
    expect(toPlain(node)).toEqual({ privileged: true })
  })

  it.each([
    ['tty: yes', '3:10 legacy-boolean: tty: "yes" is taken for true; write true'],
    ['tty: $YES', '3:10 legacy-boolean: tty: "yes" is taken for true; write true'],
    ['tty: "maybe"', '3:10 bad-cast: tty takes true or false, and "maybe" is not; write true or false'],
    [
      'scale: ${A}',
      '3:12 bad-cast: scale takes a whole number, and "${A}" became "a"; set A so that it becomes a whole number',
    ],
    [
      'tty: ${NONE}',
      '3:10 bad-cast: tty takes true or false, and "${NONE}" became "", because NONE is unset; set NONE, or give a default: ${NONE:-true}',
    ],
    ['scale: "1.5"', '3:12 bad-cast: scale takes a whole number, and "1.5" is not; write a whole number'],
    [
      'configs: [{mode: "0999"}]',
      '3:22 bad-cast: mode takes a file mode in octal, and "0999" is not; write a file mode in octal',
    ],
  ])('says of %s', async (line, wanted) => {
    expect((await cast(line)).said).toEqual([wanted])
  })
})

describe('listing variables', () => {
  it('finds those of branches too, with what the text says of each', () => {
    const text = '$A ${B:-x} ${C:?must} ${D+y} ${E:-${F}} $$G ${}'
    const found = listTemplateVariables(text).map(({ name, required, defaultValue, alternateValue }) => [
      name,
      required,
      defaultValue,
      alternateValue,
    ])
    expect(found).toEqual([
      ['A', false, undefined, undefined],
      ['B', false, 'x', undefined],
      ['C', true, undefined, undefined],
      ['D', false, undefined, 'y'],
      ['E', false, '${F}', undefined],
      ['F', false, undefined, undefined],
    ])
  })
})

// Whatever a stack is made of, loading answers: a project or located problems, never a hang, a crash or a stack trace.
// The texts are those of the mistakes and of the codes' pages, mutated. A failure prints its seed; GANTRY_FUZZ_SEED runs it
// again, and GANTRY_FUZZ_RUNS runs more.
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { LoadResult } from '../../../src/load/index.ts'
import { type CodeEntry, problemCodes } from '../../../src/problem/index.ts'
import { type Files, loadFiles } from './memory-io.ts'
import { commonLines, hostileTexts } from './stack-texts.ts'

const seed = process.env.GANTRY_FUZZ_SEED ? Number(process.env.GANTRY_FUZZ_SEED) : Date.now() % 2 ** 31
const numRuns = Number(process.env.GANTRY_FUZZ_RUNS ?? 500)
console.info(`fuzz seed: GANTRY_FUZZ_SEED=${seed}`)

const mistakes = fileURLToPath(new URL('mistakes/', import.meta.url))
const fromMistakes = readdirSync(mistakes, { recursive: true, encoding: 'utf8' })
  .filter(name => /\.ya?ml$/.test(name))
  .map(name => readFileSync(`${mistakes}${name}`, 'utf8'))
const fromPages = Object.values<CodeEntry>(problemCodes).flatMap(({ example }) =>
  example?.kind === 'stack' ? [example.wrong, example.right] : [],
)
const corpus = [...fromMistakes, ...fromPages]

/** A stack file that uses every way of naming another file. */
const joined = `include:
  - other.yaml
services:
  web:
    extends: {file: other.yaml, service: base}
    env_file: [{path: web.env, required: false}]
    label_file: web.env
`

const nasty = [
  '__proto__',
  'constructor',
  '\0',
  '\ufeff',
  '\u2028',
  '\t',
  '\r',
  '&a',
  '*a',
  '<<: *a',
  '!reset',
  '!override null',
  '${',
  '${A:-${B',
  '$$',
  '---',
  '- ',
  ': ',
  '? ',
  '|',
  '>-',
  '{',
  ']',
  '"',
  "'",
  '%',
  '999999999999999999999999',
  '-1',
  '.inf',
  '1e999',
  '0x',
  'null',
  'services:',
  'extends: web',
  'extends: {file: compose.yaml, service: web}',
  'include: [compose.yaml]',
  'depends_on: [web]',
  'network_mode: service:web',
  'ports: ["1-65535:1-65535"]',
  'ports: ["0-4294967295:80"]',
  'x'.repeat(5_000),
  ...commonLines,
]

type Mutation = { kind: number; at: number; from: number; text: string }

const mutation: fc.Arbitrary<Mutation> = fc.record({
  kind: fc.nat(8),
  at: fc.nat(),
  from: fc.nat(),
  text: fc.constantFrom(...nasty),
})

function mutate(text: string, { kind, at, from, text: piece }: Mutation): string {
  const lines = text.split('\n')
  const line = at % lines.length
  const other = from % lines.length
  const offset = at % (text.length + 1)
  switch (kind) {
    case 0:
      return text.slice(0, offset) + piece + text.slice(offset)
    case 1:
      return text.slice(0, offset) + text.slice(offset + 1 + (from % 5))
    case 2:
      return lines.toSpliced(line, 1).join('\n')
    case 3:
      return lines.toSpliced(line, 0, lines[other] as string).join('\n')
    case 4:
      return lines.toSpliced(line, 0, `${' '.repeat(from % 9)}${piece}`).join('\n')
    case 5:
      return lines.with(line, `${' '.repeat(from % 9)}${(lines[line] as string).trimStart()}`).join('\n')
    case 6:
      return lines.with(line, (lines[line] as string).replace(/:.*$/, `: ${piece}`)).join('\n')
    case 7:
      return text.slice(0, offset)
    default:
      return `${text}\n${corpus[from % corpus.length]}`
  }
}

const mutated = fc
  .tuple(fc.constantFrom(...corpus), fc.array(mutation, { maxLength: 6 }))
  .map(([text, mutations]) => mutations.reduce(mutate, text))

const stack: fc.Arbitrary<Files> = fc.oneof(
  { weight: 4, arbitrary: mutated.map(text => ({ 'compose.yaml': text })) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(mutated, mutated)
      .map(([text, over]) => ({ 'compose.yaml': text, 'compose.override.yml': over })),
  },
  {
    weight: 2,
    arbitrary: fc
      .tuple(fc.array(mutation, { maxLength: 3 }), mutated, mutated)
      .map(([mutations, other, env]) => ({
        'compose.yaml': mutations.reduce(mutate, joined),
        'other.yaml': other,
        'web.env': env,
        '.env': env.slice(0, 200),
      })),
  },
)

function expectAnswer(result: LoadResult, files: Files): void {
  if (!result.ok) expect(result.problems.some(({ severity }) => severity === 'error')).toBe(true)
  for (const { message, hint, place, cause } of result.problems) {
    expect(message.length).toBeGreaterThan(0)
    expect(`${message} ${hint} ${cause}`).not.toMatch(/\n\s+at |\[object |TypeError|RangeError|call stack/i)
    if (place === undefined) continue
    const text = files[place.file.replace(/^\/stack\//, '')]
    expect(text, place.file).toBeDefined()
    expect(place.line).toBeLessThanOrEqual((text ?? '').split(/\r\n?|\n/).length)
    expect(place.line).toBeGreaterThan(0)
    expect(place.column).toBeGreaterThan(0)
  }
  expect(Object.keys(Object.prototype)).toEqual([])
}

describe('hostile stacks', () => {
  it('has a corpus', () => expect(corpus.length).toBeGreaterThan(100))

  it('are answered, however they are mutated', { timeout: 120_000 + numRuns * 100 }, async () => {
    await fc.assert(
      fc.asyncProperty(stack, async files => {
        expectAnswer(await loadFiles(files), files)
      }),
      { seed, numRuns },
    )
  })

  it.each(Object.entries(hostileTexts))('are answered as a file with %s', async (_, text) => {
    const files = { 'compose.yaml': text }
    expectAnswer(await loadFiles(files), files)
  })

  it.each(Object.entries(hostileTexts))('are answered as an env file with %s', async (_, text) => {
    const files = {
      'compose.yaml': joined,
      'other.yaml': 'services: {base: {image: a}}\n',
      'web.env': text,
      '.env': text,
    }
    expectAnswer(await loadFiles(files), files)
  })

  it.each([
    ['an include of itself', { 'compose.yaml': 'include: [compose.yaml]\nservices: {a: {image: b}}\n' }],
    [
      'a circle of includes',
      {
        'compose.yaml': 'include: [b.yaml]\n',
        'b.yaml': 'include: [c.yaml]\n',
        'c.yaml': 'include: [b.yaml]\n',
      },
    ],
    [
      'a service that extends itself',
      { 'compose.yaml': 'services: {a: {image: b, extends: {service: a}}}\n' },
    ],
    [
      'a circle of extends through files',
      {
        'compose.yaml': 'services: {a: {extends: {file: b.yaml, service: a}}}\n',
        'b.yaml': 'services: {a: {extends: {file: compose.yaml, service: a}}}\n',
      },
    ],
    [
      'a thousand extends in a row',
      {
        'compose.yaml': `services:\n  s0: {image: a}\n${Array.from({ length: 1_000 }, (_, at) => `  s${at + 1}: {extends: s${at}}`).join('\n')}\n`,
      },
    ],
    [
      'a thousand dependencies in a row',
      {
        'compose.yaml': `services:\n  s0: {image: a}\n${Array.from({ length: 1_000 }, (_, at) => `  s${at + 1}: {image: a, depends_on: [s${at}]}`).join('\n')}\n`,
      },
    ],
    ['a folder for a file', { 'compose.yaml': 'include: [folder]\n', 'folder/a.txt': '' }],
    [
      'port ranges of millions',
      {
        'compose.yaml': `services: {a: {image: b, ports: [${Array(50).fill('"1-65535:1-65535"').join(', ')}]}}\n`,
      },
    ],
  ] satisfies [string, Files][])('are answered with %s', async (_, files) => {
    expectAnswer(await loadFiles(files), files)
  })
})

// Every example stack of every problem code: the wrong one shows the problem where it stands, the right one is without it.
import { describe, expect, it } from 'vitest'
import { load } from '../../../src/load/index.ts'
import { lowerStack } from '../../../src/lower/index.ts'
import { type CodeEntry, type Problem, type ProblemCode, problemCodes } from '../../../src/problem/index.ts'
import { memoryIo } from '../load/memory-io.ts'

type Example = NonNullable<CodeEntry['example']>

const stacks = Object.entries(problemCodes).flatMap(([code, { example }]) =>
  example?.kind === 'stack' ? [[code as ProblemCode, example] as const] : [],
)

/** What loading and lowering say, by an engine that has everything and the files here. */
async function problemsOf(text: string, example: Example): Promise<readonly Problem[]> {
  const files = Object.entries({ ...example.files, 'compose.yaml': text })
  const loaded = await load({
    workingDirectory: '/app',
    environment: example.environment ?? {},
    io: memoryIo(Object.fromEntries(files.map(([name, content]) => [`/app/${name}`, content]))),
    allResources: true,
  })
  if (!loaded.ok) return loaded.problems
  const engine = { apiVersion: '1.99', os: 'linux' }
  const { problems } = lowerStack(loaded.project, { engine, local: true, version: '0.0.0' })
  return [...loaded.problems, ...problems]
}

/** Asked for by a variable or a flag, not by a line of a file. */
const withoutPlace = new Set<ProblemCode>(['unknown-profile'])

describe('examples of problem codes', () => {
  it('are many', () => expect(stacks.length).toBeGreaterThan(80))

  it.each(stacks)('%s', async (code, example) => {
    const wrong = (await problemsOf(example.wrong, example)).filter(problem => problem.code === code)
    expect(wrong, 'the wrong example shows it').not.toEqual([])
    for (const problem of wrong) {
      expect(problem.hint, 'there is a way out').toBeTruthy()
      if (!withoutPlace.has(code)) expect(problem.place?.line, 'it is located').toBeGreaterThan(0)
    }
    const right = await problemsOf(example.right, example)
    const left = right.filter(
      problem =>
        problem.code === code || (problem.severity === 'error' && problem.code !== 'models-unsupported'),
    )
    expect(left, 'the right example is without it').toEqual([])
  })
})

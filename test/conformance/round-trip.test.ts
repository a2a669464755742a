// Loading what `config` printed gives the same model, for every reference case that loads.
import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { createNodeIo, load, toPrintable } from '../../src/load/index.ts'
import { findCases, inCaseFolder, type ReferenceCase, readCases } from './cases.ts'

const folder = findCases()

async function printTwice(testCase: ReferenceCase): Promise<{ first: unknown; second: unknown } | undefined> {
  return inCaseFolder(testCase, async workingDirectory => {
    const asked = {
      workingDirectory,
      environment: testCase.env ?? {},
      profiles: testCase.profiles,
      allResources: true,
      io: createNodeIo(),
    }
    const first = await load({ ...asked, files: testCase.main })
    if (!first.ok) return undefined
    const printed = toPrintable(first.project.stack)
    await writeFile(path.join(workingDirectory, 'printed.json'), JSON.stringify(printed))
    const second = await load({ ...asked, files: ['printed.json'] })
    return {
      first: printed,
      second: second.ok ? toPrintable(second.project.stack) : second.problems.map(problem => problem.message),
    }
  })
}

describe.skipIf(folder === undefined)('loading what was printed', () => {
  it('gives the same model', async () => {
    const cases = await readCases(folder as string)
    let loaded = 0
    const differing: string[] = []
    for (const testCase of cases.filter(one => one.expect.ok)) {
      const printed = await printTwice(testCase)
      if (printed === undefined) continue
      loaded += 1
      const [first, second] = [JSON.stringify(printed.first), JSON.stringify(printed.second)]
      if (first !== second) differing.push(`${testCase.id}\n  ${first}\n  ${second}`)
    }
    expect(differing).toEqual([])
    expect(loaded).toBeGreaterThan(400)
  }, 300_000)
})

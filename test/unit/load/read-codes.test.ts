// The pages of the codes of reading: the wrong example shows its code, the right one loads without it.
import { describe, expect, it } from 'vitest'
import { readCodes } from '../../../src/problem/codes/read.ts'
import type { CodeEntry } from '../../../src/problem/index.ts'
import { loadFiles } from './memory-io.ts'

const pages = Object.entries<CodeEntry>(readCodes).filter(([, { example }]) => example?.kind === 'stack')

describe('the pages of the codes of reading', () => {
  it('are there', () => expect(pages.length).toBeGreaterThan(15))

  it.each(pages)('show %s, and the way out of it', async (code, { example }) => {
    const codesOf = async (text: string): Promise<readonly string[]> => {
      const files = { ...example?.files, 'compose.yaml': text }
      const { problems } = await loadFiles(files, { environment: example?.environment ?? {} })
      return problems
        .filter(problem => problem.severity === 'error' || problem.code === code)
        .map(problem => problem.code)
    }
    expect(await codesOf(example?.wrong ?? '')).toEqual([code])
    expect(await codesOf(example?.right ?? '')).toEqual([])
  })

  it.each(Object.entries<CodeEntry>(readCodes))('say what %s means and what to do', (_, page) => {
    for (const text of [page.meaning, page.remedy]) expect(text).toMatch(/^[A-Z$].*[.]$/)
    expect(page.title).not.toMatch(/[.]$/)
  })
})

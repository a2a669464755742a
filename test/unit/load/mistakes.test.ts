// Mistakes that people make, a folder each: the files, and in `says.txt` what gantry says of them, line by line as a
// terminal-less run prints it. A new folder is a new case; `vitest -u` writes its text, which is to be read with the
// eyes of someone who has never seen the file: where is it, what is wrong, what is to be written instead?
import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { createNodeIo, load } from '../../../src/load/index.ts'
import { renderProblems } from '../../../src/present/index.ts'
import type { ProblemCode } from '../../../src/problem/index.ts'

const home = fileURLToPath(new URL('mistakes/', import.meta.url))
const cases = readdirSync(home)

/** They are about the whole stack or what the caller asked for, so that no line of a file is to blame. */
const withoutPlace = new Set<ProblemCode>(['unknown-profile', 'bad-project-name'])

describe('mistakes', () => {
  it('are collected', () => expect(cases.length).toBeGreaterThan(100))

  it.each(cases)('%s', async name => {
    const folder = `${home}${name}`
    const loaded = await load({
      workingDirectory: folder,
      environment: { HOME: '/home/me' },
      io: createNodeIo(),
    })
    const output = { isTTY: false, color: false, columns: 120, rows: 40, write: async () => {} }
    const said = renderProblems(loaded.problems, {
      output,
      environment: {},
      workingDirectory: folder,
      format: 'lines',
    }).replaceAll(folder, '<folder>')
    expect(loaded.problems, 'it is noticed').not.toEqual([])
    for (const problem of loaded.problems) {
      expect(problem.hint, `a way out of: ${problem.message}`).toBeTruthy()
      if (!withoutPlace.has(problem.code))
        expect(problem.place, `the place of: ${problem.message}`).toBeTruthy()
    }
    expect(said).not.toMatch(
      /\n\s+at |\bundefined\b(?!-| (?:service|network|volume|secret|config|model)\b)|\[object|Error:/,
    )
    await expect(said).toMatchFileSnapshot(`${folder}/says.txt`)
  })
})

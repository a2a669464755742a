import { describe, expect, it } from 'vitest'
import { type ProblemView, renderProblems } from '../../../src/present/index.ts'
import { errorProblem, warningProblem } from '../../../src/problem/index.ts'
import { memoryOutput } from './fake-output.ts'

const place = { file: '/srv/shop/compose.yaml', line: 3, column: 5, endLine: 3, endColumn: 11 }
const problem = errorProblem('unknown-key', 'unknown key "imagee"', {
  place,
  path: 'services.web',
  hint: 'did you mean "image"?',
})
const source = 'services:\n  web:\n    imagee: redis\n    ports: []\n'
const view = (format: ProblemView['format'], environment = {}): ProblemView => ({
  output: memoryOutput(),
  environment,
  workingDirectory: '/srv/shop',
  format,
  sources: new Map([[place.file, source]]),
})

describe('renderProblems', () => {
  it('prints a line a problem where nobody looks', () => {
    expect(renderProblems([problem], view('auto'))).toBe(
      'compose.yaml:3:5: error: web: unknown key "imagee"; did you mean "image"? [unknown-key]\n',
    )
  })

  it('prints a code frame for people', () => {
    expect(renderProblems([problem], view('frames'))).toBe(`error web: unknown key "imagee" [unknown-key]
  compose.yaml:3:5
    2 |   web:
  > 3 |     imagee: redis
      |     ^^^^^^
    4 |     ports: []
  hint: did you mean "image"?
`)
  })

  it('never shows lines of files of variables', () => {
    const secret = errorProblem('unknown-key', 'bad line', {
      place: { file: '/srv/shop/.env', line: 1, column: 1 },
    })
    const withSecret = { ...view('frames'), sources: new Map([['/srv/shop/.env', 'PASSWORD=hunter2\n']]) }
    expect(renderProblems([secret], withSecret)).not.toContain('hunter2')
  })

  it('annotates on GitHub', () => {
    expect(renderProblems([problem], view('auto', { GITHUB_ACTIONS: 'true' }))).toBe(
      '::error file=compose.yaml,line=3,col=5,endLine=3,endColumn=11,title=unknown-key::web: unknown key "imagee"; did you mean "image"?\n',
    )
  })

  it('prints JSON, an object a line', () => {
    expect(JSON.parse(renderProblems([problem], view('json')))).toEqual(problem)
  })

  it('prints warnings as lines of a log where that is asked for', () => {
    const unset = warningProblem('variable-unset', 'The "A" variable is not set.', { place, hint: 'set it' })
    const text = renderProblems([unset, problem], { ...view('auto'), warnings: 'log' })
    expect(text.split('\n')[0]).toMatch(
      /^time="\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ" level=warning msg="compose\.yaml:3:5: The \\"A\\" variable is not set\. Set it \[variable-unset\]"$/,
    )
    expect(text.split('\n')[1]).toMatch(/^compose\.yaml:3:5: error: web: unknown key/)
  })

  it('says nothing of nothing', () => {
    expect(renderProblems([], view('auto'))).toBe('')
  })
})

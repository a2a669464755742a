import { describe, expect, it } from 'vitest'
import { errorProblem, mergeProblems, type Problem, warningProblem } from '../../../src/problem/index.ts'

const at = (line: number, column = 1) => ({ file: 'compose.yaml', line, column })
const said = (...problems: Problem[]) =>
  mergeProblems(problems).map(({ severity, code }) => `${severity} ${code}`)

describe('problems of several stages', () => {
  it('are told once where two stages say the same', () => {
    const warning = warningProblem('bad-port', 'no', { place: at(3) })
    expect(said(warning, { ...warning })).toEqual(['warning bad-port'])
  })

  it('lose the warning that an error of the same line says again', () => {
    const warning = warningProblem('mounted-file-not-found', 'x does not exist', { place: at(7, 11) })
    const error = errorProblem('mounted-file-not-found', 'x cannot be read', { place: at(7, 3) })
    expect(said(warning, error)).toEqual(['error mounted-file-not-found'])
    expect(said(warning, { ...error, place: at(9) })).toHaveLength(2)
  })

  it('lose the warning that foretold an error, whichever of the two colliding lines each is about', () => {
    const related = [{ message: 'the other', place: at(4) }]
    const warning = warningProblem('host-port-twice', 'twice', { place: at(8), related })
    const error = errorProblem('port-clash', 'both want it', { place: at(4) })
    expect(said(warning, error)).toEqual(['error port-clash'])
  })

  it('keep what concerns other things, and their order', () => {
    const one = warningProblem('unused', 'a', { place: at(1) })
    const two = errorProblem('bad-port', 'b', { place: at(1) })
    expect(said(one, two, warningProblem('unknown-profile', 'c'))).toEqual([
      'warning unused',
      'error bad-port',
      'warning unknown-profile',
    ])
  })
})

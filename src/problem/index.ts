// The public file of the room: problems, their codes, their places.
export type { CodeEntry } from './code-entry.ts'
export { mergeProblems } from './merge.ts'
export type { Place, Problem, ProblemRest, Related, Severity } from './problem.ts'
export { errorProblem, hasErrors, infoProblem, ProblemError, warningProblem } from './problem.ts'
export type { ProblemCode } from './registry.ts'
export { problemCodes } from './registry.ts'

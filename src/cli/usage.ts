// Mistakes in a command line, as problems.
import { errorProblem, ProblemError } from '../problem/index.ts'

/** A parser for whole numbers that names the flag in its complaint. */
export function wholeNumber(flag: string): (value: string) => number {
  return value => {
    if (!/^-?\d+$/.test(value)) throw usage(`${flag} takes a whole number, not ${JSON.stringify(value)}`)
    return Number(value)
  }
}

export function usage(message: string, hint?: string): ProblemError {
  return new ProblemError(errorProblem('usage', message, hint === undefined ? {} : { hint }))
}

/** For a flag or command of Docker Compose that gantry does not have yet: never silently ignored. */
export function notYet(what: string, hint: string): ProblemError {
  return new ProblemError(errorProblem('not-yet', `${what} is not there yet`, { hint }))
}

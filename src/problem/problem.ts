// The one shape of everything that can be wrong, and the error that carries it.
// Must not know where problems come from or how they are shown.
import type { ProblemCode } from './registry.ts'

export type Severity = 'error' | 'warning' | 'info'

/** A span of a file. Lines and columns count from 1; columns count UTF-16 units. */
export interface Place {
  readonly file: string
  readonly line: number
  readonly column: number
  /** End of the span, exclusive. Absent where only the start is known. */
  readonly endLine?: number
  readonly endColumn?: number
}

/** A second place that explains the first, e.g. where the other of two colliding ports stands. */
export interface Related {
  readonly message: string
  readonly place?: Place
}

export interface Problem {
  readonly code: ProblemCode
  readonly severity: Severity
  /** One sentence without a final dot, in lower case unless it starts with a name. */
  readonly message: string
  /** The way out: what to write or to type. */
  readonly hint?: string
  readonly place?: Place
  /** Path in the model, e.g. `services.web.ports[0]`. */
  readonly path?: string
  /** The resource that a step or the engine had at hand, e.g. `container shop-web-1`. */
  readonly resource?: string
  readonly related?: readonly Related[]
  /** What lay beneath: the engine's words, an exit code. Never a stack trace. */
  readonly cause?: string
}

/** Thrown where a stage cannot go on. Carries every problem that was found, not the first. */
export class ProblemError extends Error {
  readonly problems: readonly Problem[]

  constructor(problems: readonly Problem[] | Problem) {
    const all = Array.isArray(problems) ? (problems as readonly Problem[]) : [problems as Problem]
    super(all.map(problem => problem.message).join('\n'))
    this.name = 'ProblemError'
    this.problems = all
  }
}

/** Makes a problem of severity `error`. */
export function errorProblem(code: ProblemCode, message: string, rest: ProblemRest = {}): Problem {
  return { code, severity: 'error', message, ...rest }
}

/** Makes a problem of severity `warning`. */
export function warningProblem(code: ProblemCode, message: string, rest: ProblemRest = {}): Problem {
  return { code, severity: 'warning', message, ...rest }
}

/** Makes a problem of severity `info`: good to know, nothing to mend. */
export function infoProblem(code: ProblemCode, message: string, rest: ProblemRest = {}): Problem {
  return { code, severity: 'info', message, ...rest }
}

export type ProblemRest = Partial<Omit<Problem, 'code' | 'severity' | 'message'>>

/** Whether any of the problems forbids going on. */
export function hasErrors(problems: readonly Problem[]): boolean {
  return problems.some(problem => problem.severity === 'error')
}

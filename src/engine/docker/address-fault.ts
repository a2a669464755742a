// The error for an address that no connection can be made of: before anything was tried.
import { errorProblem, type ProblemRest } from '../../problem/index.ts'
import { EngineError } from '../port.ts'

/** An address, context or version setting that makes no sense. */
export function addressFault(message: string, rest: ProblemRest): EngineError {
  return new EngineError('invalid', message, { problem: errorProblem('engine-address', message, rest) })
}

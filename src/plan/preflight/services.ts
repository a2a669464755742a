// Services that the command line names and the stack does not have.
import { errorProblem, type Problem } from '../../problem/index.ts'
import { suggestName } from '../../support/index.ts'

export function noSuchServices(
  named: readonly string[] | undefined,
  known: readonly string[],
): readonly Problem[] {
  return (named ?? [])
    .filter(name => !known.includes(name))
    .map(name => {
      const near = suggestName(name, known)
      const hint = near === undefined ? `there is: ${[...known].sort().join(', ')}` : `did you mean ${near}?`
      return errorProblem('no-such-service', `no such service: ${name}`, known.length === 0 ? {} : { hint })
    })
}

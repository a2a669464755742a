// What a person has to know of an import, as warnings: what stays behind, and what should not be read by everyone.
import type { LiveImage } from '../../lower/index.ts'
import { type Problem, warningProblem } from '../../problem/index.ts'
import { type Group, plainName } from './pick.ts'
import type { SecretValue } from './secrets.ts'
import { findUnsaid } from './unsaid.ts'

/** Of one service, by the container that it was read from. */
export function problemsOf(
  group: Group,
  found: {
    readonly image: LiveImage | undefined
    readonly anonymous: readonly string[]
    readonly leavesBridge: boolean
  },
): readonly Problem[] {
  const live = group.replicas[0] as Group['replicas'][number]
  const name = plainName(live)
  const lossy = (message: string, hint: string) =>
    warningProblem('not-importable', `container ${name}: ${message}`, { hint, resource: `container ${name}` })
  return [
    ...findUnsaid(live).map(what =>
      lossy(`${what}, which no stack file can say`, 'see that the stack does without it'),
    ),
    ...(found.leavesBridge
      ? [
          lossy(
            'it is on the default bridge beside its other networks, which no stack file can say',
            'the stack leaves the bridge out',
          ),
        ]
      : []),
    ...(found.image === undefined
      ? [
          lossy(
            'its image is gone, so what the image had set cannot be told from what the container was given',
            'read the file through',
          ),
        ]
      : []),
    ...found.anonymous.map(target =>
      lossy(
        `its data at ${target} lies in an anonymous volume, which a new container does not get`,
        `copy it before you remove the container: docker cp ${name}:${target} .`,
      ),
    ),
  ]
}

/** `toSet`: the variables that stand for secrets, where those were left out. */
export function secretProblems(
  secrets: readonly SecretValue[],
  toSet: readonly string[],
): readonly Problem[] {
  if (toSet.length > 0)
    return [
      warningProblem('secret-written', `values that look secret were left out: ${toSet.join(', ')}`, {
        hint: 'set these variables in .env or in the shell before gantry up',
      }),
    ]
  return secrets.map(({ service, name }) =>
    warningProblem('secret-written', `the value of ${name} looks secret, and stands in the file in clear`, {
      hint: 'keep the file to yourself, or import with --no-secret-values',
      path: `services.${service}.environment.${name}`,
    }),
  )
}

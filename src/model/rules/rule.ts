// What a rule is given and what it gives: the loaded project, and problems at the places of its values.
// A rule is pure and takes time in proportion to the stack: it is run at every load.
import { type Place, type Problem, type ProblemCode, warningProblem } from '../../problem/index.ts'
import type { Service } from '../service.ts'
import type { Project, Stack } from '../stack.ts'
import { type UsedKeys, usedKeys } from './in-use.ts'

/** A path in the stack, e.g. `['services', 'web', 'ports', 0]`. */
export type ModelPath = readonly (string | number)[]

/** What every rule is given. */
export interface RuleSubject {
  readonly project: Project
  readonly stack: Stack
  /** The enabled services that have containers, in the order of the stack: those of a provider have none. */
  readonly services: readonly Service[]
  /** What the enabled services use of networks, volumes, secrets, configs and models. */
  readonly used: UsedKeys
}

/** Yields what is wrong. What the reference loads stays loadable, so rules warn. */
export type Rule = (subject: RuleSubject) => Iterable<Problem>

/** What a problem says besides its code, path and message. */
export interface RuleRest {
  readonly hint?: string
  readonly related?: readonly { readonly message: string; readonly path: ModelPath }[]
  readonly severity?: Problem['severity']
}

export function ruleSubject(project: Project): RuleSubject {
  const { stack } = project
  return {
    project,
    stack,
    services: Object.values(stack.services).filter(service => service.provider === undefined),
    used: usedKeys(Object.values(stack.services)),
  }
}

/** A warning at the value of a path. */
export function tell(
  { project }: RuleSubject,
  code: ProblemCode,
  path: ModelPath,
  message: string,
  rest: RuleRest = {},
): Problem {
  const place = project.origins.at(path)?.place
  const related = rest.related?.map(other => ({
    message: other.message,
    ...placed(project.origins.at(other.path)?.place),
  }))
  return {
    ...warningProblem(code, message, {
      path: printModelPath(path),
      ...placed(place),
      ...(rest.hint !== undefined && { hint: rest.hint }),
      ...(related !== undefined && { related }),
    }),
    ...(rest.severity !== undefined && { severity: rest.severity }),
  }
}

const placed = (place: Place | undefined): { place?: Place } => (place === undefined ? {} : { place })

/**
 * Two things of which the later is to be told of: as they are, or swapped where the files have them the other way round.
 * The model sorts by name.
 */
export function inFileOrder<T extends { readonly path: ModelPath }>(
  { project }: RuleSubject,
  first: T,
  second: T,
): readonly [first: T, second: T] {
  const a = project.origins.at(first.path)?.place
  const b = project.origins.at(second.path)?.place
  if (a === undefined || b === undefined || a.file !== b.file) return [first, second]
  return (a.line - b.line || a.column - b.column) <= 0 ? [first, second] : [second, first]
}

/** ` (line 5)`, or with the file where it is another than that of `from`; empty where nothing is known. */
export function printWhere({ project }: RuleSubject, path: ModelPath, from: ModelPath): string {
  const place = project.origins.at(path)?.place
  if (place === undefined) return ''
  const here = project.origins.at(from)?.place.file === place.file
  return here ? ` (line ${place.line})` : ` (${place.file.split('/').at(-1)}:${place.line})`
}

/** `services.web.ports[0]`; a key that holds dots or brackets is quoted in brackets. */
function printModelPath(path: ModelPath): string {
  let text = ''
  for (const part of path) {
    if (typeof part === 'number') text += `[${part}]`
    else if (/[.[\]]/.test(part)) text += `[${JSON.stringify(part)}]`
    else text += text === '' ? part : `.${part}`
  }
  return text
}

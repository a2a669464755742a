// Secrets and configs whose content is that of a variable that is not set.
import type { Problem } from '../../problem/index.ts'
import { type Rule, type RuleSubject, tell } from './rule.ts'

/** Nothing is started without it; told in the same words as when it comes to that. */
export const checkFileVariables: Rule = function* (subject) {
  for (const service of subject.services) {
    yield* checkKind(subject, service.name, 'secrets', service.secrets)
    yield* checkKind(subject, service.name, 'configs', service.configs)
  }
}

function* checkKind(
  subject: RuleSubject,
  service: string,
  kind: 'secrets' | 'configs',
  grants: readonly { readonly source: string }[] | undefined,
): Iterable<Problem> {
  for (const [index, { source }] of (grants ?? []).entries()) {
    const object = subject.stack[kind][source]
    const variable = object?.environment
    if (variable === undefined || object?.file !== undefined || object?.content !== undefined) continue
    if (object?.external === true || subject.project.environment[variable] !== undefined) continue
    const named = `${kind.slice(0, -1)} ${source}`
    yield tell(
      subject,
      'unset-file-variable',
      ['services', service, kind, index],
      `${named} takes its content from ${variable}, which is not set`,
      { hint: `set ${variable}, or give ${named} a file` },
    )
  }
}

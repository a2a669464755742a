// Profiles that are asked for and that no service has.
import { suggestName } from '../../support/index.ts'
import { type Rule, tell } from './rule.ts'

/** Mostly misspelt: nothing is enabled by it. */
export const checkProfiles: Rule = function* (subject) {
  const { project, stack } = subject
  if (project.profiles.length === 0) return
  const known = new Set<string>()
  for (const service of [...Object.values(stack.services), ...Object.values(project.disabled)]) {
    for (const profile of service.profiles ?? []) known.add(profile)
  }
  for (const profile of project.profiles) {
    if (profile === '*' || known.has(profile)) continue
    const near = suggestName(profile, known)
    const all = [...known].sort()
    yield tell(
      subject,
      'unknown-profile',
      [],
      `no service has the profile ${profile}, so it enables nothing`,
      {
        hint:
          near !== undefined
            ? `did you mean ${near}?`
            : all.length === 0
              ? 'no service of the stack has a profile'
              : `there is: ${all.slice(0, 8).join(', ')}${all.length > 8 ? ', …' : ''}`,
      },
    )
  }
}

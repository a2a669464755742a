// restart and deploy.restart_policy, which say the same in two words.
import { printWhere, type Rule, tell } from './rule.ts'

const asRestart: Readonly<Record<string, string>> = {
  none: 'no',
  any: 'always',
  '': 'always',
}

/** The one under deploy wins; where they differ, restart is not what happens. */
export const checkRestart: Rule = function* (subject) {
  for (const service of subject.services) {
    const policy = service.deploy?.restart_policy
    if (service.restart === undefined || policy === undefined) continue
    const condition = policy.condition ?? ''
    const wins = asRestart[condition] ?? condition
    const [asked] = service.restart.split(':')
    if (wins === asked) continue
    const path = ['services', service.name, 'restart']
    const other = ['services', service.name, 'deploy', 'restart_policy']
    yield tell(
      subject,
      'restart-overruled',
      path,
      `restart: ${service.restart} has no effect: deploy.restart_policy${printWhere(subject, other, path)} says ${wins} and wins`,
      {
        hint: 'keep one of them',
        related: [{ message: 'deploy.restart_policy stands here', path: other }],
      },
    )
  }
}

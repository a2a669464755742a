// restart and deploy.restart_policy, which say the same in two words.
import { suggestName } from '../../support/index.ts'
import { printWhere, type Rule, tell } from './rule.ts'

const policies = ['no', 'always', 'unless-stopped', 'on-failure']

/** A policy that the engine does not know. */
export const checkRestartPolicy: Rule = function* (subject) {
  for (const { name, restart } of subject.services) {
    if (!restart || /^(no|always|unless-stopped|on-failure(:\d+)?)$/.test(restart)) continue
    const near = suggestName(restart, policies)
    yield tell(
      subject,
      'bad-restart-policy',
      ['services', name, 'restart'],
      `${JSON.stringify(restart)} is no restart policy, so the engine will refuse the container`,
      {
        hint:
          near === undefined
            ? 'write no, always, unless-stopped, on-failure or on-failure:3'
            : `did you mean ${near}?`,
      },
    )
  }
}

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

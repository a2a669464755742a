// What is left to say after a run that did not succeed: what failed, what was done, what was not, and what to type next.
import { type Report, verbs } from '../apply/index.ts'
import type { Step } from '../plan/index.ts'
import { type ProblemView, renderProblems } from './problems.ts'

/** Empty for a run that succeeded. */
export function renderReport(report: Report, view: ProblemView & { readonly command: string }): string {
  if (report.ok) return ''
  const lines: string[] = []
  const groups: [string, Step[]][] = [
    ['done', steps(report, 'done').filter(step => step.effect !== 'wait')],
    [
      'not done',
      [...steps(report, 'skipped'), ...steps(report, 'cancelled')].filter(step => step.effect !== 'wait'),
    ],
  ]
  for (const [title, list] of groups) {
    if (list.length === 0) continue
    const shown = list
      .slice(0, 12)
      .map(step => `${verbs[step.kind].infinitive} ${step.resource.type} ${step.resource.name}`)
    const more = list.length > shown.length ? `, and ${list.length - shown.length} more` : ''
    lines.push(`${title}: ${shown.join(', ')}${more}`)
  }
  lines.push(`next: mend the cause, then run ${view.command} again; it goes on from what is there`, '')
  return renderProblems(report.problems, view) + lines.join('\n')
}

function steps(report: Report, state: string): Step[] {
  return report.steps.filter(step => report.outcomes.get(step.id)?.state === state)
}

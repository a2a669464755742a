// A plan as Markdown, for a comment on a change in review.
import type { Plan } from '../types.ts'
import { planLines } from './lines.ts'
import { reasonWords } from './reason.ts'
import { summarize } from './summary.ts'
import { formatPlace, lineTitle, type RenderOptions, signs } from './text.ts'

/** A heading with the summary, a table of changes, and the notices. Without a line break at the end. */
export function renderPlanMarkdown(plan: Plan, options: RenderOptions = {}): string {
  const lines = planLines(plan)
  const parts = [`### ${plain(plan.stack)}: ${summarize(plan).replace(/^Plan: /, '')}`]
  if (lines.length > 0) {
    const rows = lines.map(line => {
      const { words, place } = reasonWords(line.reason)
      const why = words.map(one => plain(one.text + formatPlace(one.place, options)))
      const reason = why.length > 0 ? why.join('<br>') : plain(formatPlace(place, options).trim())
      return `| \`${signs[line.verb]}\` | ${plain(lineTitle(plan.stack, line))} | ${reason} |`
    })
    parts.push(['| | change | why |', '|---|---|---|', ...rows].join('\n'))
  }
  if (plan.notices.length > 0) {
    parts.push(
      plan.notices
        .map(notice => {
          const hint = notice.hint === undefined ? '' : ` — ${plain(notice.hint)}`
          return `- **${notice.severity}**: ${plain(notice.message)}${plain(formatPlace(notice.place, options))}${hint}`
        })
        .join('\n'),
    )
  }
  return parts.join('\n\n')
}

/** What Markdown or its HTML would take for markup, a table's bars, and line ends. */
function plain(text: string): string {
  return text
    .replace(/[\\`*_[\]|~]/g, '\\$&')
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/\r?\n/g, ' ')
}

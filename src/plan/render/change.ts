// One changed field as people read it. Secret values are not in it: they were dropped when the reason was made.
import type { FieldValue } from '../../lower/index.ts'
import { canonicalJson } from '../../support/index.ts'
import type { FieldChange } from '../types.ts'

/** `environment.PORT "80" → "8080"`, `labels.tier added "web"`, `environment.TOKEN changed`. No place. */
export function describeChange(change: FieldChange): string {
  if (change.content !== undefined) return `content of ${change.content.what} ${change.content.key} changed`
  return change.drift === true ? `${change.field} ${byHand(change)}` : `${change.field} ${movement(change)}`
}

/** From where it runs: what the files ask for was taken away, something was put in, or changed. */
function byHand(change: FieldChange): string {
  if (change.change === 'added') return 'was removed by hand'
  if (change.change === 'changed') return `${movement(change)}, changed by hand`
  return change.from === undefined ? 'was set by hand' : `was set to ${formatValue(change.from)} by hand`
}

function movement({ change, from, to, secret }: FieldChange): string {
  if (secret === true) return change
  if (change === 'added') return to === undefined ? 'added' : `added ${formatValue(to)}`
  if (change === 'dropped') return from === undefined ? 'dropped' : `dropped (was ${formatValue(from)})`
  if (from !== undefined && to !== undefined) return `${formatValue(from)} → ${formatValue(to)}`
  return to === undefined ? 'changed' : `changed to ${formatValue(to)}`
}

const longest = 60

/** JSON of the value, cut where it is long. */
function formatValue(value: FieldValue): string {
  const text = canonicalJson(value)
  return text.length <= longest ? text : `${text.slice(0, longest - 1)}…`
}

// Two-way comparison of what only create fixes: networks and volumes.
import { sameValue } from './concern.ts'
import type { Difference } from './difference.ts'
import { isSecretName } from './secrecy.ts'
import type { Field, FieldValue } from './spec.ts'

export function compareFixed(
  wanted: readonly Field[],
  live: ReadonlyMap<string, FieldValue>,
): readonly Difference[] {
  const differences: Difference[] = []
  const names = new Set<string>()
  for (const field of wanted) {
    names.add(field.name)
    const found = live.get(field.name)
    // False and not set are one to the engine.
    if (sameValue(found, field.value) || (found === undefined && field.value === false)) continue
    const secret = field.secret === true
    differences.push({
      field: field.name,
      change: found === undefined ? 'added' : 'changed',
      mend: 'recreate',
      ...(secret ? { secret } : { ...(found !== undefined && { from: found }), to: field.value }),
      ...(field.place && { place: field.place }),
    })
  }
  for (const [name, value] of live) {
    if (names.has(name)) continue
    const secret = isSecretName(name)
    differences.push({
      field: name,
      change: 'dropped',
      mend: 'recreate',
      ...(secret ? { secret } : { from: value }),
    })
  }
  return differences
}

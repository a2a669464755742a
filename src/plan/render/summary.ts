// The last line of a plan: how many of what, or that there is nothing to do.
import type { Plan, ResourceId } from '../types.ts'
import { type LineVerb, planLines } from './lines.ts'

const phrases: readonly (readonly [phrase: string, verbs: readonly LineVerb[]])[] = [
  ['to pull', ['pull']],
  ['to build', ['build']],
  ['to create', ['create']],
  ['to replace', ['replace']],
  ['to rebuild', ['rebuild']],
  ['to change in place', ['update', 'reconnect', 'rename']],
  ['to start', ['start', 'unpause']],
  ['to restart', ['restart']],
  ['to run again', ['rerun', 'provide']],
  ['to stop', ['stop', 'kill', 'pause']],
  ['to remove', ['remove']],
]

/** `Plan: 1 to create, 1 to replace, 2 unchanged`, or `Nothing to do: 3 containers and 1 network are as the files say`. */
export function summarize(plan: Plan): string {
  const counts = countVerbs(plan)
  const unchanged = plan.unchanged.length
  if (counts.length === 0) {
    return unchanged === 0 ? 'Nothing to do' : `Nothing to do: ${countTypes(plan.unchanged)} as the files say`
  }
  const parts = counts.map(([phrase, count]) => `${count} ${phrase}`)
  if (unchanged > 0) parts.push(`${unchanged} unchanged`)
  return `Plan: ${parts.join(', ')}`
}

/** Phrase and count, without those that do not occur. What may happen counts as what will. */
export function countVerbs(plan: Plan): readonly (readonly [string, number])[] {
  const lines = planLines(plan)
  return phrases
    .map(([phrase, verbs]) => [phrase, lines.filter(line => verbs.includes(line.verb)).length] as const)
    .filter(([, count]) => count > 0)
}

function countTypes(resources: readonly ResourceId[]): string {
  const types = ['container', 'network', 'volume', 'image', 'service'] as const
  const parts = types.flatMap(type => {
    const count = resources.filter(resource => resource.type === type).length
    return count === 0 ? [] : [`${count} ${type}${count === 1 ? '' : 's'}`]
  })
  const text = parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`
  return `${text} ${resources.length === 1 ? 'is' : 'are'}`
}

// What labels tell of a resource: whose it is, and what it is to the stack.
import { composeLabel } from '../model/index.ts'
import type { Ownership } from './types.ts'

export type Labels = Readonly<Record<string, string>> | null | undefined

/** Whose a resource is, by its project label. */
export function ownershipOf(labels: Labels, project: string): Ownership {
  const owner = labels?.[composeLabel.project]
  if (owner === project) return 'managed'
  return owner === undefined || owner === '' ? 'unlabelled' : 'foreign'
}

export function serviceOf(labels: Labels): string {
  return labels?.[composeLabel.service] ?? ''
}

/** 0 where the label is missing or no number. */
export function numberOf(labels: Labels): number {
  const number = Number(labels?.[composeLabel.number] ?? '')
  return Number.isSafeInteger(number) && number > 0 ? number : 0
}

/** Docker Compose writes `True` and `False`. */
export function isOneoff(labels: Labels): boolean {
  return labels?.[composeLabel.oneoff]?.toLowerCase() === 'true'
}

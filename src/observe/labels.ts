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

/**
 * Whose a container is. Images that a stack's builds made carry the project's and the service's label, and every container of them
 * inherits those: one that somebody ran by hand is nobody's replica.
 */
export function containerOwnershipOf(labels: Labels, project: string): Ownership {
  const ownership = ownershipOf(labels, project)
  return ownership === 'managed' && !isOfStack(labels) ? 'unlabelled' : ownership
}

/** Whether a container was made for a stack, by gantry or Docker Compose: no image has these labels. */
export function isOfStack(labels: Labels): boolean {
  return [composeLabel.oneoff, composeLabel.configHash, composeLabel.number].some(
    name => labels?.[name] !== undefined,
  )
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

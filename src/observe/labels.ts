// What labels tell of a resource: whose it is, and what it is to the stack.
import type { LiveImage } from '../engine/index.ts'
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
 * Whose a container is. Images that a stack's builds made carry the project's and the service's label, those that were committed from
 * its containers all of them, and every container of them inherits those: one that somebody ran by hand is nobody's replica.
 */
export function containerOwnershipOf(
  labels: Labels,
  project: string,
  image: LiveImage | undefined,
): Ownership {
  const ownership = ownershipOf(labels, project)
  if (ownership === 'managed' && !isOfStack(labels)) return 'unlabelled'
  return inheritsAll(labels, image) ? 'unlabelled' : ownership
}

/**
 * Whether a container has no label of a stack but from its image. One that was made for a stack differs from its image at least in the
 * label that says which image it was made from, also where that image was committed from its predecessor.
 */
export function inheritsAll(labels: Labels, image: LiveImage | undefined): boolean {
  const inherited = image?.Config?.Labels
  if (!labels || !inherited) return false
  const own = Object.keys(labels).filter(name => ofTools.test(name))
  return own.length > 0 && own.every(name => inherited[name] === labels[name])
}

const ofTools = /^(com\.docker\.compose|io\.gantry)\./

/** Whether a container was made for a stack, by gantry or Docker Compose: no image that was built has these labels. */
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

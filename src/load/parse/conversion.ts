// What turning the library's document into a located tree carries from value to value, and the places of its values.
import { isScalar } from 'yaml'
import type { Place, Problem } from '../../problem/index.ts'
import type { Node } from '../node.ts'
import { type AliasBudget, maxProblems } from './bounds.ts'
import type { Lines } from './lines.ts'

export interface Anchor {
  /** Undefined while its value is being read. */
  node?: Node
  size: number
}

export interface Conversion {
  readonly text: string
  readonly lines: Lines
  readonly problems: Problem[]
  readonly anchors: Map<string, Anchor>
  readonly budget: AliasBudget
  readonly path: (string | number)[]
}

/** Thrown to give a document up as a whole. */
export class GiveUp extends Error {}

export function report(conversion: Conversion, problem: Problem): void {
  conversion.problems.push(problem)
  if (conversion.problems.length >= maxProblems) throw new GiveUp()
}

export const rangeOf = (yaml: unknown): readonly [number, number, number] | undefined =>
  (yaml as { range?: [number, number, number] | null } | null)?.range ?? undefined

export function placeOf(yaml: unknown, { lines }: Conversion): Place | undefined {
  const range = rangeOf(yaml)
  if (range === undefined) return undefined
  return isScalar(yaml) ? lines.place(range[0], range[1]) : lines.place(range[0])
}

/** The dash that an empty list item stands for. */
export function dashPlace(item: unknown, { text, lines }: Conversion): Place | undefined {
  if (!isScalar(item) || item.source !== '' || item.type !== 'PLAIN') return undefined
  let at = (item.range?.[0] ?? 0) - 1
  while (at > 0 && text[at] !== '-') at -= 1
  return text[at] === '-' ? lines.place(at) : undefined
}

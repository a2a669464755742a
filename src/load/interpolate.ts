// Puts the values of variables into a tree, and casts text where the model wants booleans and numbers. Knows no files.
import { errorProblem, type Place, type Problem, warningProblem } from '../problem/index.ts'
import { suggestName } from '../support/index.ts'
import { castText } from './cast.ts'
import { type CastStep, castStepAt, castStepBelow } from './cast-paths.ts'
import { createSource, locateInScalar, type SourceText } from './locate-in-scalar.ts'
import type { Lookup } from './lookup.ts'
import {
  type Entry,
  formatPath,
  type ListNode,
  type MapNode,
  type Node,
  type NodePath,
  type ScalarNode,
} from './node.ts'
import { evaluateTemplate, unsetText } from './template-value.ts'

export type { Lookup, VariableValue } from './lookup.ts'

export interface InterpolationContext {
  readonly lookup: Lookup
  /** Where the root stands in the model: `[]` for a whole file. */
  readonly path: NodePath
  /** The text of a file, by the name that places give it: then problems point at the very variable in a text of many lines. */
  readonly sourceOf?: (file: string) => string | undefined
  /** Variables that were warned of already, to be shared by the files of a stack. Added to. */
  readonly warned?: Set<string>
  /** Names that are set, for "did you mean". */
  readonly names?: () => Iterable<string>
}

interface Walk extends InterpolationContext {
  readonly parts: (string | number)[]
  readonly problems: Problem[]
  readonly warned: Set<string>
  /** Aliases make one place stand in several paths; it is complained of once. */
  readonly told: Set<string>
  readonly sources: Map<string, SourceText | undefined>
}

/** More faults or unset variables than this in one text tell nobody more. */
const maxFaults = 20

/** The tree with variables replaced and text cast. Untouched parts are the same objects; keys are left alone. */
export function interpolate(
  root: Node,
  context: InterpolationContext,
): { readonly node: Node; readonly problems: readonly Problem[] } {
  const walk: Walk = {
    ...context,
    parts: [...context.path],
    problems: [],
    warned: context.warned ?? new Set(),
    told: new Set(),
    sources: new Map(),
  }
  const node = visit(root, castStepAt(context.path), walk)
  return { node, problems: walk.problems }
}

function visit(node: Node, step: CastStep | undefined, walk: Walk): Node {
  if (node.kind === 'scalar') return typeof node.value === 'string' ? visitText(node, step, walk) : node
  return node.kind === 'map' ? visitMap(node, step, walk) : visitList(node, step, walk)
}

function visitMap(node: MapNode, step: CastStep | undefined, walk: Walk): MapNode {
  let changed: Map<string, Entry> | undefined
  for (const [key, entry] of node.entries) {
    walk.parts.push(key)
    const value = visit(entry.value, step && castStepBelow(step, key), walk)
    walk.parts.pop()
    if (value === entry.value) continue
    // Setting a key that is there keeps its position.
    changed ??= new Map(node.entries)
    changed.set(key, { key: entry.key, value })
  }
  return changed === undefined ? node : { ...node, entries: changed }
}

function visitList(node: ListNode, step: CastStep | undefined, walk: Walk): ListNode {
  let changed: Node[] | undefined
  for (const [index, item] of node.items.entries()) {
    walk.parts.push(index)
    const value = visit(item, step && castStepBelow(step, index), walk)
    walk.parts.pop()
    if (value === item) continue
    changed ??= [...node.items]
    changed[index] = value
  }
  return changed === undefined ? node : { ...node, items: changed }
}

function visitText(node: ScalarNode, step: CastStep | undefined, walk: Walk): ScalarNode {
  const text = node.value as string
  const kind = step?.kind
  if (!text.includes('$')) {
    if (kind === undefined) return node
    return finish(castText(node, kind, walk.parts, []), walk)
  }
  const result = evaluateTemplate(text, walk.lookup)
  for (const fault of result.faults.slice(0, maxFaults)) {
    const place = locate(node, fault, walk)
    tell(
      walk,
      errorProblem(fault.code, fault.message, { place, hint: fault.hint, path: formatPath(walk.parts) }),
    )
  }
  if (result.faults.length > 0) return node
  const replaced: ScalarNode = {
    kind: 'scalar',
    value: result.value,
    tag: node.tag,
    origin: { ...node.origin, from: result.from ?? node.origin.from, variables: result.variables, raw: text },
  }
  if (kind !== undefined) {
    const cast = castText(
      replaced,
      kind,
      walk.parts,
      result.unset.map(({ name }) => name),
    )
    // What is unset is said by the error itself.
    if (cast.problem?.severity === 'error') return finish(cast, walk)
    warnUnset(node, result.unset, walk)
    return finish(cast, walk)
  }
  warnUnset(node, result.unset, walk)
  return replaced
}

function finish(cast: { node: ScalarNode; problem?: Problem }, walk: Walk): ScalarNode {
  if (cast.problem !== undefined) tell(walk, cast.problem)
  return cast.node
}

function warnUnset(
  node: ScalarNode,
  unset: readonly { name: string; start: number; end: number }[],
  walk: Walk,
): void {
  for (const variable of unset.slice(0, maxFaults)) {
    if (walk.warned.has(variable.name)) continue
    walk.warned.add(variable.name)
    const place = locate(node, variable, walk)
    const close = walk.names && suggestName(variable.name, walk.names())
    const bare = !(node.value as string).startsWith('${', variable.start)
    const literal = bare ? `; write $$${variable.name} if the dollar is part of the text` : ''
    const hint =
      close === undefined
        ? `set it, or give a default: \${${variable.name}:-value}; \${${variable.name}:-} if empty is meant${literal}`
        : `did you mean ${close}?`
    const message = unsetText(variable.name)
    tell(walk, warningProblem('variable-unset', message, { place, hint, path: formatPath(walk.parts) }))
  }
}

function locate(node: ScalarNode, span: { start: number; end: number }, walk: Walk): Place {
  const { place } = node.origin
  return locateInScalar(place, node.value as string, span, () => sourceOf(place.file, walk))
}

function sourceOf(file: string, { sources, sourceOf: textOf }: Walk): SourceText | undefined {
  if (!sources.has(file)) {
    const text = textOf?.(file)
    sources.set(file, text === undefined ? undefined : createSource(text))
  }
  return sources.get(file)
}

function tell(walk: Walk, problem: Problem): void {
  const { file, line, column } = problem.place ?? { file: '', line: 0, column: 0 }
  const key = `${file}:${line}:${column} ${problem.message}`
  if (walk.told.has(key)) return
  walk.told.add(key)
  walk.problems.push(problem)
}

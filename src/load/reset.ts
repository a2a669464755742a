// `!reset` and `!override`: takes the tagged places out of a document, and out of what the document is laid over.
import { type Problem, warningProblem } from '../problem/index.ts'
import { type Entry, formatPath, type Node, type NodePath, type Origin } from './node.ts'

/** A tagged place of a document. */
export interface Mark {
  readonly path: NodePath
  readonly tag: 'reset' | 'override'
  readonly origin: Origin
}

/** A document without its tags and without what it resets, and the places that were tagged. */
export interface Marked {
  readonly node: Node
  readonly marks: readonly Mark[]
}

/** Reads the tags of a document. */
export function collectMarks(document: Node): Marked {
  const marks: Mark[] = []
  const node = strip(document, [], marks)
  return { node: node ?? { kind: 'scalar', value: null, origin: document.origin }, marks }
}

function strip(node: Node, path: (string | number)[], marks: Mark[]): Node | undefined {
  if (node.tag === 'reset') {
    marks.push({ path: [...path], tag: 'reset', origin: node.origin })
    return undefined
  }
  let own = node
  if (node.tag === 'override') {
    marks.push({ path: [...path], tag: 'override', origin: node.origin })
    const { tag: _, ...rest } = node
    own = rest as Node
  }
  if (own.kind === 'map') {
    let changed: Map<string, Entry> | undefined
    for (const [key, entry] of own.entries) {
      path.push(key)
      const value = strip(entry.value, path, marks)
      path.pop()
      if (value === entry.value) continue
      changed ??= new Map(own.entries)
      if (value === undefined) changed.delete(key)
      else changed.set(key, { key: entry.key, value })
    }
    return changed === undefined ? own : { ...own, entries: changed }
  }
  if (own.kind === 'list') {
    let changed = false
    const items: Node[] = []
    for (const [index, item] of own.items.entries()) {
      path.push(index)
      const value = strip(item, path, marks)
      path.pop()
      if (value !== item) changed = true
      if (value !== undefined) items.push(value)
    }
    return changed ? { ...own, items } : own
  }
  return own
}

/**
 * Takes the marked places out of a tree.
 *
 * @param hits collects the marks that had something to take out
 */
export function dropMarked<T extends Node>(tree: T, marks: readonly Mark[], hits?: Set<Mark>): T {
  let result: Node = tree
  for (const mark of marks) {
    const next = dropAt(result, mark.path, 0)
    if (next === result) continue
    hits?.add(mark)
    result = next ?? { kind: 'map', entries: new Map(), origin: tree.origin }
  }
  return result as T
}

function dropAt(node: Node, path: NodePath, depth: number): Node | undefined {
  const part = path[depth]
  if (part === undefined) return undefined
  if (node.kind === 'map') {
    const entry = node.entries.get(String(part))
    if (entry === undefined) return node
    const value = dropAt(entry.value, path, depth + 1)
    if (value === entry.value) return node
    const entries = new Map(node.entries)
    if (value === undefined) entries.delete(String(part))
    else entries.set(String(part), { key: entry.key, value })
    return { ...node, entries }
  }
  if (node.kind === 'list' && typeof part === 'number') {
    const item = node.items[part]
    if (item === undefined) return node
    const value = dropAt(item, path, depth + 1)
    if (value === item) return node
    const items = [...node.items]
    if (value === undefined) items.splice(part, 1)
    else items[part] = value
    return { ...node, items }
  }
  return node
}

/** Warns of each `!reset` that met nothing. */
export function reportIdleResets(marks: readonly Mark[], hits: ReadonlySet<Mark>, problems: Problem[]): void {
  for (const mark of marks) {
    if (mark.tag !== 'reset' || hits.has(mark)) continue
    // A template under x- is a template for places that it is laid over later.
    if (mark.path.some(part => typeof part === 'string' && part.startsWith('x-'))) continue
    problems.push(
      warningProblem('idle-reset', `!reset of ${formatPath(mark.path)} has no effect`, {
        hint: 'no earlier file, include or extended service sets it; correct the path, or remove the line',
        place: mark.origin.place,
        path: formatPath(mark.path),
      }),
    )
  }
}

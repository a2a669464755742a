// Rules by path pattern (`services.*.ports`), compiled to a tree that is walked beside the nodes, so that a walk costs
// no more than the nodes that rules can reach. Knows nothing of what the rules do.
import type { MapNode, Node } from './node.ts'

/** One level of the patterns: the rule of this place, and the levels below it. */
export interface PathTable<Rule> {
  readonly rule?: Rule
  readonly keys: ReadonlyMap<string, PathTable<Rule>>
  /** What `*` stands for: every key or item that `keys` does not name. */
  readonly any?: PathTable<Rule>
}

interface Growing<Rule> {
  rule?: Rule
  keys: Map<string, Growing<Rule>>
  any?: Growing<Rule>
}

/** Compiles rules by pattern. A part is a key, or `*` for any key or list item; keys hold no dots. */
export function pathTable<Rule>(rules: Readonly<Record<string, Rule>>): PathTable<Rule> {
  const root: Growing<Rule> = { keys: new Map() }
  for (const [pattern, rule] of Object.entries(rules)) {
    let level = root
    for (const part of pattern.split('.')) {
      const next: Growing<Rule> = (part === '*' ? level.any : level.keys.get(part)) ?? { keys: new Map() }
      if (part === '*') level.any = next
      else level.keys.set(part, next)
      level = next
    }
    level.rule = rule
  }
  return root
}

/** The level below a key or an item, or undefined where no pattern reaches. */
export function stepInto<Rule>(
  table: PathTable<Rule> | undefined,
  part: string | number,
): PathTable<Rule> | undefined {
  if (table === undefined) return undefined
  return (typeof part === 'string' ? table.keys.get(part) : undefined) ?? table.any
}

/** The path of the node at hand. It changes as the walk goes on: copy what is kept. */
export type WalkPath = (string | number)[]

/** Gives the node that takes the place of the one given (it may be the same), or undefined to take it out. */
export type Rewrite<Rule> = (rule: Rule, node: Node, path: WalkPath) => Node | undefined

/**
 * Rewrites every node that a rule reaches, outer ones first: what a rule gives is walked on with the rules below it.
 * Whatever no rule touches is shared with the tree given.
 */
export function rewriteTree<Rule>(
  node: Node,
  table: PathTable<Rule>,
  rewrite: Rewrite<Rule>,
  path: WalkPath = [],
): Node | undefined {
  const own = table.rule === undefined ? node : rewrite(table.rule, node, path)
  if (own === undefined || own.kind === 'scalar') return own
  return own.kind === 'map' ? rewriteMap(own, table, rewrite, path) : rewriteList(own, table, rewrite, path)
}

function rewriteMap<Rule>(
  node: MapNode,
  table: PathTable<Rule>,
  rewrite: Rewrite<Rule>,
  path: WalkPath,
): Node {
  if (table.any === undefined && table.keys.size === 0) return node
  let changed: Map<string, { key: MapNode['origin']; value: Node }> | undefined
  for (const [key, entry] of node.entries) {
    const below = stepInto(table, key)
    if (below === undefined) continue
    path.push(key)
    const value = rewriteTree(entry.value, below, rewrite, path)
    path.pop()
    if (value === entry.value) continue
    changed ??= new Map(node.entries)
    if (value === undefined) changed.delete(key)
    else changed.set(key, { key: entry.key, value })
  }
  return changed === undefined ? node : { ...node, entries: changed }
}

function rewriteList<Rule>(
  node: Extract<Node, { kind: 'list' }>,
  table: PathTable<Rule>,
  rewrite: Rewrite<Rule>,
  path: WalkPath,
): Node {
  if (table.any === undefined) return node
  let changed = false
  const items: Node[] = []
  for (const [index, item] of node.items.entries()) {
    path.push(index)
    const value = rewriteTree(item, table.any, rewrite, path)
    path.pop()
    if (value !== item) changed = true
    if (value !== undefined) items.push(value)
  }
  return changed ? { ...node, items } : node
}

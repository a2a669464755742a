// Where the values of the model came from: looked up in the tree that the model was made of.
import type { Origins, ValueOrigin } from '../model/index.ts'
import type { MapNode, Node, Origin } from './node.ts'

/** Looks origins up by path; costs nothing until asked. */
export function createOrigins(tree: MapNode, disabled: MapNode): Origins {
  return {
    at(path) {
      const inTree = lookUp(tree, path)
      // A service that is not enabled still stands in the files.
      return inTree.whole || path[0] !== 'services'
        ? inTree.origin
        : (lookUp(disabled, path.slice(1)).origin ?? inTree.origin)
    },
  }
}

function lookUp(
  tree: Node,
  path: readonly (string | number)[],
): { origin: ValueOrigin | undefined; whole: boolean } {
  let current: Node = tree
  let nearest: Origin | undefined
  for (const part of path) {
    const next = stepTo(current, part)
    if (next === undefined) return { origin: located(nearest), whole: false }
    current = next.node
    nearest = next.origin
  }
  return { origin: located(nearest), whole: path.length > 0 }
}

/** A map or a list is known by its key: that is where a reader looks for it. */
function stepTo(node: Node, part: string | number): { node: Node; origin: Origin } | undefined {
  if (node.kind === 'map') {
    const entry = node.entries.get(String(part))
    if (entry === undefined) return undefined
    return { node: entry.value, origin: entry.value.kind === 'scalar' ? entry.value.origin : entry.key }
  }
  const item = node.kind === 'list' ? node.items[Number(part)] : undefined
  return item && { node: item, origin: item.origin }
}

const located = (origin: Origin | undefined): ValueOrigin | undefined =>
  origin === undefined || origin.place.file === '' ? undefined : origin

// Interpolates a whole document within a load: its problems go to the session, and warnings are given once a load.
import { interpolate } from './interpolate.ts'
import type { Node } from './node.ts'
import type { Scope, Session } from './session.ts'

/** The document with its variables replaced; as it is where the load does not interpolate. */
export function interpolateDocument(document: Node, scope: Scope, session: Session): Node {
  if (!session.stages.interpolate) return document
  const { node, problems } = interpolate(document, {
    lookup: scope.lookup,
    path: [],
    sourceOf: file => session.sources.get(file),
    warned: session.warned,
    names: () => session.variableNames,
  })
  session.problems.push(...problems)
  return node
}

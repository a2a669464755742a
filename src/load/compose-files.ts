// Composes files to one tree: for each file, for each document in it, the steps of a document in their order.
import type { Place } from '../problem/index.ts'
import { resolveBareVariables } from './bare-variables.ts'
import { canonicalize } from './canonical/canonical.ts'
import { setDefaults } from './defaults.ts'
import { applyExtends } from './extends.ts'
import { warningAt } from './fault.ts'
import { loadIncludes, type NamedFile } from './include.ts'
import { interpolateDocument } from './interpolate-document.ts'
import { mergeNodes } from './merge/merge.ts'
import { type MapNode, map, type Node } from './node.ts'
import { resolvePaths } from './paths.ts'
import { readDocuments } from './read-documents.ts'
import { collectMarks, dropMarked, type Mark, reportIdleResets } from './reset.ts'
import { validateStack } from './schema.ts'
import type { Scope, Session } from './session.ts'
import { enforceUnicity } from './unicity.ts'

const nowhere: Place = { file: '', line: 1, column: 1 }

/** Where the sum of no files stands. */
const emptyTree = (): MapNode => map([], { place: nowhere, from: 'default' })

/** The files laid over each other in order, canonical. Files that cannot be read are left out, with problems that say so. */
export async function composeFiles(
  files: readonly (NamedFile | { readonly path: string; readonly place?: undefined })[],
  what: string,
  scope: Scope,
  session: Session,
): Promise<MapNode> {
  let tree = emptyTree()
  for (const { path, place } of files) {
    const documents = await readDocuments(path, { what, place }, session)
    for (const document of documents ?? []) tree = await composeDocument(tree, document, path, scope, session)
  }
  return setDefaults(tree)
}

async function composeDocument(
  tree: MapNode,
  raw: Node,
  file: string,
  scope: Scope,
  session: Session,
): Promise<MapNode> {
  const lenient = !session.stages.interpolate
  const { node, marks } = collectMarks(interpolateDocument(raw, scope, session))
  if (node.kind !== 'map') {
    if (node.kind !== 'scalar' || node.value !== null) session.problems.push(...validateStack(node))
    return tree
  }
  const hits = new Set<Mark>()
  let document = node
  const included = await loadIncludes(node, file, scope, session, (files, inner) =>
    composeIncluded(files, inner, session),
  )
  if (included !== undefined) document = mergeNodes(dropMarked(included, marks, hits), node, session.problems)
  document = await applyExtends(document, file, marks, hits, scope, session)
  let sum = mergeNodes(dropMarked(tree, marks, hits), document, session.problems)
  reportIdleResets(marks, hits, session.problems)
  sum = enforceUnicity(sum)
  session.problems.push(...validateStack(sum))
  sum = dropDone(sum, session)
  return enforceUnicity(canonicalize(sum, session.problems, lenient))
}

/** What has done its part, or never had one. */
function dropDone(tree: MapNode, session: Session): MapNode {
  const version = tree.entries.get('version')
  if (version !== undefined) {
    session.problems.push(
      warningAt('obsolete-version', version.value, ['version'], 'version has no meaning any more', {
        hint: 'remove the line',
      }),
    )
  }
  if (version === undefined && !tree.entries.has('include')) return tree
  const entries = new Map(tree.entries)
  entries.delete('version')
  entries.delete('include')
  return { ...tree, entries }
}

/** An include is settled where it stands: its paths and bare variables mean what they mean there. */
async function composeIncluded(
  files: readonly NamedFile[],
  scope: Scope,
  session: Session,
): Promise<MapNode> {
  const tree = await composeFiles(files, 'included file', scope, session)
  const settled = resolvePaths(tree, { directory: scope.directory, home: session.io.homedir() })
  return session.stages.resolveEnvironment ? resolveBareVariables(settled, scope.lookup) : settled
}

// `extends`: lays a service over the one that it extends, in the same file or another.
import { dirname, isAbsolute, join, relative } from 'node:path'
import type { Problem } from '../problem/index.ts'
import { suggestName } from '../support/index.ts'
import { canonicalize } from './canonical/canonical.ts'
import { faultAt, shownPath } from './fault.ts'
import { interpolateDocument } from './interpolate-document.ts'
import { mergeNodes } from './merge/merge.ts'
import type { Entry, MapNode, Node } from './node.ts'
import { resolvePaths } from './paths.ts'
import { readDocuments } from './read-documents.ts'
import { collectMarks, dropMarked, type Mark } from './reset.ts'
import { childOf, textAt, textIn } from './scalar-text.ts'
import type { BaseFile, Scope, Session } from './session.ts'
import { enforceUnicity } from './unicity.ts'

/** The services of one document (or of one base file), as they see each other. */
interface Siblings {
  readonly file: string
  readonly scope: Scope
  readonly services: MapNode
  readonly marks: ReadonlyMap<string, readonly Mark[]>
  /** Services whose extending is done. */
  readonly done: Map<string, Node>
}

interface Link {
  readonly file: string
  readonly service: string
}

/**
 * Applies `extends` in a document.
 *
 * @param hits collects the marks that took something out of a base
 */
export async function applyExtends(
  document: MapNode,
  file: string,
  marks: readonly Mark[],
  hits: Set<Mark>,
  scope: Scope,
  session: Session,
): Promise<MapNode> {
  const services = childOf(document, 'services')
  if (services?.kind !== 'map' || !extendsAny(services)) return document
  const siblings: Siblings = { file, scope, services, marks: marksByService(marks), done: new Map() }
  const entries = new Map<string, Entry>(services.entries)
  for (const [name, entry] of services.entries) {
    const value = await resolveService(name, siblings, [], hits, session)
    if (value !== undefined && value !== entry.value) entries.set(name, { key: entry.key, value })
  }
  return {
    ...document,
    entries: new Map(document.entries).set('services', {
      key: (document.entries.get('services') as Entry).key,
      value: { ...services, entries },
    }),
  }
}

function extendsAny(services: MapNode): boolean {
  for (const { value } of services.entries.values()) {
    if (value.kind === 'map' && value.entries.has('extends')) return true
  }
  return false
}

function marksByService(marks: readonly Mark[]): Map<string, Mark[]> {
  const byService = new Map<string, Mark[]>()
  for (const mark of marks) {
    const [top, name] = mark.path
    if (top !== 'services' || typeof name !== 'string' || mark.path.length < 3) continue
    const own = byService.get(name) ?? []
    own.push(mark)
    byService.set(name, own)
  }
  return byService
}

async function resolveService(
  name: string,
  siblings: Siblings,
  chain: readonly Link[],
  hits: Set<Mark>,
  session: Session,
): Promise<Node | undefined> {
  const service = siblings.services.entries.get(name)?.value
  if (service?.kind !== 'map') return service
  const reference = service.entries.get('extends')?.value
  if (reference === undefined) return service
  if (chain.some(link => link.file === siblings.file && link.service === name)) {
    return reportCycle(name, reference, siblings, chain, service, session)
  }
  const known = siblings.done.get(name)
  if (known !== undefined) return known
  const value = await extendService(name, service, reference, siblings, chain, hits, session)
  siblings.done.set(name, value)
  return value
}

async function extendService(
  name: string,
  service: MapNode,
  reference: Node,
  siblings: Siblings,
  chain: readonly Link[],
  hits: Set<Mark>,
  session: Session,
): Promise<Node> {
  const target = reference.kind === 'map' ? textAt(reference, 'service') : textIn(reference)
  // The schema tells of an extends that names no service.
  if (target === undefined) return service
  const file = childOf(reference, 'file')
  const here = [...chain, { file: siblings.file, service: name }]
  const family = await familyOf(name, file, siblings, session)
  if (family === undefined) return withoutExtends(service)
  if (!family.services.entries.has(target)) {
    session.problems.push(unknownBase(name, target, reference, family, session))
    return withoutExtends(service)
  }
  const base = await resolveService(target, family, here, hits, session)
  if (base?.kind !== 'map') return service
  const marks = siblings.marks.get(name) ?? []
  const relevant = marks.map(mark => ({ mark, inner: { ...mark, path: mark.path.slice(2) } }))
  const innerHits = new Set<Mark>()
  const source = dropMarked(
    base,
    relevant.map(({ inner }) => inner),
    innerHits,
  )
  for (const { mark, inner } of relevant) if (innerHits.has(inner)) hits.add(mark)
  return mergeNodes(withoutExtends(source), withoutExtends(service), session.problems, ['services', name])
}

function withoutExtends(service: MapNode): MapNode {
  if (!service.entries.has('extends')) return service
  const entries = new Map(service.entries)
  entries.delete('extends')
  return { ...service, entries }
}

/** The services among which the base is looked for: those around the service, or those of another file. */
async function familyOf(
  name: string,
  file: Node | undefined,
  siblings: Siblings,
  session: Session,
): Promise<Siblings | undefined> {
  const written = textIn(file)
  if (file === undefined || written === undefined) return siblings
  const path = isAbsolute(written) ? written : join(siblings.scope.directory, written)
  const base = await loadBase(path, file, siblings.scope, session)
  if (base === undefined) return undefined
  if (base.services === undefined) {
    session.problems.push(
      faultAt(
        'no-such-base',
        file,
        ['services', name, 'extends', 'file'],
        `${written} has no services to extend`,
        {
          hint: 'name a file that defines the service below services:',
        },
      ),
    )
    return undefined
  }
  return {
    file: path,
    scope: base.scope,
    services: base.services,
    marks: marksByService(base.marks),
    done: base.done,
  }
}

function loadBase(path: string, at: Node, scope: Scope, session: Session): Promise<BaseFile | undefined> {
  const key = `${scope.environmentKey}\0${scope.directory}\0${path}`
  const known = session.bases.get(key)
  if (known !== undefined) return known
  const loading = composeBase(path, at, scope, session)
  session.bases.set(key, loading)
  return loading
}

/** A base file by itself: its documents merged and canonical, its paths made what they mean from where it stands. */
async function composeBase(
  path: string,
  at: Node,
  scope: Scope,
  session: Session,
): Promise<BaseFile | undefined> {
  const documents = await readDocuments(path, { what: 'extended file', place: at.origin.place }, session)
  if (documents === undefined) return undefined
  const lenient = !session.stages.interpolate
  const marks: Mark[] = []
  let tree: MapNode | undefined
  for (const document of documents) {
    const marked = collectMarks(interpolateDocument(document, scope, session))
    marks.push(...marked.marks)
    if (marked.node.kind !== 'map') continue
    tree =
      tree === undefined
        ? marked.node
        : mergeNodes(dropMarked(tree, marked.marks), marked.node, session.problems)
    tree = enforceUnicity(canonicalize(enforceUnicity(tree), session.problems, lenient))
  }
  const directory = session.stages.resolvePaths
    ? dirname(path)
    : relative(scope.directory, dirname(path)) || '.'
  const resolved = tree && resolvePaths(tree, { directory, home: session.io.homedir() })
  const services = childOf(resolved, 'services')
  return {
    file: path,
    services: services?.kind === 'map' ? services : undefined,
    marks,
    scope: { ...scope, directory: dirname(path) },
    done: new Map(),
  }
}

function unknownBase(
  name: string,
  target: string,
  reference: Node,
  family: Siblings,
  session: Session,
): Problem {
  const at = childOf(reference, 'service') ?? reference
  const near = suggestName(target, family.services.entries.keys())
  const names = [...family.services.entries.keys()].slice(0, 8).join(', ')
  return faultAt(
    'no-such-base',
    at,
    ['services', name, 'extends'],
    `${name} extends ${target}, which ${shownPath(family.file, session.workingDirectory)} does not define`,
    {
      hint:
        near !== undefined
          ? `did you mean "${near}"?`
          : names === ''
            ? 'define it first'
            : `the file defines ${names}`,
    },
  )
}

function reportCycle(
  name: string,
  reference: Node,
  siblings: Siblings,
  chain: readonly Link[],
  service: MapNode,
  session: Session,
): Node {
  const start = chain.findIndex(link => link.file === siblings.file && link.service === name)
  const around = [...chain.slice(start), { file: siblings.file, service: name }]
  const files = new Set(around.map(link => link.file))
  const words = around.map(link =>
    files.size > 1 ? `${link.service} (${shownPath(link.file, session.workingDirectory)})` : link.service,
  )
  session.problems.push(
    faultAt(
      'extends-cycle',
      reference,
      ['services', name, 'extends'],
      `services extend each other in a circle: ${words.join(' → ')}`,
      {
        hint: 'move what they share to a service that extends none of them',
      },
    ),
  )
  return withoutExtends(service)
}

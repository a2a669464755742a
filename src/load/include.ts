// `include`: composes other files with their own folder and environment, and lays the including document over them.
import { dirname, isAbsolute, join } from 'node:path'
import type { Place } from '../problem/index.ts'
import { canonicalJson } from '../support/index.ts'
import { parseDotenv } from './dotenv.ts'
import { faultAt, shownPath, warningAt } from './fault.ts'
import type { Lookup, VariableValue } from './interpolate.ts'
import { readText } from './io.ts'
import { mergeNodes } from './merge/merge.ts'
import { type Entry, type MapNode, map, type Node, toPlain } from './node.ts'
import { absolute } from './paths.ts'
import { childOf, textIn } from './scalar-text.ts'
import type { Scope, Session } from './session.ts'

/** Composes the files of one include, to a tree whose paths and variables are settled. */
export type ComposeIncluded = (files: readonly NamedFile[], scope: Scope) => Promise<MapNode>

export interface NamedFile {
  /** Absolute. */
  readonly path: string
  /** Where the include names it. */
  readonly place: Place
}

interface Include {
  readonly files: readonly NamedFile[]
  readonly directory: string
  readonly envFiles: readonly { readonly path: string; readonly at: Node }[] | undefined
  readonly at: Node
}

const kinds = ['services', 'networks', 'volumes', 'secrets', 'configs', 'models']
/** Far above what people write; a bound for files that include each other ever anew. */
const limit = 1000

/** What the document's includes bring, together; undefined where it has none. */
export async function loadIncludes(
  document: MapNode,
  file: string,
  scope: Scope,
  session: Session,
  compose: ComposeIncluded,
): Promise<MapNode | undefined> {
  const list = childOf(document, 'include')
  if (list?.kind !== 'list') return undefined
  let together: MapNode | undefined
  for (const item of list.items) {
    const include = readInclude(item, scope, session)
    if (include === undefined) continue
    const [main] = include.files
    const chain = [...scope.includedBy, file]
    if (main !== undefined && chain.includes(main.path)) {
      const circle = [...chain.slice(chain.indexOf(main.path)), main.path].map(path =>
        shownPath(path, session.workingDirectory),
      )
      session.problems.push(
        faultAt(
          'include-cycle',
          item,
          ['include'],
          `files include each other in a circle: ${circle.join(' → ')}`,
          {
            hint: 'take one of the includes out',
          },
        ),
      )
      session.incomplete = true
      continue
    }
    session.includeCount += 1
    if (session.includeCount > limit) {
      session.problems.push(
        faultAt('too-many-includes', item, ['include'], `more than ${limit} files are included`, {
          hint: 'look for files that include each other over and over',
        }),
      )
      session.incomplete = true
      break
    }
    const inner = await innerScope(include, scope, chain, session)
    const tree = await composeOnce(include, inner, session, compose)
    together =
      together === undefined ? onlyResources(tree) : joinIncludes(together, onlyResources(tree), session)
  }
  return together
}

function composeOnce(
  include: Include,
  scope: Scope,
  session: Session,
  compose: ComposeIncluded,
): Promise<MapNode> {
  // Which files led here matters only for cycles, and a file in a cycle is refused before it comes to this.
  const key = [scope.environmentKey, scope.directory, ...include.files.map(file => file.path)].join('\0')
  const known = session.includes.get(key)
  if (known !== undefined) return known
  const composing = compose(include.files, scope)
  session.includes.set(key, composing)
  return composing
}

function readInclude(item: Node, scope: Scope, session: Session): Include | undefined {
  const base = { directory: scope.directory, home: session.io.homedir() }
  const paths = textsOf(item.kind === 'map' ? childOf(item, 'path') : item)
  // The schema tells of an include of a wrong shape.
  if (paths.length === 0) return undefined
  const files = paths.map(({ text, node }) => ({ path: absolute(text, base), place: node.origin.place }))
  const folder = textIn(childOf(item, 'project_directory'))
  const directory = folder ? absolute(folder, base) : dirname((files[0] as NamedFile).path)
  const envFile = childOf(item, 'env_file')
  const envFiles = textsOf(envFile).map(({ text, node }) => ({
    path: isAbsolute(text) ? text : join(scope.directory, text),
    at: node,
  }))
  return { files, directory, envFiles: envFiles.length === 0 ? undefined : envFiles, at: item }
}

function textsOf(node: Node | undefined): { text: string; node: Node }[] {
  if (node === undefined) return []
  const items = node.kind === 'list' ? node.items : [node]
  return items.flatMap(item => {
    const text = textIn(item)
    return text === undefined || text === '' ? [] : [{ text, node: item }]
  })
}

/** The caller's environment goes before the include's files; without `env_file`, the folder's own `.env` counts. */
async function innerScope(
  include: Include,
  scope: Scope,
  includedBy: readonly string[],
  session: Session,
): Promise<Scope> {
  const own = join(include.directory, '.env')
  const files: { path: string; at?: Node }[] = include.envFiles
    ? [...include.envFiles]
    : (await session.io.kind(own)) === 'file'
      ? [{ path: own }]
      : []
  const { directory } = include
  if (files.length === 0) return { ...scope, directory, includedBy }
  const variables = new Map<string, VariableValue>()
  for (const { path, at } of files) {
    // People name the null device to have no file at all.
    if (path === '/dev/null') continue
    const read = await readText(session.io, path, { what: 'env file', place: at?.origin.place })
    session.problems.push(...read.problems)
    if (!read.ok) continue
    session.sources.set(path, read.text)
    const lookup = (name: string) => (scope.lookup(name) ?? variables.get(name))?.value
    const { variables: found, problems } = parseDotenv(read.text, path, lookup)
    session.problems.push(...problems)
    for (const [name, { value }] of found) {
      if (value !== undefined) variables.set(name, { value, from: 'env_file' })
    }
  }
  const lookup: Lookup = name => scope.lookup(name) ?? variables.get(name)
  const environmentKey = [scope.environmentKey, ...files.map(file => file.path)].join('\n')
  return { directory, lookup, includedBy, environmentKey }
}

/** Whatever else an included file says (its name, its own keys) is its own. */
function onlyResources(tree: MapNode): MapNode {
  return map(
    [...tree.entries].filter(([key]) => kinds.includes(key)),
    tree.origin,
  )
}

/** Of two includes that define one name, the earlier one is laid over the later, and the user told. */
function joinIncludes(earlier: MapNode, later: MapNode, session: Session): MapNode {
  for (const kind of kinds) {
    const first = childOf(earlier, kind)
    const second = childOf(later, kind)
    if (first?.kind !== 'map' || second?.kind !== 'map') continue
    for (const [name, { value, key }] of second.entries) {
      const other = first.entries.get(name)
      if (other === undefined || other.value === value || sameValue(other.value, value)) continue
      session.problems.push(
        warningAt(
          'include-conflict',
          { kind: 'scalar', value: null, origin: key },
          [kind, name],
          `two includes define ${kind}.${name} differently; the earlier one is laid over this one`,
          {
            hint: 'rename one of them, or keep the definition in one file',
            related: [{ message: 'the earlier definition stands here', place: other.key.place }],
          },
        ),
      )
    }
  }
  const merged = new Map<string, Entry>(earlier.entries)
  for (const [kind, entry] of later.entries) {
    const own = merged.get(kind)
    merged.set(
      kind,
      own === undefined ? entry : { key: own.key, value: overlay(entry.value, own.value, kind, session) },
    )
  }
  return { ...earlier, entries: merged }
}

function overlay(base: Node, over: Node, kind: string, session: Session): Node {
  if (base.kind !== 'map' || over.kind !== 'map') return over.kind === 'map' ? over : base
  const entries = new Map<string, Entry>(over.entries)
  for (const [name, entry] of base.entries) {
    const own = entries.get(name)
    if (own === undefined) entries.set(name, entry)
    else if (own.value !== entry.value && !sameValue(own.value, entry.value)) {
      const value = mergeNodes(entry.value, own.value, session.problems, [kind, name])
      entries.set(name, { key: own.key, value })
    }
  }
  return { ...over, entries }
}

const sameValue = (a: Node, b: Node): boolean => canonicalJson(toPlain(a)) === canonicalJson(toPlain(b))

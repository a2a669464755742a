// What services read from files of their own: env_file and label_file. Afterwards both are settled, and gone.
import type { Problem } from '../problem/index.ts'
import { derived, withEntries } from './canonical/rule.ts'
import { type Dotenv, parseDotenv, parseRawDotenv } from './dotenv.ts'
import { faultAt, shownPath } from './fault.ts'
import type { Lookup } from './interpolate.ts'
import { readText } from './io.ts'
import { type Entry, type MapNode, type Node, toPlain } from './node.ts'
import { childOf, textAt, textIn } from './scalar-text.ts'
import type { Session } from './session.ts'

/** The services with the variables and labels of their files; what a service says itself goes before. */
export async function readServiceFiles(
  services: MapNode,
  lookup: Lookup,
  session: Session,
): Promise<MapNode> {
  const texts: Texts = new Map()
  const entries = new Map<string, Entry>()
  let changed = false
  for (const [name, entry] of services.entries) {
    const { value } = entry
    if (value.kind !== 'map' || !(value.entries.has('env_file') || value.entries.has('label_file'))) {
      entries.set(name, entry)
      continue
    }
    changed = true
    const environment = await readEnvFiles(value, name, lookup, texts, session)
    const labels = await readLabelFiles(value, name, lookup, texts, session)
    entries.set(name, {
      key: entry.key,
      value: withEntries(value, { environment, labels, env_file: undefined, label_file: undefined }),
    })
  }
  return changed ? { ...services, entries } : services
}

/** A file that many services name is read once. */
type Texts = Map<string, Promise<{ readonly text?: string; readonly problems: readonly Problem[] }>>

async function readEnvFiles(
  service: MapNode,
  name: string,
  lookup: Lookup,
  texts: Texts,
  session: Session,
): Promise<Node | undefined> {
  const own = childOf(service, 'environment')
  const files = childOf(service, 'env_file')
  if (files?.kind !== 'list') return own
  const found = new Map<string, Entry>()
  for (const [index, item] of files.items.entries()) {
    const path = textAt(item, 'path')
    if (path === undefined) continue
    const required = childOf(item, 'required')
    const text = await readOnce(path, item, texts, session, {
      what: 'env file',
      path: ['services', name, 'env_file', index],
      optional: required !== undefined && toPlain(required) === false,
    })
    if (text === undefined) continue
    const known = (variable: string) =>
      lookup(variable)?.value ?? textIn(found.get(variable)?.value) ?? undefined
    const raw = textAt(item, 'format') === 'raw'
    addVariables(
      found,
      raw ? parseRawDotenv(text, path, known) : parseDotenv(text, path, known),
      'env_file',
      session,
    )
  }
  return overlay(found, own, files)
}

async function readLabelFiles(
  service: MapNode,
  name: string,
  lookup: Lookup,
  texts: Texts,
  session: Session,
): Promise<Node | undefined> {
  const own = childOf(service, 'labels')
  const files = childOf(service, 'label_file')
  if (files?.kind !== 'list') return own
  const found = new Map<string, Entry>()
  for (const [index, item] of files.items.entries()) {
    const path = textIn(item)
    if (path === undefined) continue
    const text = await readOnce(path, item, texts, session, {
      what: 'label file',
      path: ['services', name, 'label_file', index],
    })
    if (text === undefined) continue
    addVariables(
      found,
      parseDotenv(text, path, variable => lookup(variable)?.value),
      'label_file',
      session,
    )
  }
  return overlay(found, own, files)
}

function addVariables(
  found: Map<string, Entry>,
  dotenv: Dotenv,
  from: 'env_file' | 'label_file',
  session: Session,
): void {
  session.problems.push(...dotenv.problems)
  for (const [name, { value, origin }] of dotenv.variables) {
    if (value === undefined) continue
    found.set(name, { key: origin, value: derived(value, { ...origin, from }) })
  }
}

function overlay(found: ReadonlyMap<string, Entry>, own: Node | undefined, files: Node): Node | undefined {
  if (found.size === 0) return own
  const entries = new Map(found)
  if (own?.kind === 'map') for (const [name, entry] of own.entries) entries.set(name, entry)
  return { kind: 'map', entries, origin: own?.origin ?? files.origin }
}

interface Reading {
  readonly what: string
  readonly path: readonly (string | number)[]
  readonly optional?: boolean
}

async function readOnce(
  file: string,
  at: Node,
  texts: Texts,
  session: Session,
  reading: Reading,
): Promise<string | undefined> {
  const kind = texts.has(file) ? 'file' : await session.io.kind(file)
  if (kind === 'missing') {
    if (reading.optional) return undefined
    session.problems.push(
      faultAt(
        'service-file-not-found',
        at,
        reading.path,
        `the ${reading.what} ${shownPath(file, session.workingDirectory)} does not exist`,
        {
          hint:
            reading.what === 'env file'
              ? 'create it, correct the path, or write {path: …, required: false}'
              : 'create it, or correct the path',
        },
      ),
    )
    return undefined
  }
  const known = texts.get(file) ?? readFresh(file, at, reading.what, session)
  texts.set(file, known)
  return (await known).text
}

async function readFresh(file: string, at: Node, what: string, session: Session) {
  const read = await readText(session.io, file, { what, place: at.origin.place })
  session.problems.push(...read.problems)
  if (!read.ok) return { problems: read.problems }
  session.sources.set(file, read.text)
  return { text: read.text, problems: read.problems }
}

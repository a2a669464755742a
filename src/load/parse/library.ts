// Reads YAML with the library: the whole language, every fault with its place. Slow, so it runs only for texts that the quick
// reader declines, and it is what that reader is measured against. The only file that knows the library.
import {
  type Alias,
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type Pair,
  parseAllDocuments,
  type YAMLMap,
  type YAMLSeq,
  type Scalar as YamlScalar,
} from 'yaml'
import { errorProblem, type Place, type Problem, warningProblem } from '../../problem/index.ts'
import { suggestName } from '../../support/index.ts'
import type { Entry, ListNode, MapNode, Node, NodePath, NodeTag, ScalarNode } from '../node.ts'
import { formatPath } from '../node.ts'
import { resolvePlain } from '../scalars.ts'
import { type AliasBudget, maxDepth, maxProblems, spendAlias } from './bounds.ts'
import { describeNonStringKey, explainSyntax } from './explain.ts'
import { createLines, type Lines } from './lines.ts'
import { addMerged, mergeSources } from './merge-keys.ts'
import { describeTooDeep, findDepth, findUnbearable } from './scan.ts'

interface Result {
  readonly documents: readonly Node[]
  readonly problems: readonly Problem[]
}

/** More syntax errors than this in one file are echoes of each other. */
const maxSyntaxErrors = 10

/** Every document of a text whose line ends are `\n`. */
export function readWithLibrary(text: string, file: string): Result {
  const unbearable = findUnbearable(text, file)
  if (unbearable !== undefined) return { documents: [], problems: [unbearable] }
  const lines = createLines(text, file)
  let parsed: readonly Document.Parsed[]
  try {
    const result = parseAllDocuments(text, {
      schema: 'failsafe',
      uniqueKeys: false,
      prettyErrors: false,
      logLevel: 'silent',
    })
    parsed = Array.isArray(result) ? result : []
  } catch (error) {
    if (error instanceof RangeError)
      return { documents: [], problems: [describeTooDeep(lines.place(findDepth(text, maxDepth) ?? 0))] }
    throw error
  }
  const documents: Node[] = []
  const problems: Problem[] = []
  let syntaxErrors = 0
  for (const document of parsed) {
    if (document.errors.length > 0) {
      if (syntaxErrors >= maxSyntaxErrors) continue
      const found = explainSyntax(document, text, lines).slice(0, maxSyntaxErrors - syntaxErrors)
      syntaxErrors += found.length
      problems.push(...found)
      continue
    }
    if (problems.length >= maxProblems) break
    if (document.contents === null) continue
    const converted = convertDocument(document, text, lines)
    problems.push(...converted.problems)
    if (converted.node !== undefined) documents.push(converted.node)
  }
  return { documents, problems }
}

interface Anchor {
  /** Undefined while its value is being read. */
  node?: Node
  size: number
}

interface Conversion {
  readonly text: string
  readonly lines: Lines
  readonly problems: Problem[]
  readonly anchors: Map<string, Anchor>
  readonly budget: AliasBudget
  readonly path: (string | number)[]
}

/** Thrown to give a document up as a whole. */
class GiveUp extends Error {}

function convertDocument(
  document: Document.Parsed,
  text: string,
  lines: Lines,
): { node?: Node; problems: Problem[] } {
  const conversion: Conversion = {
    text,
    lines,
    problems: [],
    anchors: new Map(),
    budget: { total: 0, aliased: 0 },
    path: [],
  }
  try {
    const contents = document.contents
    const node = convert(contents, conversion, lines.place(contents?.range?.[0] ?? 0))
    // A document of nothing but comments says nothing.
    const empty = node.kind === 'scalar' && node.value === null && node.text === ''
    return { node: empty && node.tag === undefined ? undefined : node, problems: conversion.problems }
  } catch (error) {
    if (!(error instanceof GiveUp)) throw error
    return { problems: conversion.problems }
  }
}

function report(conversion: Conversion, problem: Problem): void {
  conversion.problems.push(problem)
  if (conversion.problems.length >= maxProblems) throw new GiveUp()
}

/** `fallback` is the place of an empty value, which has none of its own: its key's, or its dash's. */
function convert(yaml: unknown, conversion: Conversion, fallback: Place): Node {
  if (isAlias(yaml)) return convertAlias(yaml, conversion, fallback)
  const anchor = (yaml as { anchor?: string } | null)?.anchor
  if (anchor === undefined) return convertValue(yaml, conversion, fallback)
  const entry: Anchor = { size: 0 }
  conversion.anchors.set(anchor, entry)
  const before = conversion.budget.total
  const node = convertValue(yaml, conversion, fallback)
  entry.node = node
  entry.size = conversion.budget.total - before
  return node
}

function convertValue(yaml: unknown, conversion: Conversion, fallback: Place): Node {
  conversion.budget.total += 1
  if (isScalar(yaml)) return convertScalar(yaml, conversion, fallback)
  if (conversion.path.length > maxDepth) {
    report(conversion, describeTooDeep(placeOf(yaml, conversion) ?? fallback))
    throw new GiveUp()
  }
  if (isMap(yaml)) return convertMap(yaml, conversion)
  if (isSeq(yaml)) return convertList(yaml, conversion)
  return { kind: 'scalar', value: null, text: '', origin: { place: fallback } }
}

function convertAlias(yaml: Alias, conversion: Conversion, fallback: Place): Node {
  const place = placeOf(yaml, conversion) ?? fallback
  const anchor = conversion.anchors.get(yaml.source)
  const empty: Node = { kind: 'scalar', value: null, origin: { place } }
  const path = formatPath(conversion.path)
  if (anchor === undefined) {
    const close = suggestName(yaml.source, conversion.anchors.keys())
    const hint =
      close === undefined
        ? 'put quotes around the value if the * belongs to it, or set the anchor on a value above'
        : `did you mean *${close}?`
    const message = `no anchor &${yaml.source} stands before the alias *${yaml.source}`
    report(conversion, errorProblem('unknown-alias', message, { place, path, hint }))
    return empty
  }
  if (anchor.node === undefined) {
    const message = `the alias *${yaml.source} stands within the value that it refers to`
    const hint = 'refer to another anchor, or write the value out'
    report(conversion, errorProblem('alias-cycle', message, { place, path, hint }))
    return empty
  }
  if (!spendAlias(conversion.budget, anchor.size)) {
    const total = conversion.budget.total.toLocaleString('en')
    const message = `aliases of aliases multiply the values of this file: ${total} up to here, nearly all of them copies`
    const hint = 'write the values out, or use fewer aliases of aliases'
    report(conversion, errorProblem('too-many-aliases', message, { place, path, hint }))
    throw new GiveUp()
  }
  return anchor.node
}

function convertScalar(yaml: YamlScalar, conversion: Conversion, fallback: Place): ScalarNode {
  const written = yaml.source ?? ''
  const plain = yaml.type === 'PLAIN'
  const place = plain && written === '' ? fallback : (placeOf(yaml, conversion) ?? fallback)
  const tag = readTag(yaml, conversion)
  const origin = { place }
  if (tag.forced !== undefined) {
    return { kind: 'scalar', value: forceTag(tag.forced, written, place, conversion), origin }
  }
  const node: ScalarNode = plain
    ? { kind: 'scalar', value: resolvePlain(written), text: written, origin }
    : { kind: 'scalar', value: textOf(yaml, conversion), origin }
  return tag.kept === undefined ? node : { ...node, tag: tag.kept }
}

/** A block text whose last line has no line end has none in its value either; the library adds one. */
function textOf(yaml: YamlScalar, { text }: Conversion): string {
  const value = String(yaml.value ?? yaml.source ?? '')
  const isBlock = yaml.type === 'BLOCK_LITERAL' || yaml.type === 'BLOCK_FOLDED'
  const open =
    isBlock && yaml.range?.[1] === text.length && /\S[^\n]*$/.test(text.slice(text.lastIndexOf('\n') + 1))
  return open && value.endsWith('\n') ? value.slice(0, -1) : value
}

function convertList(yaml: YAMLSeq, conversion: Conversion): ListNode {
  const tag = readTag(yaml, conversion).kept
  const place = placeOf(yaml, conversion) as Place
  const items = yaml.items.map((item, index) => {
    conversion.path.push(index)
    const node = convert(item, conversion, dashPlace(item, conversion) ?? place)
    conversion.path.pop()
    return node
  })
  const node: ListNode = { kind: 'list', items, origin: { place } }
  return tag === undefined ? node : { ...node, tag }
}

function convertMap(yaml: YAMLMap, conversion: Conversion): MapNode {
  const tag = readTag(yaml, conversion).kept
  const place = placeOf(yaml, conversion) as Place
  const entries = new Map<string, Entry>()
  let merge: { place: Place; value: Node } | undefined
  for (const pair of yaml.items) {
    const key = readKey(pair, conversion)
    if (key === undefined) continue
    conversion.path.push(key.text)
    const value = convert(pair.value, conversion, key.place)
    conversion.path.pop()
    if (key.merge) {
      if (merge === undefined) merge = { place: key.place, value }
      else {
        const path = formatPath(conversion.path)
        const hint = 'join them: <<: [*a, *b]'
        const related = [{ message: 'the first one', place: merge.place }]
        const rest = { place: key.place, path, hint, related }
        report(conversion, errorProblem('bad-merge-key', 'the map has a second merge key', rest))
      }
      continue
    }
    const first = entries.get(key.text)
    if (first === undefined) entries.set(key.text, { key: { place: key.place }, value })
    else report(conversion, duplicateKey(key, first, conversion))
  }
  if (merge !== undefined) {
    const sources = mergeSources(merge.value)
    if (sources !== undefined) addMerged(entries, sources)
    else if (!isFaulty(merge.value, conversion)) report(conversion, badMerge(merge, conversion))
  }
  const node: MapNode = { kind: 'map', entries, origin: { place } }
  return tag === undefined ? node : { ...node, tag }
}

/** Whether a value stands for an alias that was complained of already. */
const isFaulty = (value: Node, { problems }: Conversion): boolean =>
  problems.some(problem => problem.place === value.origin.place)

function duplicateKey(key: { text: string; place: Place }, first: Entry, conversion: Conversion): Problem {
  const name = JSON.stringify(key.text)
  return errorProblem('duplicate-key', `the key ${name} stands here for a second time`, {
    place: key.place,
    path: formatPath([...conversion.path, key.text]),
    hint: `remove it, or join it with the one in line ${first.key.place.line}`,
    related: [{ message: `${name} stands here first`, place: first.key.place }],
  })
}

function badMerge(merge: { place: Place; value: Node }, conversion: Conversion): Problem {
  const what = merge.value.kind === 'list' ? 'a list with items that are no maps' : 'text'
  const empty = merge.value.kind === 'scalar' && merge.value.value === null
  return errorProblem(
    'bad-merge-key',
    `<< takes a map or a list of maps, and this is ${empty ? 'empty' : what}`,
    {
      place: merge.place,
      path: formatPath(conversion.path),
      hint: 'give it an alias of a map: <<: *name',
      related:
        merge.value.origin.place === merge.place
          ? []
          : [{ message: 'the value stands here', place: merge.value.origin.place }],
    },
  )
}

function readKey(
  pair: Pair,
  conversion: Conversion,
): { text: string; place: Place; merge: boolean } | undefined {
  const yaml = pair.key
  const offset = rangeOf(yaml)?.[0] ?? rangeOf(pair.value)?.[0] ?? 0
  const fallback = conversion.lines.place(offset)
  const node = convert(yaml, conversion, fallback)
  const place = placeOf(yaml, conversion) ?? fallback
  if (node.kind === 'scalar' && typeof node.value === 'string') {
    return { text: node.value, place, merge: node.value === '<<' && node.text === '<<' }
  }
  const { message, hint } = describeNonStringKey(node, conversion.lines.textAt(offset))
  const path: NodePath = conversion.path
  report(conversion, errorProblem('non-string-key', message, { place, hint, path: formatPath(path) }))
  return undefined
}

const rangeOf = (yaml: unknown): readonly [number, number, number] | undefined =>
  (yaml as { range?: [number, number, number] | null } | null)?.range ?? undefined

function placeOf(yaml: unknown, { lines }: Conversion): Place | undefined {
  const range = rangeOf(yaml)
  if (range === undefined) return undefined
  return isScalar(yaml) ? lines.place(range[0], range[1]) : lines.place(range[0])
}

/** The dash that an empty list item stands for. */
function dashPlace(item: unknown, { text, lines }: Conversion): Place | undefined {
  if (!isScalar(item) || item.source !== '' || item.type !== 'PLAIN') return undefined
  let at = (item.range?.[0] ?? 0) - 1
  while (at > 0 && text[at] !== '-') at -= 1
  return text[at] === '-' ? lines.place(at) : undefined
}

const core = 'tag:yaml.org,2002:'

/** `kept` is for the merge of files; `forced` is a type that the tag gives to a scalar, `str` for tags that mean nothing. */
function readTag(
  yaml: YamlScalar | YAMLMap | YAMLSeq,
  conversion: Conversion,
): { kept?: NodeTag; forced?: string } {
  const { tag } = yaml
  // The library tags what it resolves itself, too; only what stands in the text counts, and that is not the failsafe default.
  if (tag === undefined || tag === '!') return tag === '!' && isScalar(yaml) ? { forced: 'str' } : {}
  if (tag === '!reset') return { kept: 'reset' }
  if (tag === '!override') return { kept: 'override' }
  if (tag.startsWith(core)) return isScalar(yaml) ? { forced: tag.slice(core.length) } : {}
  const place = placeOf(yaml, conversion)
  const close = suggestName(tag, ['!reset', '!override'])
  const hint =
    close === undefined ? 'put quotes around the value if the ! belongs to it' : `did you mean ${close}?`
  const message = `the tag ${tag} means nothing here and is ignored`
  report(
    conversion,
    warningProblem('unknown-tag', message, { place, hint, path: formatPath(conversion.path) }),
  )
  return isScalar(yaml) ? { forced: 'str' } : {}
}

function forceTag(type: string, written: string, place: Place, conversion: Conversion): ScalarNode['value'] {
  if (type === 'str' || type === 'binary' || type === 'timestamp') return written
  const value = resolvePlain(written)
  const wanted = { int: 'number', float: 'number', bool: 'boolean', null: 'object' }[type]
  if (wanted === undefined) return written
  if (typeof value === wanted) return value
  const message = `${JSON.stringify(written)} is not what its tag !!${type} says`
  report(
    conversion,
    errorProblem('yaml-syntax', message, {
      place,
      hint: 'remove the tag, or correct the value',
      path: formatPath(conversion.path),
    }),
  )
  return written
}

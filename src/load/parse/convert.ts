// From one document of the library to a located tree: aliases resolved, merge keys merged, tags read.
import {
  type Alias,
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type Pair,
  type YAMLMap,
  type YAMLSeq,
  type Scalar as YamlScalar,
} from 'yaml'
import { errorProblem, type Place, type Problem } from '../../problem/index.ts'
import { suggestName } from '../../support/index.ts'
import {
  type Entry,
  formatPath,
  type ListNode,
  type MapNode,
  type Node,
  type NodePath,
  type ScalarNode,
} from '../node.ts'
import { resolvePlain } from '../scalars.ts'
import { maxDepth, spendAlias } from './bounds.ts'
import { type Anchor, type Conversion, dashPlace, GiveUp, placeOf, rangeOf, report } from './conversion.ts'
import { describeNonStringKey } from './explain.ts'
import type { Lines } from './lines.ts'
import { addMerged, mergeSources } from './merge-keys.ts'
import { describeTooDeep } from './scan.ts'
import { forceTag, readTag } from './tags.ts'
import { badMerge, duplicateKey, isFaulty } from './tree-faults.ts'

/** The tree of a document without syntax errors, and what is wrong with it; no tree where it says nothing, or too much. */
export function convertDocument(
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

// Makes a located tree of a stack file's text, for tests of the schema check alone: no interpolation, no merge.
import { isAlias, isMap, isScalar, isSeq, LineCounter, parseDocument, type Node as YamlNode } from 'yaml'
import { list, map, type Node, type Origin, type ScalarNode } from '../../../src/load/node.ts'

/** The tree of one YAML document; keys that are no strings become strings. */
export function treeOf(text: string, file = 'compose.yaml'): Node {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, merge: true, logLevel: 'silent' })
  const originOf = (node: unknown): Origin => {
    const range = (node as YamlNode | null)?.range
    const { line, col } = lines.linePos(range?.[0] ?? 0)
    return { place: { file, line, column: col } }
  }
  const convert = (node: unknown): Node => {
    if (isAlias(node)) return convert(node.resolve(document))
    if (isSeq(node)) return list(node.items.map(convert), originOf(node))
    if (isMap(node)) {
      const entries = node.items.map(pair => {
        const key = originOf(pair.key)
        return [
          String(pair.key),
          { key, value: pair.value === null ? empty(key) : convert(pair.value) },
        ] as const
      })
      return map(entries, originOf(node))
    }
    if (!isScalar(node)) return empty(originOf(node))
    const quoted = node.type === 'QUOTE_DOUBLE' || node.type === 'QUOTE_SINGLE'
    const scalar: ScalarNode = {
      kind: 'scalar',
      value: node.value as ScalarNode['value'],
      text: quoted ? undefined : node.source,
      origin: originOf(node),
    }
    return scalar
  }
  return convert(document.contents)
}

const empty = (origin: Origin): ScalarNode => ({ kind: 'scalar', value: null, origin })

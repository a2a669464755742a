// Turns text into the boolean or number that the model wants at its place. Knows the words, not the places.
import { errorProblem, type Problem, warningProblem } from '../problem/index.ts'
import type { CastKind } from './cast-paths.ts'
import { formatPath, type NodePath, type ScalarNode } from './node.ts'

export interface Cast {
  /** Where the text cannot be cast, with a value that no later stage objects to: the problem says it once. */
  readonly node: ScalarNode
  readonly problem?: Problem
}

const wanted: Readonly<Record<CastKind, { what: string; example: string }>> = {
  bool: { what: 'true or false', example: 'true' },
  int: { what: 'a whole number', example: '1' },
  float: { what: 'a number', example: '0.5' },
  mode: { what: 'a file mode in octal', example: '0440' },
}

const harmless: Readonly<Record<CastKind, boolean | number>> = { bool: false, int: 1, float: 0, mode: 0o440 }

/** Casts a text; `unset` are the variables in it that have no value. */
export function castText(node: ScalarNode, kind: CastKind, path: NodePath, unset: readonly string[]): Cast {
  const text = node.value as string
  const value = readAs(text, kind)
  const place = node.origin.place
  if (value === undefined) {
    return { node: { ...node, value: harmless[kind] }, problem: describeBadCast(node, kind, path, unset) }
  }
  const cast: ScalarNode = { kind: 'scalar', value, origin: node.origin, tag: node.tag }
  const legacy = kind === 'bool' && !/^(?:true|false)$/i.test(text)
  if (!legacy) return { node: cast }
  const problem = warningProblem(
    'legacy-boolean',
    `${keyOf(path)}: ${JSON.stringify(text)} is taken for ${value}`,
    {
      place,
      path: formatPath(path),
      hint: `write ${value}`,
    },
  )
  return { node: cast, problem }
}

function readAs(text: string, kind: CastKind): boolean | number | undefined {
  switch (kind) {
    case 'bool':
      if (/^(?:true|y|yes|on)$/i.test(text)) return true
      return /^(?:false|n|no|off)$/i.test(text) ? false : undefined
    case 'int':
      return /^[-+]?[0-9]+$/.test(text) ? Number(text) : undefined
    case 'mode':
      return /^(?:0o)?[0-7]+$/.test(text) ? Number.parseInt(text.replace(/^0o/, ''), 8) : undefined
    case 'float':
      return /^[-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?$/.test(text) ? Number(text) : undefined
  }
}

function describeBadCast(
  node: ScalarNode,
  kind: CastKind,
  path: NodePath,
  unset: readonly string[],
): Problem {
  const { what, example } = wanted[kind]
  const text = JSON.stringify(node.value)
  const { raw, variables = [], place } = node.origin
  const rest = { place, path: formatPath(path) }
  const key = keyOf(path)
  if (variables.length === 0) {
    return errorProblem('bad-cast', `${key} takes ${what}, and ${text} is not`, {
      ...rest,
      hint: /^\d+,\d+$/.test(String(node.value))
        ? `did you mean ${String(node.value).replace(',', '.')}?`
        : `write ${what}`,
    })
  }
  const became = `and ${JSON.stringify(raw)} became ${text}`
  if (unset.length > 0) {
    const [name] = unset
    const message = `${key} takes ${what}, ${became}, because ${unset.join(' and ')} is unset`
    const hint = `set ${name}, or give a default: \${${name}:-${example}}`
    return errorProblem('bad-cast', message, { ...rest, hint })
  }
  const hint = `set ${variables.join(' and ')} so that it becomes ${what}`
  return errorProblem('bad-cast', `${key} takes ${what}, ${became}`, { ...rest, hint })
}

/** The last part that is a key: items are told by their list. */
const keyOf = (path: NodePath): string => String(path.findLast(part => typeof part === 'string') ?? 'this')

// Checks a loaded tree against the schema and turns every fault into a problem at its place.
// Must not know how the tree came to be: it may be one file or the sum of many.
import type { Problem } from '../problem/index.ts'
import { readSchema } from './generated/schema.ts'
import { validate } from './generated/validate.ts'
import { type Node, toPlain } from './node.ts'
import { describeKey, describeMissing, describeSwallowed } from './schema-key-fault.ts'
import { findSite } from './schema-site.ts'
import { describeType } from './schema-type-fault.ts'
import type { SchemaFault, SchemaRoot } from './schema-types.ts'
import { describeChoice, describeDouble, describeRange } from './schema-value-fault.ts'

/**
 * Every fault in the shape of a stack, in the order of the tree; empty where it fits.
 *
 * @param tree the accumulated tree: interpolated, merged, extended, not yet canonical
 * @param plain the tree's plain value, where the caller has it already
 */
export function validateStack(tree: Node, plain: unknown = toPlain(tree)): Problem[] {
  if (validate(plain)) return []
  const root = readSchema()
  const found = new Map<string, Problem>()
  for (const fault of withoutEchoes(validate.errors ?? [])) {
    const problem = describe(fault, tree, root)
    if (problem === undefined) continue
    const { file, line, column } = problem.place ?? { file: '', line: 0, column: 0 }
    found.set(`${file}:${line}:${column} ${problem.code} ${problem.message}`, problem)
  }
  return [...found.values()].sort(byPlace)
}

function byPlace({ place: a }: Problem, { place: b }: Problem): number {
  if (a === undefined || b === undefined) return 0
  if (a.file !== b.file) return a.file < b.file ? -1 : 1
  return a.line - b.line || a.column - b.column
}

/** A value of the wrong kind fails other checks too; only the kind is worth a word. */
function withoutEchoes(faults: readonly SchemaFault[]): readonly SchemaFault[] {
  const wrongKind = new Set(faults.filter(fault => fault.keyword === 'type').map(fault => fault.instancePath))
  return faults.filter(fault => fault.keyword === 'type' || !wrongKind.has(fault.instancePath))
}

function describe(fault: SchemaFault, tree: Node, root: SchemaRoot): Problem | undefined {
  const site = findSite(fault, tree, root)
  const swallowed = describeSwallowed(site, tree, root)
  if (swallowed !== undefined) return swallowed
  switch (fault.keyword) {
    case 'type':
      return describeType(site)
    case 'additionalProperties':
      return describeKey(site, fault, tree, root)
    case 'required':
      return describeMissing(site, fault, root)
    case 'enum':
    case 'pattern':
      return describeChoice(site)
    case 'minimum':
    case 'maximum':
      return describeRange(site, fault)
    case 'uniqueItems':
      return describeDouble(site, fault)
    default:
      // The parts use no other keyword; the generator's check of the vocabulary keeps it so.
      throw new Error(`the schema check does not know the keyword ${fault.keyword}`)
  }
}

// Where a fault of the validator is: its path, the node and the key there, and what the schema says of that place.
// Knows JSON pointers and the schema's vocabulary; no words for users.
import type { Place } from '../problem/index.ts'
import type { ListNode, MapNode, Node } from './node.ts'
import type { SchemaFault, SchemaNode, SchemaRoot } from './schema-types.ts'

export interface Site {
  readonly path: readonly (string | number)[]
  readonly node: Node
  /** The key that the node stands under; absent in lists and at the root. */
  readonly keyPlace?: Place
  /** What holds the node; absent at the root. */
  readonly holder?: MapNode | ListNode
  /** What the schema says of the node, with the description of the reference laid over the shape that it names. */
  readonly schema: SchemaNode
  readonly holderSchema?: SchemaNode
  /** The name of the shape in the schema, where it has one of its own. */
  readonly shape?: string
}

/** Follows the fault's pointer through the tree and the schema side by side. */
export function findSite(fault: SchemaFault, tree: Node, root: SchemaRoot): Site {
  let site: Site = { path: [], node: tree, schema: root }
  if (fault.instancePath === '') return site
  for (const part of fault.instancePath.slice(1).split('/')) {
    const next = stepInto(site, part.replaceAll('~1', '/').replaceAll('~0', '~'), root)
    if (next === undefined) return site
    site = next
  }
  return site
}

function stepInto(site: Site, part: string, root: SchemaRoot): Site | undefined {
  const { node, schema } = site
  if (node.kind === 'list') {
    const item = node.items[Number(part)]
    if (item === undefined) return undefined
    return {
      path: [...site.path, Number(part)],
      node: item,
      holder: node,
      holderSchema: schema,
      ...resolve(schema.items, root),
    }
  }
  const entry = node.kind === 'map' ? node.entries.get(part) : undefined
  if (node.kind !== 'map' || entry === undefined) return undefined
  return {
    path: [...site.path, part],
    node: entry.value,
    keyPlace: entry.key.place,
    holder: node,
    holderSchema: schema,
    ...resolve(schemaOfKey(schema, part), root),
  }
}

function schemaOfKey(schema: SchemaNode, key: string): SchemaNode | undefined {
  if (schema.properties && Object.hasOwn(schema.properties, key)) return schema.properties[key]
  for (const [pattern, value] of Object.entries(schema.patternProperties ?? {})) {
    if (new RegExp(pattern).test(key)) return value
  }
  return schema.additionalProperties === false ? undefined : schema.additionalProperties
}

/** Lays what stands beside a reference over the shape that it names. */
export function resolve(
  schema: SchemaNode | undefined,
  root: SchemaRoot,
): { schema: SchemaNode; shape?: string } {
  if (schema?.$ref === undefined) return { schema: schema ?? {} }
  const shape = schema.$ref.slice('#/$defs/'.length)
  const { $ref: _, ...beside } = schema
  return { schema: { ...root.$defs[shape], ...beside }, shape }
}

/** The kinds of values that a schema takes, as JSON schema names them. */
export function kindsOf(schema: SchemaNode | undefined): readonly string[] {
  if (schema?.type === undefined) return []
  return typeof schema.type === 'string' ? [schema.type] : schema.type
}

/** The last key of the path: `environment` for an item of the list, too. */
export function nameOf(site: Site): string {
  for (let index = site.path.length - 1; index >= 0; index -= 1) {
    const part = site.path[index]
    if (typeof part === 'string') return part
  }
  return 'the file'
}

/** Where to point at: a scalar itself, else the key that it stands under. */
export function placeOf(site: Site): Place {
  if (site.node.kind === 'scalar' && site.node.value !== null) return site.node.origin.place
  return site.keyPlace ?? site.node.origin.place
}

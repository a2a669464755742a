// Problems of keys: unknown, in the wrong place, badly named, missing.
import { errorProblem, type Problem } from '../problem/index.ts'
import { formatPath, type MapNode, type Node } from './node.ts'
import { placeBelow, suggestKey, translateKey } from './schema-places.ts'
import { kindsOf, nameOf, resolve, type Site } from './schema-site.ts'
import { describeMapInList } from './schema-type-fault.ts'
import type { SchemaFault, SchemaNode, SchemaRoot } from './schema-types.ts'
import { exampleLine, joinWords } from './schema-words.ts'

/** A key that the map does not take. */
export function describeKey(
  site: Site,
  fault: SchemaFault,
  tree: Node,
  root: SchemaRoot,
): Problem | undefined {
  const key = String(fault.params.additionalProperty)
  if (site.node.kind !== 'map') return undefined
  const entry = site.node.entries.get(key)
  if (entry === undefined) return undefined
  if (site.schema.properties === undefined || key === '') return describeName(site, key, site.node)
  if (isMeantAsText(site, site.node)) return describeMapInList(site, site.node)

  const rest = { place: entry.key.place, path: formatPath([...site.path, key]) }
  const unknown = (hint: string) =>
    errorProblem('unknown-key', `unknown key ${JSON.stringify(key)}`, { ...rest, hint })
  if (site.path.length === 0 && looksLikeService(entry.value, root)) {
    const hasServices = tree.kind === 'map' && tree.entries.has('services')
    const message = `${JSON.stringify(key)} looks like a service, but is not under services`
    const hint = hasServices ? 'indent it below services:' : 'put services: above it, and indent it below'
    return errorProblem('service-outside-services', message, { ...rest, hint })
  }
  if (site.path.length === 0 && isKubernetes(site.node)) {
    if (key !== 'apiVersion') return undefined
    const message = 'this is a manifest for Kubernetes, not a stack file'
    return errorProblem('unknown-key', message, {
      ...rest,
      hint: 'apply it with kubectl, or write a stack file that begins with services:',
    })
  }
  const allowed = Object.keys(site.schema.properties)
  const close = suggestKey(key, allowed)
  // A key that exists below as it is written was hardly misspelt, but for the s of a plural.
  const isPlural = close?.key === `${key}s` || `${close?.key}s` === key
  const isKnownBelow = placeBelow(key, site.schema, root) !== undefined
  if (close?.sure && (isPlural || !isKnownBelow)) return unknown(`did you mean "${close.key}"?`)
  const other = translateKey(key, allowed)
  if (other !== undefined && entry.value.kind !== 'map') return unknown(`did you mean "${other}"?`)
  const misplaced = describeMisplaced(site, key, root, rest)
  if (misplaced !== undefined) return misplaced
  const near = other ?? close?.key
  return unknown(near === undefined ? keyHint(key, site) : `did you mean "${near}"?`)
}

/** Where a top-level element was indented below services, and is now read as a service: the fault behind all others there. */
export function describeSwallowed(site: Site, tree: Node, root: SchemaRoot): Problem | undefined {
  const [top, name] = site.path
  if (top !== 'services' || typeof name !== 'string' || tree.kind !== 'map') return undefined
  if (!Object.hasOwn(root.properties ?? {}, name)) return undefined
  const services = tree.entries.get('services')?.value
  const entry = services?.kind === 'map' ? services.entries.get(name) : undefined
  if (entry === undefined || looksLikeService(entry.value, root)) return undefined
  const message = `${JSON.stringify(name)} does not belong here: below services it is taken for a service`
  const hint = `move it to the left margin, to the level of services:`
  return errorProblem('misplaced-key', message, {
    hint,
    place: entry.key.place,
    path: formatPath(['services', name]),
  })
}

const isKubernetes = (node: MapNode): boolean =>
  node.entries.has('apiVersion') && node.entries.has('kind') && !node.entries.has('services')

function keyHint(key: string, site: Site): string {
  if (
    site.path.at(-1) === 'logging' &&
    /^(max-(size|file)|tag|compress|mode|(syslog|gelf|fluentd|awslogs|loki)-.*)$/.test(key)
  )
    return `options of the driver stand below options:, as in options: { ${key}: … }`
  const own = kindsOf(site.schema).length > 0 && site.schema.patternProperties?.['^x-'] !== undefined
  const names = Object.keys(site.schema.properties ?? {})
  const few = names.length <= 9 ? `${nameOf(site)} takes ${joinWords(names, 'and')}` : undefined
  if (few !== undefined) return few
  return own ? `remove it, or call it "x-${key.replace(/^x[-_]?/, '')}" if it is your own` : 'remove it'
}

/** A key that is known, but elsewhere: below this place, above it, or at the top. */
function describeMisplaced(
  site: Site,
  key: string,
  root: SchemaRoot,
  rest: Pick<Problem, 'place' | 'path'>,
): Problem | undefined {
  const misplaced = (belongs: string, hint: string) =>
    errorProblem('misplaced-key', `${JSON.stringify(key)} does not belong here: ${belongs}`, {
      ...rest,
      hint,
    })
  const below = placeBelow(key, site.schema, root)
  if (below) return misplaced(`it belongs under ${below.join('.')}`, `write it below ${below.join(': ')}:`)
  const service = root.$defs.service
  const inService = site.path[0] === 'services' && site.path.length > 2
  if (inService && service?.properties && Object.hasOwn(service.properties, key)) {
    const name = String(site.path[1])
    return misplaced(
      `it is a key of the service`,
      `move it out to the level of ${name}'s other keys; look at the indentation`,
    )
  }
  if (site.path.length > 0 && Object.hasOwn(root.properties ?? {}, key)) {
    return misplaced('it is a top-level element', 'move it to the left margin')
  }
  if (site.path.length === 0 && service?.properties && Object.hasOwn(service.properties, key)) {
    return misplaced(
      'it is a key of a service',
      "indent it below a service's name, which stands below services:",
    )
  }
  if (inService && service) {
    const elsewhere = placeBelow(key, service, root)
    if (elsewhere)
      return misplaced(`it belongs under ${elsewhere.join('.')}`, `write it below ${elsewhere.join(': ')}:`)
  }
  return undefined
}

/** `- 8080: 80` and the like: a list item that takes text, and got a map of one key that means nothing. */
function isMeantAsText(site: Site, node: MapNode): boolean {
  const [first] = node.entries.values()
  return (
    typeof site.path.at(-1) === 'number' &&
    kindsOf(site.schema).includes('string') &&
    node.entries.size === 1 &&
    first?.value.kind === 'scalar' &&
    !Object.hasOwn(site.schema.properties ?? {}, [...node.entries.keys()][0] as string)
  )
}

function looksLikeService(node: Node, root: SchemaRoot): boolean {
  if (node.kind !== 'map') return false
  const known: Readonly<Record<string, SchemaNode>> = root.$defs.service?.properties ?? {}
  return (
    ['image', 'build'].some(key => node.entries.has(key)) &&
    [...node.entries.keys()].some(key => Object.hasOwn(known, key))
  )
}

function describeName(site: Site, key: string, node: MapNode): Problem {
  const rest = { place: node.entries.get(key)?.key.place, path: formatPath([...site.path, key]) }
  const names = site.schema['x-names']
  const shape = names === undefined ? 'of letters, digits, dots, dashes and underscores' : names
  if (key === '')
    return errorProblem('bad-name', `a key of ${nameOf(site)} is empty`, { ...rest, hint: 'give it a name' })
  const better = key.trim().replace(/[^a-zA-Z0-9._-]+/g, '-')
  return errorProblem(
    'bad-name',
    `${JSON.stringify(key)} is not ${names === undefined ? `a name ${shape}` : shape}`,
    {
      ...rest,
      hint: /[a-zA-Z0-9]/.test(better) ? `write ${better}` : undefined,
    },
  )
}

/** A key that the map must have. */
export function describeMissing(site: Site, fault: SchemaFault, root: SchemaRoot): Problem | undefined {
  if (site.node.kind === 'map' && isMeantAsText(site, site.node)) return undefined
  const key = String(fault.params.missingProperty)
  const property = resolve(site.schema.properties?.[key], root).schema
  const choice = property.enum === undefined ? '' : ` (${joinWords(property.enum, 'or')})`
  const example = exampleLine(key, property)
  const owner = typeof site.path.at(-1) === 'number' ? `an item of ${nameOf(site)}` : nameOf(site)
  return errorProblem('missing-key', `${owner} lacks the key ${JSON.stringify(key)}`, {
    hint: example && `add ${example}${choice}`,
    place: site.keyPlace ?? site.node.origin.place,
    path: formatPath(site.path),
  })
}

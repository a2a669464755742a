// Mounts of a service: the short form taken apart, the long form completed.
import type { Entry, MapNode, Node, ScalarNode } from '../node.ts'
import { textIn } from '../scalar-text.ts'
import { cleanPath, isHostPath, parseMountSpec } from './mount-spec.ts'
import {
  type CanonicalRule,
  type CanonicalSite,
  derived,
  derivedMap,
  isPending,
  refuse,
  warn,
  withEntries,
} from './rule.ts'

const form = 'write "SOURCE:TARGET" or "SOURCE:TARGET:ro", such as "./data:/data"'
const propagations = ['private', 'rprivate', 'shared', 'rshared', 'slave', 'rslave']
/** Asked of Docker Desktop once; every engine of today passes them over. */
const silent = ['cached', 'delegated', 'consistent', 'default']

/** Every mount a map with `type` and `target`. */
export const mount: CanonicalRule = (node, site) => {
  if (node.kind === 'map') return completeMount(node, site)
  return node.kind === 'scalar' && typeof node.value === 'string' ? expandMount(node, node.value, site) : node
}

function expandMount(node: ScalarNode, written: string, site: CanonicalSite): Node {
  // Whether a variable holds a folder or a volume is not known yet.
  if (isPending(node, site)) return node
  const spec = parseMountSpec(written)
  if (typeof spec === 'string') return refuseSpec(spec, node, written, site)
  const { origin } = node
  const bind = spec.source !== undefined && isHostPath(spec.source)
  const bindOptions: Record<string, string> = {}
  let readOnly = false
  let nocopy = false
  for (const mode of spec.modes) {
    if (mode === 'ro') readOnly = true
    else if (mode === 'rw') readOnly = false
    else if (mode === 'nocopy') nocopy = true
    else if (propagations.includes(mode)) bindOptions.propagation = mode
    else if (mode === 'z' || mode === 'Z') bindOptions.selinux = mode
    else if (!silent.includes(mode)) {
      warn(
        'unknown-mount-mode',
        node,
        site,
        `the mode ${JSON.stringify(mode)} of ${JSON.stringify(written)} is not known and has no effect`,
        {
          hint: 'modes are ro, rw, z, Z, nocopy and the propagations, such as rslave',
        },
      )
    }
  }
  if (/^\p{L}:\/[^:]*$/u.test(written)) {
    warn(
      'drive-letter',
      node,
      site,
      `${JSON.stringify(written)} is read as a path on drive ${written[0]}, so no volume "${written[0]}" is mounted`,
      {
        hint: `write the long form: {type: volume, source: ${written[0]}, target: ${written.slice(2)}}`,
      },
    )
  }
  return derivedMap(
    {
      type: bind ? 'bind' : 'volume',
      source: spec.source,
      target: cleanPath(spec.target),
      read_only: readOnly || undefined,
      bind: bind || Object.keys(bindOptions).length > 0 ? derivedMap(bindOptions, origin) : undefined,
      volume: bind ? undefined : derivedMap({ nocopy: nocopy || undefined }, origin),
    },
    origin,
  )
}

function refuseSpec(fault: string, node: ScalarNode, written: string, site: CanonicalSite): Node {
  const unset = node.origin.variables ?? []
  if (unset.length > 0 && node.origin.raw !== undefined) {
    const [name = ''] = unset
    return refuseAsIs(
      node,
      site,
      `${name} is unset or empty, so ${JSON.stringify(node.origin.raw)} became ${JSON.stringify(written)}`,
      `set it, or use \${${name}:-./data}`,
    )
  }
  const words: Record<string, string> = {
    empty: 'the mount is empty',
    'empty-part': `${JSON.stringify(written)} has an empty part between its colons`,
    'too-many-colons': `${JSON.stringify(written)} has too many colons`,
  }
  const parts = written.split(':')
  const joined = `${parts.slice(0, 2).join(':')}:${parts.slice(2).join(',')}`
  const isModes = fault === 'too-many-colons' && parts.slice(2).every(part => /^[a-zA-Z]+$/.test(part))
  const hint = isModes ? `separate modes by commas: ${JSON.stringify(joined)}` : form
  return refuseAsIs(node, site, words[fault] ?? fault, hint)
}

/** The hint is ours to give here: it names the variable and the way out in one. */
function refuseAsIs(node: ScalarNode, site: CanonicalSite, message: string, hint: string): Node {
  const { variables: _, ...origin } = node.origin
  refuse('bad-mount', { ...node, origin }, site, message, { hint })
  return node
}

function completeMount(node: MapNode, site: CanonicalSite): Node {
  const type = textIn(node.entries.get('type')?.value)
  const targetNode = node.entries.get('target')?.value
  const target = textIn(targetNode)
  const source = textIn(node.entries.get('source')?.value)
  if (type === 'bind' && !source) {
    const at = node.entries.get('source')?.value ?? node
    refuse('bad-mount', at, site, 'a mount of type bind needs a source', {
      hint: 'add source: and a path of the host, or use type: volume',
    })
  }
  if (targetNode === undefined || !target) {
    refuse('bad-mount', targetNode ?? node, site, 'the mount has no target', {
      hint: 'add target: and the path inside the container',
    })
    return node
  }
  const clean = cleanPath(target)
  return clean === target ? node : withEntries(node, { target: derived(clean, targetNode.origin) })
}

/** Creating the host's folder is what a bind does unless told otherwise, and is left unsaid. */
export const bindOptions: CanonicalRule = node => {
  if (node.kind === 'scalar' && node.value === null)
    return { kind: 'map', entries: new Map<string, Entry>(), origin: node.origin }
  if (node.kind !== 'map') return node
  const create = node.entries.get('create_host_path')?.value
  return create?.kind === 'scalar' && create.value === true
    ? withEntries(node, { create_host_path: undefined })
    : node
}

/** `source:target:permissions`, or a map. */
export const device: CanonicalRule = (node, site) => {
  if (node.kind !== 'scalar' || typeof node.value !== 'string') return node
  const parts = node.value.split(':')
  const [source = '', target = source, permissions = 'rwm'] = parts
  if (parts.length > 3 || parts.some(part => part === '')) {
    return refuse('bad-device', node, site, `${JSON.stringify(node.value)} is not a device`, {
      hint: 'write "HOST:CONTAINER:PERMISSIONS", such as "/dev/ttyUSB0:/dev/ttyUSB0:rwm", or a map with source and target',
    })
  }
  return derivedMap({ source, target, permissions }, node.origin)
}

/** A secret or a config by name alone is a map with `source`. */
export const grant: CanonicalRule = node =>
  node.kind === 'scalar' && node.value !== null ? derivedMap({ source: textIn(node) }, node.origin) : node

/** A secret is mounted below /run/secrets unless told otherwise. */
export const secretGrant: CanonicalRule = (node, site) => {
  const map = grant(node, site)
  if (map?.kind !== 'map' || map.entries.has('target')) return map
  const source = map.entries.get('source')?.value
  const name = textIn(source)
  if (source === undefined || name === undefined) return map
  return withEntries(map, { target: derived(`/run/secrets/${name}`, source.origin) })
}

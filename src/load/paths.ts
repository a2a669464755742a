// Paths of the host that a stack names: which attributes hold one, and what a relative one is relative to.
import { isAbsolute, join } from 'node:path'
import { isHostPath } from './canonical/mount-spec.ts'
import { derived, withEntries } from './canonical/rule.ts'
import type { MapNode, Node, ScalarNode } from './node.ts'
import { pathTable, rewriteTree } from './path-table.ts'
import { textAt } from './scalar-text.ts'

/** What a relative path is relative to, and where `~` leads. */
export interface PathBase {
  /** Absolute, unless paths are only moved from one relative folder to another. */
  readonly directory: string
  readonly home: string
}

type PathRule = (node: Node, base: PathBase) => Node

/** Rewrites every relative path of a canonical tree. */
export function resolvePaths(tree: MapNode, base: PathBase): MapNode {
  return rewriteTree(tree, pathRules, (rule, node) => rule(node, base)) as MapNode
}

const hostPath: PathRule = (node, base) =>
  onText(node, text => (isWindowsPath(text) ? text : absolute(text, base)))

/** A build context may be a URL, an image or another service's image. */
const contextPath: PathRule = (node, base) =>
  onText(node, text =>
    text.includes('://') || /^(?:service:|git@|github\.com\/)/.test(text) ? text : absolute(text, base),
  )

const sshPath: PathRule = (node, base) =>
  onText(node, text => {
    const at = text.indexOf(': ')
    return at < 0 ? text : `${text.slice(0, at)}: ${absolute(text.slice(at + 2), base)}`
  })

const mountSource: PathRule = (node, base) => {
  if (node.kind !== 'map' || textAt(node, 'type') !== 'bind') return node
  const source = node.entries.get('source')?.value
  return source === undefined ? node : withEntries(node, { source: hostPath(source, base) })
}

/** A volume of the local driver with `o: bind` is a folder of the host. */
const boundVolume: PathRule = (node, base) => {
  if (node.kind !== 'map') return node
  const options = node.entries.get('driver_opts')?.value
  const driver = textAt(node, 'driver')
  if (options?.kind !== 'map' || driver !== 'local' || textAt(options, 'o') !== 'bind') return node
  const device = options.entries.get('device')?.value
  if (device === undefined) return node
  return withEntries(node, { driver_opts: withEntries(options, { device: hostPath(device, base) }) })
}

const pathRules = pathTable<PathRule>({
  'services.*.build.context': contextPath,
  'services.*.build.additional_contexts.*': contextPath,
  'services.*.build.ssh.*': sshPath,
  'services.*.develop.watch.*.path': hostPath,
  'services.*.env_file.*.path': hostPath,
  'services.*.extends.file': hostPath,
  'services.*.label_file.*': hostPath,
  'services.*.volumes.*': mountSource,
  'configs.*.file': hostPath,
  'secrets.*.file': hostPath,
  'volumes.*': boundVolume,
})
const isWindowsPath = (text: string): boolean => isHostPath(text) && !/^[./~]/.test(text)

/** The path made absolute (or moved to the base, where that is relative). */
export function absolute(text: string, base: PathBase): string {
  if (text === '~' || text.startsWith('~/')) return join(base.home, text.slice(1))
  if (isAbsolute(text)) return text
  const joined = join(base.directory, text)
  return joined.length > 1 && joined.endsWith('/') ? joined.slice(0, -1) : joined
}

function onText(node: Node, change: (text: string) => string): Node {
  if (node.kind !== 'scalar' || typeof node.value !== 'string' || node.value === '') return node
  const text = change(node.value)
  return text === node.value ? node : (derived(text, node.origin) as ScalarNode)
}

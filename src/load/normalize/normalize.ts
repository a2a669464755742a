// Says what a stack leaves to be understood: dependencies, the default network, names, a Dockerfile's name.
import { derived, withEntries } from '../canonical/rule.ts'
import { type Entry, type MapNode, map, type Node } from '../node.ts'
import { childOf, textAt } from '../scalar-text.ts'
import { addImpliedDependencies, joinDefaultNetwork } from './dependencies.ts'
import { nameResources } from './names.ts'

/** The tree with everything implied written out. */
export function normalize(tree: MapNode, project: string): MapNode {
  const services = childOf(tree, 'services')
  let changed = tree
  if (services?.kind === 'map') {
    const entries = new Map<string, Entry>()
    for (const [name, entry] of services.entries) {
      const value = entry.value.kind === 'map' ? normalizeService(entry.value) : entry.value
      entries.set(name, { key: entry.key, value })
    }
    changed = withEntries(tree, { services: { ...services, entries } })
  }
  return nameResources(addDefaultNetwork(changed), project)
}

function normalizeService(service: MapNode): MapNode {
  const withNeeds = joinDefaultNetwork(addImpliedDependencies(service))
  return withEntries(withNeeds, {
    build: normalizeBuild(withNeeds),
    pull_policy: normalizePullPolicy(withNeeds),
    pre_start: normalizePreStart(withNeeds),
  })
}

function normalizeBuild(service: MapNode): Node | undefined {
  const build = childOf(service, 'build')
  if (build?.kind !== 'map' || textAt(build, 'dockerfile') || textAt(build, 'dockerfile_inline')) return build
  return withEntries(build, { dockerfile: derived('Dockerfile', { ...build.origin, from: 'default' }) })
}

function normalizePullPolicy(service: MapNode): Node | undefined {
  const policy = childOf(service, 'pull_policy')
  return policy && textAt(service, 'pull_policy') === 'if_not_present'
    ? derived('missing', policy.origin)
    : policy
}

/** A hook before the start runs in the service's image unless it names another. */
function normalizePreStart(service: MapNode): Node | undefined {
  const hooks = childOf(service, 'pre_start')
  const image = childOf(service, 'image')
  if (hooks?.kind !== 'list' || image === undefined) return hooks
  const items = hooks.items.map(hook =>
    hook.kind === 'map' && !textAt(hook, 'image') ? withEntries(hook, { image }) : hook,
  )
  return { ...hooks, items }
}

/** The network `default` exists where a service is on it. */
function addDefaultNetwork(tree: MapNode): MapNode {
  const networks = childOf(tree, 'networks')
  if (networks?.kind === 'map' && networks.entries.has('default')) return tree
  const user = firstOnDefault(tree)
  if (user === undefined) return tree
  const origin = { ...user.origin, from: 'default' } as const
  const entries = new Map<string, Entry>(networks?.kind === 'map' ? networks.entries : [])
  entries.set('default', { key: origin, value: map([], origin) })
  return withEntries(tree, { networks: { kind: 'map', entries, origin: networks?.origin ?? origin } })
}

function firstOnDefault(tree: MapNode): Node | undefined {
  const services = childOf(tree, 'services')
  if (services?.kind !== 'map') return undefined
  for (const { value } of services.entries.values()) {
    const networks = childOf(value, 'networks')
    if (networks?.kind === 'map' && networks.entries.has('default')) return value
  }
  return undefined
}

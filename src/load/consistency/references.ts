// Names that services use and that something must define: networks, volumes, secrets, configs, models, services.
import type { ProblemCode } from '../../problem/index.ts'
import { suggestName } from '../../support/index.ts'
import type { Entry, Node, NodePath } from '../node.ts'
import { toPlain } from '../node.ts'
import { profilesOf } from '../profiles.ts'
import { childOf, textAt, textIn } from '../scalar-text.ts'
import { atKey, entriesOf, itemsOf, type ServiceSite, tell } from './check.ts'

/** Tells of every name that a service uses and nothing defines. */
export function checkReferences(site: ServiceSite): void {
  checkNetworks(site)
  checkVolumes(site)
  checkGrants(site, site.service, 'secrets', [])
  checkGrants(site, childOf(site.service, 'build'), 'secrets', ['build'])
  checkGrants(site, site.service, 'configs', [])
  for (const [name, entry] of entriesOf(site.service, 'models')) {
    requireDefined(site, 'models', name, atKey(entry), ['models', name])
  }
  for (const [name, entry] of entriesOf(site.service, 'depends_on')) checkDependency(site, name, entry)
  for (const [name, { value }] of entriesOf(childOf(site.service, 'build'), 'additional_contexts')) {
    const text = textIn(value)
    if (text?.startsWith('service:'))
      checkService(site, text.slice(8), value, ['build', 'additional_contexts', name])
  }
}

const codes = {
  networks: 'undefined-network',
  volumes: 'undefined-volume',
  secrets: 'undefined-secret',
  configs: 'undefined-config',
  models: 'undefined-model',
} as const satisfies Record<string, ProblemCode>

type Kind = keyof typeof codes

function checkNetworks(site: ServiceSite): void {
  for (const [name, entry] of entriesOf(site.service, 'networks')) {
    if (name.startsWith('x-')) {
      tell(
        site,
        'undefined-network',
        atKey(entry),
        ['networks', name],
        `cannot join a network called ${JSON.stringify(name)}`,
        {
          hint: 'keys that start with x- are yours to comment with, so they name no network here; call the network otherwise, and set its name: there',
        },
      )
    } else requireDefined(site, 'networks', name, atKey(entry), ['networks', name])
  }
}

function checkVolumes(site: ServiceSite): void {
  for (const [index, mount] of itemsOf(site.service, 'volumes').entries()) {
    if (textAt(mount, 'type') !== 'volume') continue
    const source = childOf(mount, 'source')
    requireDefined(site, 'volumes', textIn(source), source ?? mount, ['volumes', index])
  }
}

function checkGrants(
  site: ServiceSite,
  owner: Node | undefined,
  kind: 'secrets' | 'configs',
  at: NodePath,
): void {
  for (const [index, item] of itemsOf(owner, kind).entries()) {
    const source = childOf(item, 'source')
    requireDefined(site, kind, textIn(source), source ?? item, [...at, kind, index])
  }
}

function requireDefined(
  site: ServiceSite,
  kind: Kind,
  name: string | undefined,
  node: Node,
  at: NodePath,
): void {
  if (name === undefined || name === '') return
  const defined = entriesOf(site.tree, kind)
  if (defined.has(name)) return
  const near = suggestName(name, defined.keys())
  const one = kind.slice(0, -1)
  const folder = kind === 'volumes' ? `, or write ./${name} for a folder` : ''
  tell(site, codes[kind], node, at, `refers to undefined ${one} ${name}`, {
    hint:
      near !== undefined
        ? `did you mean "${near}"?`
        : kind === 'volumes' && /[/\\]/.test(name)
          ? `names of volumes have no slash; write ./${name} for a folder beside the file`
          : `define it: ${kind}: {${name}: …} at the top level${folder}`,
  })
}

function checkDependency(site: ServiceSite, name: string, entry: Entry): void {
  const required = childOf(entry.value, 'required')
  const optional = required !== undefined && toPlain(required) === false
  if (optional && site.disabled.has(name)) return
  checkService(site, name, atKey(entry), ['depends_on', name])
}

function checkService(site: ServiceSite, name: string, node: Node, at: NodePath): void {
  if (site.services.entries.has(name)) return
  const disabled = site.disabled.get(name)
  if (disabled !== undefined) {
    const profiles = profilesOf(disabled.value)
    const words =
      profiles.length === 1 ? `profile ${profiles[0]} disables` : `profiles ${profiles.join(', ')} disable`
    tell(site, 'dependency-disabled', node, at, `depends on ${name}, which ${words}`, {
      hint: `use --profile ${profiles[0]}, or write required: false`,
      related: [{ message: `${name} is defined here`, place: disabled.key.place }],
    })
    return
  }
  const near = suggestName(name, site.services.entries.keys())
  tell(site, 'undefined-service', node, at, `depends on undefined service "${name}"`, {
    hint:
      near !== undefined
        ? `did you mean "${near}"?`
        : `define ${name} below services:, or drop the dependency`,
  })
}

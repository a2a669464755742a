// Settings of one service that exclude each other, or that it cannot be without. What the reference refuses, this refuses.

import { warningAt } from '../fault.ts'
import { type Node, toPlain } from '../node.ts'
import { childOf, textIn } from '../scalar-text.ts'
import { itemsOf, type ServiceSite, tell, tellOfService } from './check.ts'

/** Tells of settings of a service that cannot stand together. */
export function checkService(site: ServiceSite): void {
  checkImage(site)
  checkBuild(site)
  checkNetworkMode(site)
  checkHealthTest(site)
  checkReplicas(site)
  checkTwice(site, ['cpus'], ['deploy', 'resources', 'limits', 'cpus'])
  checkTwice(site, ['mem_limit'], ['deploy', 'resources', 'limits', 'memory'])
  checkTwice(site, ['mem_reservation'], ['deploy', 'resources', 'reservations', 'memory'])
  checkTwice(site, ['pids_limit'], ['deploy', 'resources', 'limits', 'pids'])
  checkTwice(site, ['scale'], ['deploy', 'replicas'])
  checkWatch(site)
}

function checkImage(site: ServiceSite): void {
  const { service } = site
  if (['image', 'build', 'provider'].some(key => childOf(service, key) !== undefined)) return
  tellOfService(site, 'no-image', 'has neither an image nor a build context specified', {
    hint: 'add image: and a name, or build: and a folder with a Dockerfile',
  })
}

function checkBuild(site: ServiceSite): void {
  const build = childOf(site.service, 'build')
  const inline = childOf(build, 'dockerfile_inline')
  const dockerfile = childOf(build, 'dockerfile')
  if (inline !== undefined && dockerfile !== undefined) {
    tell(
      site,
      'dockerfile-twice',
      dockerfile,
      ['build', 'dockerfile'],
      'has dockerfile and dockerfile_inline, which exclude each other',
      {
        hint: 'keep one of them',
        related: [{ message: 'dockerfile_inline stands here', place: inline.origin.place }],
      },
    )
  }
  const platform = textIn(childOf(site.service, 'platform'))
  const platforms = itemsOf(build, 'platforms')
  if (platform !== undefined && platforms.length > 0 && !platforms.some(item => textIn(item) === platform)) {
    tell(
      site,
      'platform-not-built',
      childOf(build, 'platforms') as Node,
      ['build', 'platforms'],
      `service.build.platforms MUST include service.platform "${platform}"`,
      {
        hint: `add ${platform} to build.platforms`,
      },
    )
  }
}

function checkNetworkMode(site: ServiceSite): void {
  const mode = childOf(site.service, 'network_mode')
  const networks = childOf(site.service, 'networks')
  if (mode === undefined || networks?.kind !== 'map' || networks.entries.size === 0) return
  tell(
    site,
    'network-mode-with-networks',
    mode,
    ['network_mode'],
    'has network_mode and networks, which exclude each other',
    {
      hint: 'keep networks for networks of the stack, or network_mode for host, none or another container',
      related: [{ message: 'networks stands here', place: networks.origin.place }],
    },
  )
}

function checkHealthTest(site: ServiceSite): void {
  const test = childOf(childOf(site.service, 'healthcheck'), 'test')
  const first = test?.kind === 'list' ? textIn(test.items[0]) : undefined
  if (first === undefined || ['CMD', 'CMD-SHELL', 'NONE'].includes(first)) return
  tell(
    site,
    'bad-health-test',
    test as Node,
    ['healthcheck', 'test'],
    `has a health check that starts with ${JSON.stringify(first)}`,
    {
      hint: 'a list starts with CMD (run as it is), CMD-SHELL (run by a shell) or NONE; or write one text for a shell',
    },
  )
}

function checkReplicas(site: ServiceSite): void {
  const container = childOf(site.service, 'container_name')
  const count = childOf(site.service, 'scale') ?? childOf(childOf(site.service, 'deploy'), 'replicas')
  if (container === undefined || count === undefined) return
  const replicas = Number(textIn(count))
  if (!(replicas > 1)) return
  const key = childOf(site.service, 'scale') === count ? 'scale' : 'replicas'
  tell(
    site,
    'container-name-with-replicas',
    container,
    ['container_name'],
    `has container_name ${JSON.stringify(textIn(container))}, which cannot be used with ${key}: ${replicas} (line ${count.origin.place.line})`,
    {
      hint: 'remove one: containers cannot share a name',
      related: [{ message: `${key} stands here`, place: count.origin.place }],
    },
  )
}

/** Two places for one thing must agree. */
function checkTwice(site: ServiceSite, one: readonly string[], other: readonly string[]): void {
  const first = follow(site.service, one)
  const second = follow(site.service, other)
  if (first === undefined || second === undefined) return
  const [here, there] = [String(toPlain(first)), String(toPlain(second))]
  // A limit of nothing is no limit; a count of nothing is one.
  if (here === there || (here === '0' && one[0] !== 'scale')) return
  tell(
    site,
    'two-values',
    first,
    one,
    `has ${one.join('.')} ${textIn(first)} and ${other.join('.')} ${textIn(second)}, which say different things`,
    {
      hint: 'keep one of them, or make them equal',
      related: [{ message: `${other.join('.')} stands here`, place: second.origin.place }],
    },
  )
}

function follow(node: Node, path: readonly string[]): Node | undefined {
  let current: Node | undefined = node
  for (const part of path) current = childOf(current, part)
  return current
}

function checkWatch(site: ServiceSite): void {
  const rules = itemsOf(childOf(site.service, 'develop'), 'watch')
  for (const [index, rule] of rules.entries()) {
    const action = textIn(childOf(rule, 'action'))
    if (action === undefined || !action.startsWith('sync') || textIn(childOf(rule, 'target'))) continue
    tell(
      site,
      'watch-without-target',
      rule,
      ['develop', 'watch', index],
      `has a watch rule with action ${action} and no target`,
      {
        hint: 'add target: and the path inside the container',
      },
    )
  }
}

/** Two services with one container name: the reference loads them, and the engine refuses the second. */
export function checkContainerNames(sites: readonly ServiceSite[]): void {
  const owners = new Map<string, { name: string; node: Node }>()
  for (const { name, service, problems } of sites) {
    const node = childOf(service, 'container_name')
    const container = textIn(node)
    if (node === undefined || container === undefined) continue
    const owner = owners.get(container)
    if (owner === undefined) {
      owners.set(container, { name, node })
      continue
    }
    problems.push(
      warningAt(
        'container-name-twice',
        node,
        ['services', name, 'container_name'],
        `${name} has the container_name ${JSON.stringify(container)}, which ${owner.name} has too, so only one of them can be made`,
        {
          hint: 'give each its own name, or leave the names to gantry',
          related: [{ message: `${owner.name} has it here`, place: owner.node.origin.place }],
        },
      ),
    )
  }
}

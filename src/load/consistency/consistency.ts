// Whether the parts of a composed stack fit each other. What the reference refuses is refused; all of it at once.

import type { Problem } from '../../problem/index.ts'
import type { Entry, MapNode } from '../node.ts'
import { childOf } from '../scalar-text.ts'
import type { ServiceSite } from './check.ts'
import { checkCycles } from './cycles.ts'
import { checkReferences } from './references.ts'
import { checkContainerNames, checkService } from './service-checks.ts'

export interface ConsistencyRequest {
  /** Normalized; its services are the enabled ones. */
  readonly tree: MapNode
  readonly disabled: ReadonlyMap<string, Entry>
  /** A file is missing: what seems undefined may stand there. */
  readonly incomplete: boolean
  /** Services of a wrong shape: what they seem to lack may be misspelt. */
  readonly misshapen: ReadonlySet<string>
}

/** Every way in which the stack does not fit together. */
export function checkConsistency(request: ConsistencyRequest): Problem[] {
  const { tree, disabled, incomplete, misshapen } = request
  const services = childOf(tree, 'services')
  if (services?.kind !== 'map') return []
  const problems: Problem[] = []
  const sites: ServiceSite[] = []
  for (const [name, { key, value }] of services.entries) {
    if (value.kind === 'map') sites.push({ tree, services, disabled, problems, name, key, service: value })
  }
  for (const site of sites) {
    if (!misshapen.has(site.name)) checkService(site)
    if (!incomplete) checkReferences(site)
  }
  checkContainerNames(sites)
  checkCycles({ tree, services, disabled, problems })
  return problems
}

// The checks before the first step: what can be known from here that would stop the plan half way.
import type { ContainerSpec, NetworkSpec } from '../../lower/index.ts'
import type { Problem } from '../../problem/index.ts'
import type { UpContext } from '../up/context.ts'
import { loweredOf } from '../up/context.ts'
import type { ServiceAfter } from '../up/state.ts'
import { checkDisk } from './disk.ts'
import { checkFiles } from './files.ts'
import { checkNames, checkSameNames } from './names.ts'
import { checkOwners } from './owners.ts'
import { checkPorts, type Standing } from './ports.ts'
import { noSuchServices } from './services.ts'
import { checkSubnets } from './subnets.ts'

/** Everything found, errors and warnings. The plan's steps tell what is about to be made, `after` what will stand. */
export function checkPreflight(
  context: UpContext,
  after: ReadonlyMap<string, ServiceAfter>,
): readonly Problem[] {
  const { input, draft } = context
  const containers: ContainerSpec[] = []
  const networks: NetworkSpec[] = []
  const names = new Map<string, { readonly name: string; readonly service: string }>()
  for (const step of draft.all()) {
    if (step.kind === 'createContainer') containers.push(step.spec)
    if (step.kind === 'createContainer') names.set(step.spec.name, step.spec)
    if (step.kind === 'renameContainer')
      names.set(step.to, { name: step.to, service: step.resource.key.replace(/\.\d+$/, '') })
    if (step.kind === 'createNetwork') networks.push(step.spec)
  }
  return [
    // A replica count for a name that is not there is a slip of the hand, not a wish for nothing.
    ...noSuchServices(Object.keys(context.policy.scale ?? {}), Object.keys(input.project.stack.services)),
    ...checkOwners(context, containers),
    ...checkFiles(containers, input.observed.host),
    ...checkDisk(input.observed, draft.all()),
    ...checkNames(context, [...names.values()]),
    ...checkSameNames(context, after),
    ...checkPorts(standingPorts(context, after), input.observed),
    ...checkSubnets(networks, input.observed, input.lowered.networks),
  ]
}

/** Every replica that stands after the plan, and whether it is only now started: one that runs has its ports. */
function standingPorts(context: UpContext, after: ReadonlyMap<string, ServiceAfter>): readonly Standing[] {
  if (context.policy.noStart === true) return []
  const standing: Standing[] = []
  for (const [service, state] of after) {
    const lowered = loweredOf(context, service)
    if (lowered === undefined || state.replicas.length === 0) continue
    if (Object.keys(lowered.container(1).host.PortBindings ?? {}).length === 0) continue
    for (const one of state.replicas) {
      // A container that stopped has let its ports go: `run --service-ports` may take them meanwhile.
      if (one.started === undefined && one.before?.live.State.Running === false) continue
      const spec = lowered.container(one.replica.number)
      standing.push({ spec, name: one.resource.name, starts: one.started !== undefined })
    }
  }
  return standing
}

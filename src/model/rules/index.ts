// The rules across fields of a stack, in one list. What the reference refuses is checked at loading; these look
// further: what loads, and then fails at the engine, does nothing, or does something else than it seems to.
import type { Problem } from '../../problem/index.ts'
import type { Project } from '../stack.ts'
import { checkAddresses } from './addresses.ts'
import { checkCompletion, checkHealth } from './dependencies.ts'
import { checkFileVariables } from './file-variables.ts'
import { checkHostPorts } from './host-ports.ts'
import { checkImageNames } from './image-names.ts'
import { checkLinks } from './links.ts'
import { checkMemory } from './memory.ts'
import { checkAbsoluteTargets, checkMountTargets } from './mount-targets.ts'
import { checkContainerNames, checkResourceNames } from './names.ts'
import { checkNetworkModes } from './network-modes.ts'
import { checkProfiles } from './profiles.ts'
import { checkRestart, checkRestartPolicy } from './restart.ts'
import { type Rule, ruleSubject } from './rule.ts'
import { checkSubnets } from './subnets.ts'
import { checkSwarmAttributes } from './swarm-attributes.ts'
import { checkUnused } from './unused.ts'

const rules: readonly Rule[] = [
  checkHostPorts,
  checkNetworkModes,
  checkContainerNames,
  checkResourceNames,
  checkSubnets,
  checkAddresses,
  checkLinks,
  checkHealth,
  checkCompletion,
  checkRestart,
  checkRestartPolicy,
  checkMountTargets,
  checkAbsoluteTargets,
  checkFileVariables,
  checkMemory,
  checkImageNames,
  checkProfiles,
  checkSwarmAttributes,
  checkUnused,
]

/**
 * What will go wrong with a stack that loads, each at its place. Warnings and remarks only.
 *
 * @param project a whole one: normalized, interpolated, its networks, volumes, secrets and configs kept whether used or not
 */
export function checkRules(project: Project): Problem[] {
  const subject = ruleSubject(project)
  return rules.flatMap(rule => [...rule(subject)])
}

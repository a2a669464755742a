// Names at the engine that the stack needs: external ones that are missing, and those that strangers hold.
import type { Ownership } from '../../observe/index.ts'
import { errorProblem, type Place, type Problem, warningProblem } from '../../problem/index.ts'

/** An external network or volume that is not there: nothing may start. */
export function missingExternal(
  type: 'network' | 'volume',
  key: string,
  name: string,
  place: Place | undefined,
): Problem {
  const message =
    type === 'network'
      ? `network ${name} declared as external, but could not be found`
      : `external volume ${JSON.stringify(name)} not found`
  return errorProblem('external-missing', message, {
    hint: `make it with docker ${type} create ${name}, or remove external: true so that the stack makes its own`,
    ...(place !== undefined && { place }),
    path: `${type}s.${key}`,
    resource: `${type} ${name}`,
  })
}

/** A network or volume under the wanted name that this stack did not make. It is used as it is. */
export function strangerHolds(
  type: 'network' | 'volume',
  ownership: Ownership,
  name: string,
  place: Place | undefined,
): Problem {
  const whose = ownership === 'foreign' ? 'belongs to another project' : 'was not made by this stack'
  return warningProblem('name-taken', `the ${type} ${name} ${whose}; it is used as it is and never removed`, {
    hint: `mark it external: true where that is meant, or give it another name`,
    ...(place !== undefined && { place }),
    resource: `${type} ${name}`,
  })
}

/** A network that has to be made anew, which the engine refuses while containers that are not the stack's run on it. */
export function hasGuests(name: string, guests: readonly string[], place: Place | undefined): Problem {
  const names = [...guests].sort()
  const who = `${names.join(', ')}, which ${names.length === 1 ? 'is' : 'are'} not of this stack`
  const commands = names.map(guest => `docker network disconnect ${name} ${guest}`)
  return errorProblem('network-in-use', `the network ${name} has to be made anew, and is used by ${who}`, {
    hint: `take ${names.length === 1 ? 'it' : 'them'} off meanwhile: ${commands.join('; ')}`,
    ...(place !== undefined && { place }),
    resource: `network ${name}`,
  })
}

/** A container outside of this project that holds a name which this plan needs. */
export function containerNameTaken(
  name: string,
  holder: { readonly id: string; readonly project?: string },
  place: Place | undefined,
): Problem {
  const whose = holder.project === undefined ? 'outside of any project' : `of the project ${holder.project}`
  return errorProblem('name-taken', `the name ${name} is held by a container ${whose}`, {
    hint: `rename or remove that container (${holder.id.slice(0, 12)}), or set another container_name or project name`,
    ...(place !== undefined && { place }),
    resource: `container ${name}`,
  })
}

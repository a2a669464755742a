// Subnets that the files fix: they may overlap neither each other nor a network that is there.
import type { NetworkSpec } from '../../lower/index.ts'
import type { Observed } from '../../observe/index.ts'
import { errorProblem, type Problem } from '../../problem/index.ts'
import { overlaps, parseSubnet } from '../../support/index.ts'

/** Problems of the networks that the plan makes. */
export function checkSubnets(
  networks: readonly NetworkSpec[],
  observed: Pick<Observed, 'networks' | 'subnets'>,
  lowered: ReadonlyMap<string, NetworkSpec>,
): readonly Problem[] {
  const named = new Set([...lowered.values()].map(network => network.name))
  const leftOver = new Set(
    observed.networks
      .filter(one => one.ownership === 'managed' && !named.has(one.live.Name))
      .map(one => one.live.Name),
  )
  const made = new Set(networks.map(network => network.name))
  const fixed: [name: string, subnet: string][] = []
  for (const [name, subnets] of observed.subnets) {
    // One that is rebuilt gives its own subnet up.
    if (!made.has(name)) for (const subnet of subnets) fixed.push([name, subnet])
  }
  return networks.flatMap(network =>
    network.ipam.pools.flatMap(({ subnet }) => {
      const wanted = subnet === undefined ? undefined : parseSubnet(subnet)
      if (wanted === undefined || subnet === undefined) return []
      const rival = fixed.find(([, other]) => {
        const range = parseSubnet(other)
        return range !== undefined && overlaps(wanted, range)
      })
      fixed.push([network.name, subnet])
      return rival === undefined ? [] : [overlap(network, subnet, rival, leftOver)]
    }),
  )
}

function overlap(
  network: NetworkSpec,
  subnet: string,
  [name, other]: readonly [string, string],
  leftOver: ReadonlySet<string>,
): Problem {
  const place = network.fields.find(field => field.name.startsWith('ipam'))?.place
  return errorProblem(
    'subnet-overlap',
    `the subnet ${subnet} of the network ${network.name} overlaps ${other} of the network ${name}`,
    {
      hint: leftOver.has(name)
        ? `no file names ${name} any more: gantry down removes it, and gantry up makes ${network.name} then; or choose another subnet`
        : 'choose another subnet, or leave the choice to the engine',
      ...(place !== undefined && { place }),
      path: `networks.${network.key}.ipam`,
      resource: `network ${network.name}`,
    },
  )
}

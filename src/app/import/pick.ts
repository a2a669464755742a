// Which containers are meant, and which service of the new stack each becomes. Knows names and labels, no settings.
import type { ContainerSummary, Engine, LiveContainer, LiveImage } from '../../engine/index.ts'
import { composeLabel } from '../../model/index.ts'
import { inheritsAll, orGone } from '../../observe/index.ts'
import { errorProblem, ProblemError } from '../../problem/index.ts'
import { suggestName } from '../../support/index.ts'

/** Containers that become one service: the replicas of a Compose service, or one container alone. */
export interface Group {
  /** Name of the service. */
  readonly name: string
  /** In the order of their numbers; the first is what the service is read from. */
  readonly replicas: readonly LiveContainer[]
}

/** The service that each container is a replica of. Other containers are not in it. */
type Services = ReadonlyMap<LiveContainer, string>

export const plainName = (live: LiveContainer): string => live.Name.replace(/^\//, '')

/**
 * The containers by name or by the start of their id; those of a project where only that is given; else all that run.
 *
 * @throws ProblemError `no-such-container` where a name finds none, or several.
 */
export async function pickContainers(
  engine: Engine,
  wanted: { readonly containers: readonly string[]; readonly project?: string },
): Promise<readonly LiveContainer[]> {
  const all = await engine.containers.list({ all: true })
  const picked =
    wanted.containers.length > 0 ? wanted.containers.map(name => findOne(all, name)) : byProject(all, wanted)
  const ids = [...new Set(picked.map(one => one.Id))]
  const found = await Promise.all(ids.map(id => orGone(engine.containers.inspect(id))))
  return found.filter(live => live !== undefined)
}

function byProject(
  all: readonly ContainerSummary[],
  { project }: { readonly project?: string },
): readonly ContainerSummary[] {
  const lasting = all.filter(one => one.Labels[composeLabel.oneoff] !== 'True')
  const own = lasting.filter(one => project !== undefined && one.Labels[composeLabel.project] === project)
  return own.length > 0 ? own : lasting.filter(one => one.State === 'running')
}

function findOne(all: readonly ContainerSummary[], name: string): ContainerSummary {
  const exact = all.find(one => one.Id === name || namesOf(one).includes(name))
  const starting = /^[0-9a-f]{3,}$/.test(name) ? all.filter(one => one.Id.startsWith(name)) : []
  const found = exact ?? (starting.length === 1 ? starting[0] : undefined)
  if (found !== undefined) return found
  const near = suggestName(name, all.flatMap(namesOf))
  throw new ProblemError(
    errorProblem(
      'no-such-container',
      starting.length > 1
        ? `${name} could be any of ${starting.length} containers`
        : `there is no container ${name}`,
      {
        hint:
          starting.length > 1
            ? 'write more of the id, or its name'
            : near !== undefined
              ? `did you mean ${near}?`
              : 'docker ps -a shows which there are',
      },
    ),
  )
}

const namesOf = (one: ContainerSummary): readonly string[] => one.Names.map(name => name.replace(/^\//, ''))

/** Replicas of one Compose service are one service; everything else is a service of its own, in the order of names. */
export function groupContainers(
  lives: readonly LiveContainer[],
  images: ReadonlyMap<string, LiveImage>,
): readonly Group[] {
  const services: Services = new Map(
    lives.flatMap(live => {
      const labels = live.Config.Labels ?? {}
      const service = labels[composeLabel.service]
      const own = labels[composeLabel.oneoff] !== 'True' && !inheritsAll(labels, images.get(live.Image))
      return service && own ? [[live, service] as const] : []
    }),
  )
  const groups = new Map<string, LiveContainer[]>()
  for (const live of lives) {
    const labels = live.Config.Labels ?? {}
    const service = services.get(live)
    const key = service === undefined ? live.Id : `${labels[composeLabel.project] ?? ''}/${service}`
    groups.set(key, [...(groups.get(key) ?? []), live])
  }
  const named = [...groups.values()].map(replicas => {
    const sorted = [...replicas].sort((a, b) => numberOf(a) - numberOf(b))
    return { replicas: sorted, first: sorted[0] as LiveContainer }
  })
  const counts = new Map<string, number>()
  for (const { first } of named)
    counts.set(shortName(first, services), (counts.get(shortName(first, services)) ?? 0) + 1)
  return named
    .map(({ replicas, first }) => ({
      name:
        counts.get(shortName(first, services)) === 1 ? shortName(first, services) : longName(first, services),
      replicas,
    }))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
}

const numberOf = (live: LiveContainer): number => Number(live.Config.Labels?.[composeLabel.number] ?? 1)

function shortName(live: LiveContainer, services: Services): string {
  return services.get(live) ?? plainName(live)
}

/** Where two projects have a service of the same name. */
function longName(live: LiveContainer, services: Services): string {
  const project = live.Config.Labels?.[composeLabel.project]
  return project === undefined ? plainName(live) : `${project}-${shortName(live, services)}`
}

// The containers of a project as `ps` tells them: Docker Compose's keys and values.
import type { ContainerSummary, Engine } from '../engine/index.ts'
import { composeLabel } from '../model/index.ts'
import { listOfStack } from '../observe/index.ts'

/** A class, so that templates print it as they print a struct: `{0.0.0.0 80 8080 tcp}`. */
export class Publisher {
  declare readonly URL: string
  declare readonly TargetPort: number
  declare readonly PublishedPort: number
  declare readonly Protocol: string

  constructor(fields: { URL: string; TargetPort: number; PublishedPort: number; Protocol: string }) {
    Object.assign(this, fields)
  }
}

/** One object of `ps --format json`. */
export interface ContainerRow {
  readonly Command: string
  readonly CreatedAt: string
  readonly ExitCode: number
  readonly Health: string
  readonly ID: string
  readonly Image: string
  /** `a=b,c=d`. */
  readonly Labels: string
  readonly LocalVolumes: string
  readonly Mounts: string
  readonly Name: string
  readonly Names: string
  readonly Networks: string
  readonly Ports: string
  readonly Project: string
  readonly Publishers: readonly Publisher[]
  readonly RunningFor: string
  readonly Service: string
  readonly Size: string
  readonly State: string
  readonly Status: string
}

export interface ContainerQuery {
  readonly project: string
  readonly all: boolean
  readonly services?: ReadonlySet<string>
  /** States that are wanted; empty: any. */
  readonly states: readonly string[]
  /** Services that the files have; others are orphans. Absent: unknown. */
  readonly known?: ReadonlySet<string>
  readonly orphans: boolean
  /** Ids and commands are shortened. */
  readonly truncate: boolean
}

/** Sorted by name. `describe` turns seconds since the epoch into `2 minutes ago`. */
export async function listContainers(
  engine: Engine,
  query: ContainerQuery,
  describe: { ago(seconds: number): string; date(seconds: number): string },
): Promise<readonly ContainerRow[]> {
  const all = query.all || query.states.length > 0
  const found = (await listOfStack(engine, { project: query.project, all })).filter(one => {
    const service = one.Labels[composeLabel.service] ?? ''
    if (!query.all && one.Labels[composeLabel.oneoff] === 'True') return false
    if (query.services && !query.services.has(service)) return false
    if (!query.orphans && query.known && !query.known.has(service)) return false
    return query.states.length === 0 || query.states.includes(one.State)
  })
  const exitCodes = await readExitCodes(engine, found)
  return found
    .map(one => row(one, query, exitCodes.get(one.Id) ?? 0, describe))
    .sort((a, b) => (a.Name < b.Name ? -1 : 1))
}

/** `Exited (3) 2 minutes ago` tells it without another call. */
async function readExitCodes(
  engine: Engine,
  found: readonly ContainerSummary[],
): Promise<ReadonlyMap<string, number>> {
  const codes = new Map<string, number>()
  await Promise.all(
    found.map(async one => {
      const told = /^(?:Exited|Restarting) \((-?\d+)\)/.exec(one.Status)
      if (told) codes.set(one.Id, Number(told[1]))
      else if (one.State === 'dead') {
        codes.set(one.Id, (await engine.containers.inspect(one.Id)).State.ExitCode)
      }
    }),
  )
  return codes
}

function row(
  one: ContainerSummary,
  { project, truncate }: ContainerQuery,
  exitCode: number,
  describe: { ago(seconds: number): string; date(seconds: number): string },
): ContainerRow {
  const mounts = one.Mounts ?? []
  const publishers = one.Ports.map(
    port =>
      new Publisher({
        URL: port.IP ?? '',
        TargetPort: port.PrivatePort,
        PublishedPort: port.PublicPort ?? 0,
        Protocol: port.Type,
      }),
  ).sort(
    (a, b) => a.TargetPort - b.TargetPort || a.PublishedPort - b.PublishedPort || (a.URL < b.URL ? -1 : 1),
  )
  const name = (one.Names[0] ?? '').replace(/^\//, '')
  return {
    Command: JSON.stringify(shorten(one.Command, truncate ? 20 : 0)),
    CreatedAt: describe.date(one.Created),
    ExitCode: exitCode,
    Health: /\((?:health: )?(healthy|unhealthy|starting)\)/.exec(one.Status)?.[1] ?? '',
    ID: truncate ? one.Id.slice(0, 12) : one.Id,
    Image: one.Image,
    Labels: Object.entries(one.Labels)
      .map(([key, value]) => `${key}=${value}`)
      .sort()
      .join(','),
    LocalVolumes: String(mounts.filter(mount => mount.Type === 'volume').length),
    Mounts: mounts.map(mount => shorten(mount.Name || mount.Source || '', truncate ? 15 : 0)).join(','),
    Name: name,
    Names: name,
    Networks: Object.keys(one.NetworkSettings?.Networks ?? {})
      .sort()
      .join(','),
    Ports: portsText(publishers),
    Project: one.Labels[composeLabel.project] ?? project,
    Publishers: publishers,
    RunningFor: describe.ago(one.Created),
    Service: one.Labels[composeLabel.service] ?? '',
    Size: '0B',
    State: one.State,
    Status: one.Status,
  }
}

/** At most so many characters, the last one of them a sign that more follows; 0 for no limit. */
const shorten = (text: string, most: number): string =>
  most > 0 && text.length > most ? `${text.slice(0, most - 1)}…` : text

/** `0.0.0.0:8080->80/tcp, 443/tcp`, as docker prints it; neighbouring ports fold into ranges. */
export function portsText(publishers: readonly Publisher[]): string {
  const parts: {
    host: string
    from: number
    to: number
    targetFrom: number
    targetTo: number
    protocol: string
  }[] = []
  for (const port of publishers) {
    const host = port.PublishedPort === 0 ? '' : port.URL.includes(':') ? `[${port.URL}]` : port.URL
    const last = parts.find(
      part =>
        part.host === host &&
        part.protocol === port.Protocol &&
        part.targetTo + 1 === port.TargetPort &&
        (host === '' || part.to + 1 === port.PublishedPort),
    )
    if (last) {
      last.to = port.PublishedPort
      last.targetTo = port.TargetPort
    } else {
      parts.push({
        host,
        from: port.PublishedPort,
        to: port.PublishedPort,
        targetFrom: port.TargetPort,
        targetTo: port.TargetPort,
        protocol: port.Protocol,
      })
    }
  }
  const range = (from: number, to: number) => (from === to ? String(from) : `${from}-${to}`)
  return parts
    .map(part => {
      const target = `${range(part.targetFrom, part.targetTo)}/${part.protocol}`
      return part.from === 0 ? target : `${part.host}:${range(part.from, part.to)}->${target}`
    })
    .join(', ')
}

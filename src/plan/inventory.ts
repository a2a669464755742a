// The observed containers, sorted by what they are to the stack: replicas, half-finished replacements, one-offs, orphans,
// and strangers that hold a name. The one place that reads the traces of a run that was cut short.
import type { Observed, ObservedContainer } from '../observe/index.ts'
import { hasStarted } from './resources.ts'

/** One replica as it stands. */
export interface StandingReplica {
  readonly number: number
  /** The container that serves: the replacement as soon as it was started. */
  readonly serving: ObservedContainer
  /** Created to replace the serving one, but never started. */
  readonly half?: ObservedContainer
  /** What earlier runs should have removed: replaced containers and replacements given up. */
  readonly leftovers: readonly ObservedContainer[]
}

export interface Inventory {
  /** By service, ascending by number. */
  readonly replicas: ReadonlyMap<string, readonly StandingReplica[]>
  /** Containers of `run`. */
  readonly oneoffs: readonly ObservedContainer[]
  /** Of this project, but of no service that any file names; and finished one-offs. */
  readonly orphans: readonly ObservedContainer[]
  /** Names that containers outside of this project hold. */
  readonly taken: ReadonlyMap<string, ObservedContainer>
}

/** Sorts what runs. `known` has every service that the files name, disabled ones too. */
export function takeInventory(observed: Observed, known: ReadonlySet<string>): Inventory {
  const byService = new Map<string, ObservedContainer[]>()
  const oneoffs: ObservedContainer[] = []
  const orphans: ObservedContainer[] = []
  const taken = new Map<string, ObservedContainer>()
  for (const container of observed.containers) {
    if (container.ownership !== 'managed') taken.set(container.name, container)
    else if (container.oneoff) {
      oneoffs.push(container)
      if (isFinished(container)) orphans.push(container)
    } else if (!known.has(container.service)) orphans.push(container)
    else {
      const siblings = byService.get(container.service)
      if (siblings === undefined) byService.set(container.service, [container])
      else siblings.push(container)
    }
  }
  const replicas = new Map<string, readonly StandingReplica[]>()
  for (const [service, containers] of byService) replicas.set(service, pairUp(containers))
  return { replicas, oneoffs, orphans, taken }
}

/** A container that still bears the name that replacements have until the replaced one is gone. */
export function hasTemporaryName(container: ObservedContainer): boolean {
  return /^[0-9a-f]{12}_/.test(container.name)
}

/** The name of a replacement while the replaced container holds its own. */
export function temporaryName(replaced: ObservedContainer, name: string): string {
  return `${replaced.id.slice(0, 12)}_${name}`
}

function isFinished(container: ObservedContainer): boolean {
  return container.live.State.Status === 'exited' || container.live.State.Status === 'dead'
}

interface Building {
  number: number
  serving: ObservedContainer
  half?: ObservedContainer
  leftovers: ObservedContainer[]
}

function pairUp(containers: readonly ObservedContainer[]): readonly StandingReplica[] {
  const ids = new Set(containers.map(container => container.id))
  const records = new Map<string, Building>()
  const list: Building[] = []
  // Oldest first: a replacement comes after what it replaces, so chains of them resolve in one pass.
  for (const container of [...containers].sort(byAge)) {
    const replaced = container.replaces
    const record = replaced !== undefined && ids.has(replaced) ? records.get(replaced) : undefined
    if (record === undefined) {
      const fresh: Building = { number: container.number, serving: container, leftovers: [] }
      records.set(container.id, fresh)
      list.push(fresh)
      continue
    }
    records.set(container.id, record)
    if (record.half !== undefined) record.leftovers.push(record.half)
    if (hasStarted(container)) {
      record.leftovers.push(record.serving)
      record.serving = container
      record.half = undefined
    } else record.half = container
  }
  return list.sort((a, b) => a.number - b.number || byAge(a.serving, b.serving))
}

function byAge(a: ObservedContainer, b: ObservedContainer): number {
  return compareText(a.live.Created, b.live.Created) || compareText(a.id, b.id)
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

// Gathers changes until it has been quiet for a while, so that a save, a branch switch or an unpacked archive is one batch. The clock is
// passed in.
import type { BatchedChange, FileChange, Kind } from './types.ts'

/** Calls back after so many milliseconds, unless it is told not to. */
export type Schedule = (milliseconds: number, run: () => void) => () => void

export const quietTime = 500
/** Files that never rest must not keep the others waiting for ever. */
export const longestTime = 10_000

export interface Batcher {
  add(change: FileChange): void
  /** Forgets what was gathered. */
  close(): void
}

/** `flush` gets each path once, in the order in which they first changed. */
export function createBatcher(
  flush: (changes: readonly BatchedChange[]) => void,
  schedule: Schedule = afterTime,
): Batcher {
  let changes = new Map<string, Gathered>()
  let cancelQuiet: (() => void) | undefined
  let cancelLongest: (() => void) | undefined

  function stop(): void {
    cancelQuiet?.()
    cancelLongest?.()
    cancelLongest = undefined
  }

  function release(): void {
    stop()
    const batch = [...changes.values()]
      // What came and went in between has left nothing behind.
      .filter(({ now, first }) => now !== 'gone' || first !== undefined)
      .map(({ path, now, first }) => ({
        path,
        now,
        replaced: now !== 'gone' && first !== undefined && now !== first,
      }))
    changes = new Map()
    if (batch.length > 0) flush(batch)
  }

  return {
    add(change) {
      changes.set(change.path, gather(changes.get(change.path), change))
      cancelQuiet?.()
      cancelQuiet = schedule(quietTime, release)
      cancelLongest ??= schedule(longestTime, release)
    },
    close() {
      stop()
      changes.clear()
    },
  }
}

/** `first`: what stood there when the batch began. */
interface Gathered {
  readonly path: string
  readonly now: Kind | 'gone'
  readonly first: Kind | undefined
}

function gather(before: Gathered | undefined, change: FileChange): Gathered {
  const { path, now } = change
  return { path, now, first: before === undefined ? change.was : before.first }
}

const afterTime: Schedule = (milliseconds, run) => {
  const timer = setTimeout(run, milliseconds)
  return () => clearTimeout(timer)
}

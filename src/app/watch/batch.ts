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
    const batch = [...changes.values()].map(({ path, now, first }) => ({
      path,
      now,
      replaced: now !== 'gone' && now !== first,
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

/** `first`: what stood there when the batch began, as far as that can be told; nothing there counts as the same. */
type Gathered = Omit<BatchedChange, 'replaced'> & { readonly first: Kind }

function gather(before: Gathered | undefined, change: FileChange): Gathered {
  const { path, now } = change
  return { path, now, first: before?.first ?? (now === 'gone' ? change.was : now) }
}

const afterTime: Schedule = (milliseconds, run) => {
  const timer = setTimeout(run, milliseconds)
  return () => clearTimeout(timer)
}

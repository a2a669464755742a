// Gathers changes until it has been quiet for a while, so that a save, a branch switch or an unpacked archive is one batch. The clock is
// passed in.
import type { BatchedChange, FileChange } from './types.ts'

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
  let changes = new Map<string, BatchedChange>()
  let cancelQuiet: (() => void) | undefined
  let cancelLongest: (() => void) | undefined

  function stop(): void {
    cancelQuiet?.()
    cancelLongest?.()
    cancelLongest = undefined
  }

  function release(): void {
    stop()
    // What came and went in between has left nothing behind.
    const batch = [...changes.values()].filter(({ now, was }) => now !== 'gone' || was !== undefined)
    changes = new Map()
    if (batch.length > 0) flush(batch)
  }

  return {
    add(change) {
      const { path, now } = change
      const { was } = changes.get(path) ?? change
      changes.set(path, { path, now, ...(was !== undefined && { was }) })
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

const afterTime: Schedule = (milliseconds, run) => {
  const timer = setTimeout(run, milliseconds)
  return () => clearTimeout(timer)
}

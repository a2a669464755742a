/** Bounded concurrency: at most so many tasks at once, in the order they were asked for. */

/**
 * Runs the task when there is room, and settles as it does. A signal that aborts while the task still waits takes it out of
 * the line and rejects with the signal's reason; once started, a task must heed the signal itself.
 */
export type Limiter = <T>(task: () => Promise<T> | T, signal?: AbortSignal) => Promise<T>

/**
 * Makes a limiter.
 *
 * @param concurrency a whole number of at least 1, or Infinity.
 * @throws RangeError for any other number.
 */
export function limit(concurrency: number): Limiter {
  if (!(concurrency >= 1) || (Number.isFinite(concurrency) && !Number.isInteger(concurrency))) {
    throw new RangeError(`concurrency must be a whole number of at least 1, not ${concurrency}`)
  }
  let running = 0
  const waiting = new Set<() => void>()

  const release = () => {
    running -= 1
    const [next] = waiting
    if (next === undefined) return
    waiting.delete(next)
    next()
  }

  const enter = (signal: AbortSignal | undefined): Promise<void> =>
    new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason)
      const start = () => {
        signal?.removeEventListener('abort', leave)
        // Counted here and not by the woken task, or a newcomer could take the place in between.
        running += 1
        resolve()
      }
      const leave = () => {
        waiting.delete(start)
        reject(signal?.reason)
      }
      if (running < concurrency) return start()
      waiting.add(start)
      signal?.addEventListener('abort', leave, { once: true })
    })

  return async (task, signal) => {
    await enter(signal)
    try {
      return await task()
    } finally {
      release()
    }
  }
}

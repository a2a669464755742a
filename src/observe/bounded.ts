// Many calls, a few at a time, answers in the order of the questions.

/** Rejects with the first failure, or when the signal is aborted; no further call is made then. */
export async function mapBounded<T, R>(
  items: readonly T[],
  width: number,
  signal: AbortSignal | undefined,
  call: (item: T) => Promise<R>,
): Promise<R[]> {
  const results = new Array<R>(items.length)
  let next = 0
  let broken = false
  async function work(): Promise<void> {
    while (next < items.length && !broken) {
      signal?.throwIfAborted()
      const at = next
      next += 1
      try {
        results[at] = await call(items[at] as T)
      } catch (error) {
        broken = true
        throw error
      }
    }
  }
  await Promise.all(Array.from({ length: Math.min(width, items.length) }, work))
  return results
}

// Iteration that can be left while it waits: a generator alone would answer `return` only when its next value comes.

/**
 * An iterable over what `make` yields. Its signal aborts when the caller's does, and when the reader leaves; `make` must end then.
 */
export function leavable<T>(
  make: (signal: AbortSignal) => AsyncGenerator<T, void, undefined>,
  signal: AbortSignal | undefined,
): AsyncIterable<T> {
  return {
    [Symbol.asyncIterator]: () => {
      const leaving = new AbortController()
      const values = make(signal === undefined ? leaving.signal : AbortSignal.any([signal, leaving.signal]))
      return {
        next: () => values.next(),
        return: async () => {
          leaving.abort()
          return await values.return()
        },
      }
    },
  }
}

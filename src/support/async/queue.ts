/**
 * A bounded queue between producers and one consumer, and merging of streams on top of it.
 * A full queue makes its producers wait, so that a slow reader never lets memory grow.
 */
import { deferred } from './deferred.ts'

/** Many may push; one iterates. Leaving the iteration early closes the queue. */
export type AsyncQueue<T> = AsyncIterable<T> & {
  /** Resolves when the next value may be pushed: at once while there is room. False: the queue is closed; stop producing. */
  readonly push: (value: T) => Promise<boolean>
  /** Ends the iteration after what is queued. Later values are dropped. */
  readonly close: () => void
  /** Makes the iteration throw after what is queued. Only the first close or fail counts. */
  readonly fail: (error: unknown) => void
}

/**
 * Makes a queue in which producers wait once `capacity` values are unread.
 *
 * @throws RangeError where the capacity is below 1.
 */
export function createAsyncQueue<T>(capacity: number): AsyncQueue<T> {
  if (!(capacity >= 1)) throw new RangeError(`the capacity of a queue must be at least 1, not ${capacity}`)
  let buffer: T[] = []
  let read = 0
  let end: { readonly error?: { readonly reason: unknown } } | undefined
  let abandoned = false
  let readable = deferred()
  let writable = deferred()

  const finish = (how: { readonly error?: { readonly reason: unknown } }) => {
    if (end !== undefined) return
    end = how
    readable.resolve()
    writable.resolve()
  }

  // Taking from an index keeps reading cheap; the array is renewed before what was read adds up.
  const take = (): T => {
    const value = buffer[read] as T
    read += 1
    if (read === buffer.length || read > 1024) {
      buffer = buffer.slice(read)
      read = 0
    }
    if (buffer.length - read < capacity) {
      writable.resolve()
      writable = deferred()
    }
    return value
  }

  async function* iterate(): AsyncGenerator<T, void, undefined> {
    try {
      for (;;) {
        while (read < buffer.length) yield take()
        if (end !== undefined) break
        readable = deferred()
        await readable.promise
      }
      if (end.error !== undefined) throw end.error.reason
    } finally {
      abandoned = true
      buffer = []
      read = 0
      finish({})
    }
  }

  return {
    push: async value => {
      if (end !== undefined || abandoned) return false
      buffer.push(value)
      readable.resolve()
      while (end === undefined && buffer.length - read >= capacity) await writable.promise
      return end === undefined
    },
    close: () => finish({}),
    fail: reason => finish({ error: { reason } }),
    [Symbol.asyncIterator]: iterate,
  }
}

/**
 * Reads all sources at once and yields their values as they come; each source keeps its own order. Ends when every source
 * has ended, throws what the first failing source throws, and asks every source to stop when the reader leaves.
 *
 * @param capacity how many values may wait for the reader before the sources are held back.
 */
export async function* mergeAsync<T>(
  sources: Iterable<AsyncIterable<T>>,
  capacity = 16,
): AsyncGenerator<T, void, undefined> {
  const queue = createAsyncQueue<T>(capacity)
  const iterators = Array.from(sources, source => source[Symbol.asyncIterator]())
  const pumps = iterators.map(async iterator => {
    for (let next = await iterator.next(); next.done !== true; next = await iterator.next()) {
      if (!(await queue.push(next.value))) return
    }
  })
  Promise.all(pumps).then(queue.close, queue.fail)
  try {
    yield* queue
  } finally {
    // Not awaited: a generator that is waiting for its own source answers only when that source does.
    for (const iterator of iterators) iterator.return?.().catch(() => undefined)
  }
}

/** Waiting that an AbortSignal can end. */

/**
 * Settles as the promise does, or rejects with the signal's reason as soon as it aborts. The promise itself goes on: whoever
 * started it must stop it. A rejection that comes after the abort is swallowed here, so that it is not reported as unhandled.
 */
export function raceAbort<T>(promise: PromiseLike<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return Promise.resolve(promise)
  return new Promise<T>((resolve, reject) => {
    const onAbort = () => reject(signal.reason)
    // Listeners are removed in every case: a signal often lives as long as the program.
    const settled = () => signal.removeEventListener('abort', onAbort)
    promise.then(
      value => {
        settled()
        resolve(value)
      },
      (error: unknown) => {
        settled()
        reject(error)
      },
    )
    if (signal.aborted) onAbort()
    else signal.addEventListener('abort', onAbort, { once: true })
  })
}

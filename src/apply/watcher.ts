// One subscription to the engine's container events for a whole run, and waiting for a container's state on top of it:
// subscribe, inspect, then inspect again at each event of that container and after every reconnect (the engine replays
// 256 events at most). Nothing polls.
import type { Engine, EngineEvent, LiveContainer } from '../engine/index.ts'
import { EngineError } from '../engine/index.ts'

export interface Watcher {
  /**
   * Resolves with what `judge` returns once that is not undefined. Rejects when the container is gone, when the signal aborts,
   * or when the engine cannot be reached again.
   */
  until<T>(id: string, judge: (live: LiveContainer) => T | undefined, signal?: AbortSignal): Promise<T>
  close(): void
}

interface Waiting {
  readonly id: string
  check(): void
  fail(error: unknown): void
}

/** Reconnects at most this often in a row before it gives up. */
const maxReconnects = 5

export function watchContainers(engine: Engine): Watcher {
  const waiting = new Set<Waiting>()
  const ending = new AbortController()
  let opened: Promise<void> | undefined

  /** Resolves when the first subscription stands. */
  function subscribe(): Promise<void> {
    opened ??= new Promise<void>((resolve, reject) => {
      void follow(resolve).catch(error => {
        reject(error)
        for (const one of waiting) one.fail(error)
      })
    })
    return opened
  }

  async function follow(onOpen: () => void): Promise<void> {
    let failures = 0
    while (!ending.signal.aborted) {
      try {
        const stream = engine.events(
          {
            filters: { type: ['container'] },
            opened: () => {
              failures = 0
              onOpen()
              for (const one of waiting) one.check()
            },
          },
          ending.signal,
        )
        for await (const event of stream) notify(event)
        if (ending.signal.aborted) return
      } catch (error) {
        if (ending.signal.aborted) return
        failures += 1
        if (failures > maxReconnects) throw error
      }
    }
  }

  function notify(event: EngineEvent): void {
    for (const one of waiting) if (one.id === event.id) one.check()
  }

  async function until<T>(
    id: string,
    judge: (live: LiveContainer) => T | undefined,
    signal?: AbortSignal,
  ): Promise<T> {
    await subscribe()
    return await new Promise<T>((resolve, reject) => {
      let inspecting = false
      let again = false
      const one: Waiting = { id, check: () => void inspect(), fail: settle(reject) }
      const onAbort = () => settle(reject)(new EngineError('cancelled', 'waiting was cancelled'))

      function settle<A>(end: (value: A) => void): (value: A) => void {
        return value => {
          waiting.delete(one)
          signal?.removeEventListener('abort', onAbort)
          end(value)
        }
      }

      async function inspect(): Promise<void> {
        if (inspecting) {
          again = true
          return
        }
        inspecting = true
        try {
          do {
            again = false
            const verdict = judge(await engine.containers.inspect(id))
            if (verdict !== undefined) return settle(resolve)(verdict)
          } while (again)
        } catch (error) {
          // A lost connection is the subscription's to mend: it checks again once it stands.
          if (error instanceof EngineError && error.kind === 'unreachable' && !ending.signal.aborted) return
          settle(reject)(error)
        } finally {
          inspecting = false
        }
      }

      if (signal?.aborted) return onAbort()
      signal?.addEventListener('abort', onAbort, { once: true })
      waiting.add(one)
      one.check()
    })
  }

  return { until, close: () => ending.abort() }
}

// Waiting without sleeping: a condition is looked at once, and again whenever the engine or the program says
// something, until it holds or its bound has passed.
import type { EventEmitter } from 'node:events'
import type { Readable } from 'node:stream'
import { docker } from './engine.ts'

export interface UntilRequest {
  /** Throws while the condition does not hold. Its last error is what the wait fails with. */
  readonly condition: () => Promise<void>
  /** A program whose output and end are a reason to look again. */
  readonly changes?: EventEmitter
  /** No more can change: the last look decides. */
  readonly ended?: () => boolean
  /** Milliseconds. */
  readonly bound?: number
}

export async function until(request: UntilRequest): Promise<void> {
  const { condition, changes, ended } = request
  let wake = () => {}
  let news = true
  const onNews = () => {
    news = true
    wake()
  }
  const events = (await docker.getEvents({})) as Readable
  events.on('data', onNews).on('error', () => {})
  changes?.on('said', onNews).on('ended', onNews)
  let late = false
  const bound = setTimeout(() => {
    late = true
    onNews()
  }, request.bound ?? 30_000)
  try {
    while (true) {
      news = false
      const over = late || ended?.() === true
      try {
        await condition()
        return
      } catch (error) {
        if (over) throw error
      }
      if (!news) {
        await new Promise<void>(resolve => {
          wake = resolve
        })
      }
    }
  } finally {
    clearTimeout(bound)
    changes?.off('said', onNews).off('ended', onNews)
    events.removeAllListeners('data')
    events.destroy()
  }
}

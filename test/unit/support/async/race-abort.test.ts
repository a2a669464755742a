import { getEventListeners } from 'node:events'
import { describe, expect, it } from 'vitest'
import { deferred, raceAbort } from '../../../../src/support/index.ts'

describe('raceAbort', () => {
  it('settles as the promise does, and leaves no listener behind', async () => {
    const { signal } = new AbortController()
    await expect(raceAbort(Promise.resolve(1), signal)).resolves.toBe(1)
    await expect(raceAbort(Promise.reject(new Error('no')), signal)).rejects.toThrow('no')
    expect(getEventListeners(signal, 'abort')).toEqual([])
  })

  it('rejects with the reason of an abort that comes while waiting', async () => {
    const controller = new AbortController()
    const waiting = raceAbort(deferred().promise, controller.signal)
    controller.abort(new Error('enough'))
    await expect(waiting).rejects.toThrow('enough')
  })

  it('rejects where the signal had aborted before', async () => {
    const never = deferred()
    await expect(raceAbort(never.promise, AbortSignal.abort(new Error('before')))).rejects.toThrow('before')
  })

  it('does not report a rejection that comes after the abort', async () => {
    const late = deferred()
    const waiting = raceAbort(late.promise, AbortSignal.abort(new Error('first')))
    late.reject(new Error('late'))
    // An unhandled rejection would fail the test run.
    await expect(waiting).rejects.toThrow('first')
  })

  it('does without a signal', async () => {
    await expect(raceAbort(Promise.resolve('x'), undefined)).resolves.toBe('x')
  })
})

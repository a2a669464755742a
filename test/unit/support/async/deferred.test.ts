import { describe, expect, it } from 'vitest'
import { deferred } from '../../../../src/support/index.ts'

describe('deferred', () => {
  it('resolves once, from outside', async () => {
    const answer = deferred<number>()
    answer.resolve(1)
    answer.resolve(2)
    answer.reject(new Error('too late'))
    await expect(answer.promise).resolves.toBe(1)
  })

  it('rejects from outside', async () => {
    const answer = deferred()
    answer.reject(new Error('no'))
    await expect(answer.promise).rejects.toThrow('no')
  })
})

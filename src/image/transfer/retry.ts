// Another try where a transfer broke underway, and only there.
import { setTimeout as delay } from 'node:timers/promises'
import { EngineError } from '../../engine/index.ts'
import { isBrokenTransfer } from '../fault.ts'
import type { ImageContext } from '../types.ts'

/** Milliseconds before the second and the third try; there is no fourth. The engine has tried by itself before. */
const pauses = [1_000, 3_000]

/** Runs a transfer, up to three times. */
export async function retryBroken(
  { report, signal }: ImageContext,
  transfer: () => Promise<void>,
): Promise<void> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await transfer()
    } catch (error) {
      const pause = pauses[attempt]
      if (pause === undefined || !isBrokenTransfer(error)) throw error
      report.progress(`the transfer broke, trying again in ${pause / 1000} s`)
      await delay(pause, undefined, { signal }).catch(cause => {
        throw new EngineError('cancelled', 'the transfer was cancelled', { cause })
      })
    }
  }
}

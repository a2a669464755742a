// A line on a terminal that tells how far a transfer is; it is gone when the transfer ends. Elsewhere it says nothing.
import type { Terminal } from '../present/index.ts'
import { formatHumanSize } from '../support/index.ts'

/** Bytes between two drawings. */
const stride = 4_000_000

/** `verb` as in `Saving`; `total` in bytes, where it is known. */
export function transferLine({ stderr }: Terminal, verb: string, total?: number) {
  let bytes = 0
  let next = 0
  let shown = false
  return {
    add(more: number): void {
      bytes += more
      if (!stderr.isTTY || bytes < next) return
      next = bytes + stride
      shown = true
      const of = total === undefined ? '' : ` of ${formatHumanSize(total, 3)}`
      void stderr.write(`\r\u001b[2K${verb} ${formatHumanSize(bytes, 3)}${of}`)
    },
    /** @returns the bytes that went through. */
    end(): number {
      if (shown) void stderr.write('\r\u001b[2K')
      shown = false
      return bytes
    },
  }
}

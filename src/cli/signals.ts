// Ctrl-C and SIGTERM as abort signals: the first asks to stop cleanly, the second at once.
import process from 'node:process'

export interface Interrupts {
  readonly signal: AbortSignal
  readonly forceSignal: AbortSignal
  /** Takes the place of both while it is set: an attached `up` stops its containers itself. */
  onInterrupt: ((count: number, signal: NodeJS.Signals) => void) | undefined
  /** As if a first SIGTERM had come, where none has: docker, as whose plugin this runs, was told to end. */
  terminate(): void
  close(): void
}

const sameWishMs = 300

export function interruptSignals(): Interrupts {
  const first = new AbortController()
  const second = new AbortController()
  let count = 0
  let terminatedAt: number | undefined
  const interrupts: Interrupts = {
    signal: first.signal,
    forceSignal: second.signal,
    onInterrupt: undefined,
    terminate() {
      if (count > 0) return
      terminatedAt = Date.now()
      onSignal('SIGTERM')
    },
    close() {
      process.off('SIGINT', onOwnSignal)
      process.off('SIGTERM', onOwnSignal)
    },
  }

  function onSignal(signal: NodeJS.Signals): void {
    count += 1
    if (interrupts.onInterrupt) interrupts.onInterrupt(count, signal)
    else if (count === 1) first.abort()
    else if (count === 2) second.abort()
    else process.exit(130)
  }

  /** A signal to the whole process group reaches docker and this process: the two are one wish. */
  function onOwnSignal(signal: NodeJS.Signals): void {
    if (terminatedAt === undefined || Date.now() - terminatedAt > sameWishMs) onSignal(signal)
  }

  process.on('SIGINT', onOwnSignal)
  process.on('SIGTERM', onOwnSignal)
  return interrupts
}

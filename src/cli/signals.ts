// Ctrl-C and SIGTERM as abort signals: the first asks to stop cleanly, the second at once.
import process from 'node:process'

export interface Interrupts {
  readonly signal: AbortSignal
  readonly forceSignal: AbortSignal
  /** Takes the place of both while it is set: an attached `up` stops its containers itself. */
  onInterrupt: ((count: number, signal: NodeJS.Signals) => void) | undefined
  close(): void
}

export function interruptSignals(): Interrupts {
  const first = new AbortController()
  const second = new AbortController()
  let count = 0
  const interrupts: Interrupts = {
    signal: first.signal,
    forceSignal: second.signal,
    onInterrupt: undefined,
    close() {
      process.off('SIGINT', onSignal)
      process.off('SIGTERM', onSignal)
    },
  }

  function onSignal(signal: NodeJS.Signals): void {
    count += 1
    if (interrupts.onInterrupt) interrupts.onInterrupt(count, signal)
    else if (count === 1) first.abort()
    else if (count === 2) second.abort()
    else process.exit(130)
  }

  process.on('SIGINT', onSignal)
  process.on('SIGTERM', onSignal)
  return interrupts
}

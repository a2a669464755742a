// Signals that reach gantry go on to the process in the container, which decides what they mean.
import process from 'node:process'
import type { Interrupts } from './signals.ts'

const others: readonly NodeJS.Signals[] = ['SIGHUP', 'SIGQUIT', 'SIGUSR1', 'SIGUSR2', 'SIGALRM', 'SIGCONT']

/** Ctrl-C and SIGTERM too; from the third on they kill. Returns what ends the forwarding. */
export function forwardSignals(
  interrupts: Interrupts,
  send: (signal: NodeJS.Signals) => Promise<void>,
): { readonly onInterrupt: (count: number, signal: NodeJS.Signals) => void; stop(): void } {
  // A process that has ended meanwhile hears nothing, and need not.
  const pass = (signal: NodeJS.Signals) => void send(signal).catch(() => {})
  for (const signal of others) process.on(signal, pass)
  const onInterrupt = (count: number, signal: NodeJS.Signals) => pass(count >= 3 ? 'SIGKILL' : signal)
  interrupts.onInterrupt = onInterrupt
  return {
    onInterrupt,
    stop() {
      for (const signal of others) process.off(signal, pass)
      interrupts.onInterrupt = undefined
    },
  }
}

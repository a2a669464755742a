// A terminal joined to a process in a container: raw mode, resizing, input and its end, output with back-pressure. Whatever happens,
// the terminal is given back as it was.
import type { Session } from '../app/index.ts'
import type { Terminal } from '../present/index.ts'
import type { Interrupts } from './signals.ts'

export interface SessionRequest {
  readonly session: Session
  readonly terminal: Terminal
  readonly tty: boolean
  /** Ctrl-C without a terminal in raw mode is passed on by this; absent: it ends the session. */
  readonly onInterrupt?: (count: number) => void
  readonly interrupts: Interrupts
  readonly resize?: (size: { rows: number; columns: number }) => Promise<void>
  /** Input is passed on unless false. */
  readonly stdin?: boolean
}

/** Resolves when the process's output has ended. */
export async function runSession(request: SessionRequest): Promise<void> {
  const { session, terminal, tty, interrupts } = request
  const { stdin, stdout, stderr } = terminal
  const raw = tty && stdin.isTTY === true
  const giveBack = () => {
    if (raw) stdin.setRawMode(false)
  }
  const adjust = () => {
    // A process that has ended by now has nothing to resize.
    request.resize?.({ rows: stdout.rows, columns: stdout.columns }).catch(() => {})
  }
  const onData = (data: Uint8Array) => {
    stdin.pause()
    session.write(data).then(
      () => stdin.resume(),
      () => {},
    )
  }
  const onEnd = () => session.end()
  try {
    if (raw) {
      process.once('exit', giveBack)
      stdin.setRawMode(true)
    }
    if (tty) {
      adjust()
      process.on('SIGWINCH', adjust)
    }
    interrupts.onInterrupt = request.onInterrupt ?? (() => session.close())
    if (request.stdin !== false) {
      stdin.on('data', onData)
      stdin.on('end', onEnd)
      stdin.resume()
    }
    for await (const { stream, data } of session.output) {
      await (stream === 'stdout' ? stdout : stderr).write(data)
    }
  } finally {
    interrupts.onInterrupt = undefined
    process.off('SIGWINCH', adjust)
    process.off('exit', giveBack)
    giveBack()
    stdin.off('data', onData)
    stdin.off('end', onEnd)
    stdin.pause()
    session.close()
  }
}
